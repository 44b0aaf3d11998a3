package io.isotropy.cli;

import io.isotropy.nlp.hub.Hub;
import io.isotropy.nlp.hub.HubSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model, and where to look for it. */
final class ModelOptions {

    /** Most commands take one. */
    @Option(names = "--model", paramLabel = "M", defaultValue = "all-MiniLM-L6-v2",
            description = "A name (isotropy models lists them), an id org/name, or a folder. Default: ${DEFAULT-VALUE}.")
    List<String> models = List.of();

    @Option(names = "--offline", description = "Use only models that are on this machine.")
    boolean offline;

    @Option(names = "--cache", paramLabel = "DIR", description = "The folder that models are kept in; also ISOTROPY_CACHE.")
    @Nullable Path cache;

    /** The only model. */
    String name() {
        if (models.size() != 1) {
            throw new InputException("--model is given " + models.size() + " times; this command takes one");
        }
        return models.getFirst();
    }

    /** The only model's folder, fetched if it must be. */
    Path folder(Streams streams, boolean quiet) {
        return folder(name(), streams, quiet);
    }

    /** The folder of one of the models. */
    Path folder(String name, Streams streams, boolean quiet) {
        try (FetchProgress progress = new FetchProgress(streams, quiet)) {
            return Hub.resolve(name, settings(cache, offline).withProgress(progress));
        }
    }

    static HubSettings settings(@Nullable Path cache, boolean offline) {
        HubSettings settings = HubSettings.fromEnvironment();
        settings = cache == null ? settings : settings.withCache(cache);
        return offline ? settings.withOffline(true) : settings;
    }
}
