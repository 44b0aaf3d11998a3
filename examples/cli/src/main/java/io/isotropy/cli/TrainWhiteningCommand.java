package io.isotropy.cli;

import io.isotropy.nlp.repair.Whitening;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** BERT-whitening. */
@Command(name = "whitening",
        description = "Whitens a model's vectors (Su et al. 2021): no direction of their space has more variance than another.",
        footer = {
            "", "For models that were not trained to tell sentences apart: a BERT as it was pre-trained, means of word vectors. Those trained",
            "by contrast (all-MiniLM-L6-v2, bge, e5) have a good space, and whitening hurts: on the STS Benchmark's test pairs",
            "all-MiniLM-L6-v2 falls from 82.03 to 78.07, 79.65 and 81.06 with 384, 256 and 128 components.",
            "", "Example:",
            "  isotropy train whitening --model my-bert --pooling first_last_avg --corpus sentences.txt --dimension 256 --output my-white-bert"
        })
final class TrainWhiteningCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    RepairOptions options = new RepairOptions();

    @Option(names = "--dimension", paramLabel = "K", defaultValue = "0",
            description = "Keep the K components of the largest variance; fewer where not so many have any. Default: all that have some.")
    int dimension;

    @Option(names = "--tolerance", paramLabel = "X", defaultValue = "1e-8",
            description = "Cut eigenvalues below X times the largest: directions without variance but for rounding errors, of which the last layer "
                    + "of a BERT always has one. Default: ${DEFAULT-VALUE}.")
    double tolerance;

    @Option(names = "--shrinkage", paramLabel = "X", defaultValue = "0",
            description = "Take (1 - X) of the covariance and X of its mean variance in all directions: for few texts. Default: ${DEFAULT-VALUE}.")
    double shrinkage;

    TrainWhiteningCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Whitening.Config config = config();
        try (RepairOptions.Base base = options.open(streams)) {
            int size = base.model().dimension();
            if (dimension > size) {
                throw new InputException("--dimension must be at most the model's " + size + ", got " + dimension);
            }
            RepairOptions.Observed observed = options.observe(streams, base);
            Whitening whitening = fit(observed, config);
            String figures = String.format(Locale.ROOT, "%d components of %d; effective rank %.1f; %d %s below %s of the largest cut",
                    whitening.dimension(), size, whitening.effectiveRank(), size - whitening.rank(),
                    size - whitening.rank() == 1 ? "eigenvalue" : "eigenvalues", Double.toString(tolerance).replace(".0E", "e"));
            return options.save(streams, base, whitening, true, figures + ", " + observed.figures());
        }
    }

    private Whitening.Config config() {
        try {
            return new Whitening.Config(dimension, tolerance, shrinkage);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--dimension, --tolerance, --shrinkage", e);
        }
    }

    private Whitening fit(RepairOptions.Observed observed, Whitening.Config config) {
        try {
            return Whitening.fit(observed.moments(), config);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--corpus or --sts", e);
        }
    }
}
