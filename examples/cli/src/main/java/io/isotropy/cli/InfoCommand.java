package io.isotropy.cli;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.json.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What runs here. */
@Command(name = "info", description = "Shows what computes here, and why: version, Java, backends, cache, memory.",
        footer = {"", "Example:", "  isotropy info --json"})
final class InfoCommand implements Callable<Integer> {

    private final Streams streams;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    InfoCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Object> facts = facts();
        if (json) {
            streams.print(JsonWriter.toText(facts));
            return Failures.OK;
        }
        Table table = new Table();
        facts.forEach((name, value) -> {
            if (value instanceof Map<?, ?> members) {
                members.forEach((member, text) -> table.row(name + " " + member, text));
            } else {
                table.row(name, value);
            }
        });
        streams.print(table.toString());
        return Failures.OK;
    }

    private static Map<String, Object> facts() {
        Backend preferred = Backends.preferred();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", Isotropy.version());
        facts.put("java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("backend", preferred.name());
        facts.put("threads", preferred.threads());
        Map<String, Object> backends = new LinkedHashMap<>();
        for (String name : Backends.names()) {
            backends.put(name, description(name));
        }
        facts.put("backends", backends);
        facts.put("cache", FetchOptions.settings(null, true).cache().toString());
        facts.put("heapMiB", Runtime.getRuntime().maxMemory() >> 20);
        return facts;
    }

    private static String description(String backend) {
        try {
            return Backends.byName(backend).description();
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
