package io.isotropy.cli;

import io.isotropy.nlp.hub.Hub;
import io.isotropy.nlp.hub.HubSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model, and where to look for it. */
final class ModelOptions {

    @Option(names = "--model", paramLabel = "M", defaultValue = "all-MiniLM-L6-v2",
            description = "A name (isotropy models lists them), an id org/name, or a folder. Default: ${DEFAULT-VALUE}.")
    String model = "";

    @Option(names = "--offline", description = "Use only models that are on this machine.")
    boolean offline;

    @Option(names = "--cache", paramLabel = "DIR", description = "The folder that models are kept in; also ISOTROPY_CACHE.")
    @Nullable Path cache;

    /** The model's folder, fetched if it must be. */
    Path folder(Streams streams, boolean quiet) {
        try (FetchProgress progress = new FetchProgress(streams, quiet)) {
            return Hub.resolve(model, settings(cache, offline).withProgress(progress));
        }
    }

    static HubSettings settings(@Nullable Path cache, boolean offline) {
        HubSettings settings = HubSettings.fromEnvironment();
        settings = cache == null ? settings : settings.withCache(cache);
        return offline ? settings.withOffline(true) : settings;
    }
}
