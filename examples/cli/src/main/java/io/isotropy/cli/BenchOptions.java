package io.isotropy.cli;

import picocli.CommandLine.Option;

/** What benchmarks have in common. */
final class BenchOptions {

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Option(names = "--time-scale", hidden = true, defaultValue = "1", description = "Shortens warm-up and measurement.")
    double scale = 1;
}
