package io.isotropy.cli;

import io.isotropy.nlp.hub.HubSettings;
import io.isotropy.nlp.hub.KnownModel;
import io.isotropy.nlp.hub.Models;
import io.isotropy.nlp.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What models there are. */
@Command(name = "models", description = "Lists the models known by name, and those in the cache.",
        footer = {"", "Example:", "  isotropy models --json"})
final class ModelsCommand implements Callable<Integer> {

    private final Streams streams;

    @Option(names = "--cache", paramLabel = "DIR", description = "The folder that models are kept in; also ISOTROPY_CACHE.")
    @Nullable Path cache;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    ModelsCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        HubSettings settings = FetchOptions.settings(cache, true);
        List<Models.State> states = Models.list(settings);
        if (json) {
            streams.print(JsonWriter.toText(states.stream().map(ModelsCommand::facts).toList()));
        } else {
            streams.print(table(states) + "\nThe cache is " + settings.cache().resolve("models") + "\n");
        }
        return Failures.OK;
    }

    private static String table(List<Models.State> states) {
        Table table = new Table()
                .row("NAME", "DIMENSION", "LAYERS", "MAX TOKENS", "LANGUAGES", "LICENCE", "SIZE", "CACHED");
        for (Models.State state : states) {
            KnownModel known = state.known();
            String size = String.format(Locale.ROOT, "%.0f MB", state.bytes() / 1e6);
            String cached = state.cached() ? "yes" : "no";
            if (known == null) {
                table.row(state.name(), "-", "-", "-", "-", "-", size, cached);
            } else {
                table.row(state.name(), known.dimension(), known.layers(), known.maxLength(),
                        String.join(",", known.languages()), known.licence(), size, cached);
            }
        }
        return table.toString();
    }

    private static Map<String, Object> facts(Models.State state) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", state.name());
        KnownModel known = state.known();
        if (known != null) {
            facts.put("id", known.huggingFaceId());
            facts.put("aliases", new ArrayList<>(known.aliases()));
            facts.put("description", known.description());
            facts.put("dimension", known.dimension());
            facts.put("layers", known.layers());
            facts.put("maxLength", known.maxLength());
            facts.put("languages", known.languages());
            facts.put("licence", known.licence());
            facts.put("queryPrompt", known.queryPrompt());
            facts.put("passagePrompt", known.passagePrompt());
            facts.put("advice", known.advice());
        }
        facts.put("bytes", state.bytes());
        facts.put("cached", state.cached());
        Path folder = state.folder();
        facts.put("folder", folder == null ? null : folder.toString());
        return facts;
    }
}
