package io.isotropy.cli;

import io.isotropy.nlp.repair.AllButTheTop;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All-but-the-top. */
@Command(name = "all-but-the-top",
        description = "Takes the mean and the few directions of the largest variance out of a model's vectors (Mu et al. 2018).",
        footer = {
            "", "For means of word vectors and a BERT as it was pre-trained, whose vectors share a few strong directions.",
            "", "Example:", "  isotropy train all-but-the-top --model my-glove-mean --corpus sentences.txt --output my-glove-rest"
        })
final class TrainAllButTheTopCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    RepairOptions options = new RepairOptions();

    @Option(names = "--components", paramLabel = "N",
            description = "How many directions to take out. Default: one for a hundred dimensions, as in the paper, one at least.")
    @Nullable Integer components;

    TrainAllButTheTopCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        try (RepairOptions.Base base = options.open(streams)) {
            int size = base.model().dimension();
            int count = components == null ? AllButTheTop.components(size) : components;
            if (count < 0 || count >= size) {
                throw new InputException("--components must be 0 to " + (size - 1) + ", fewer than the model's " + size + ", got " + count);
            }
            RepairOptions.Observed observed = options.observe(streams, base);
            AllButTheTop repair = fit(observed, count);
            String figures = String.format(Locale.ROOT, "without the mean and %d of %d directions, which had %.1f %% of the variance",
                    count, size, 100 * repair.share());
            return options.save(streams, base, repair, false, figures + ", " + observed.figures());
        }
    }

    private static AllButTheTop fit(RepairOptions.Observed observed, int count) {
        try {
            return AllButTheTop.fit(observed.moments(), count);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--corpus or --sts", e);
        }
    }
}
