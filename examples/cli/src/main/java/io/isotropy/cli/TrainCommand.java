package io.isotropy.cli;

import picocli.CommandLine.Command;

/** Training. */
@Command(name = "train", description = "Trains a model.", synopsisSubcommandLabel = "OBJECTIVE",
        footer = {
            "", "What is saved is a folder that embed loads; sentence-transformers loads those of sentence encoders, gensim the vectors of words.",
            "", "Example:", "  isotropy train simcse --train sentences.txt --dev sts-dev.tsv --output my-model"
        })
final class TrainCommand {}
