package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many threads compute. */
final class ThreadOptions {

    /** More than any machine has cores; a mistyped number must not start that many threads. */
    private static final int MOST = 4096;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with. Default: one per core. The result "
            + "does not depend on it.")
    @Nullable Integer threads;

    void apply() {
        if (threads == null) {
            return;
        }
        if (threads < 1 || threads > MOST) {
            throw new InputException("--threads must be 1 to " + MOST + ", got " + threads);
        }
        Backends.preferred().setThreads(threads);
    }
}
