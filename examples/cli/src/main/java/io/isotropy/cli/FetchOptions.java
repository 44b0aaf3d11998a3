package io.isotropy.cli;

import io.isotropy.nlp.hub.Hub;
import io.isotropy.nlp.hub.HubSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to look for models. */
final class FetchOptions {

    @Option(names = "--offline", description = "Use only models that are on this machine.")
    boolean offline;

    @Option(names = "--cache", paramLabel = "DIR", description = "The folder that models are kept in; also ISOTROPY_CACHE.")
    @Nullable Path cache;

    /** The folder of a model, fetched if it must be. */
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
