package io.isotropy.cli;

import picocli.CommandLine.Command;

/** Measures of quality. */
@Command(name = "eval", description = "Measures how good a model's vectors are.", synopsisSubcommandLabel = "TASK",
        footer = {"", "Example:", "  isotropy eval sts --model bge-small-en-v1.5 sts-test.tsv"})
final class EvalCommand {}
