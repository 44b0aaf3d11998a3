package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many threads learn, and whether the result may depend on it. */
final class LearningThreads {

    @Option(names = "--threads", paramLabel = "N", description = "Threads to train with. Default: one per core.")
    @Nullable Integer threads;

    @Option(names = "--deterministic", description = "The same bytes for the same seed, whatever the number of threads: one learns. "
            + "Otherwise all learn at once, which is faster and not repeatable.")
    boolean deterministic;

    /** The number of threads, which the backend is told, too. */
    int count() {
        ThreadOptions options = new ThreadOptions();
        options.threads = threads;
        options.apply();
        return Backends.preferred().threads();
    }
}
