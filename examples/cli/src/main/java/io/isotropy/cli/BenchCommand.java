package io.isotropy.cli;

import picocli.CommandLine.Command;

/** Measures of speed. */
@Command(name = "bench", description = "Measures this machine's speed in a minute: median and best after a warm-up.",
        synopsisSubcommandLabel = "WHAT", footer = {"", "Example:", "  isotropy bench encode --model bge-small-en-v1.5"})
final class BenchCommand {}
