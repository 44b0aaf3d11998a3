package io.isotropy.cli;

import io.isotropy.autograd.train.TrainingArguments.ScheduleType;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.FolderWriter;
import io.isotropy.nlp.repair.SentenceFlow;
import io.isotropy.nlp.repair.SentenceFlowTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** BERT-flow. */
@Command(name = "flow",
        description = "Trains a normalizing flow that takes a model's vectors to a normal distribution (BERT-flow, Li et al. 2020).",
        footer = {
            "", "For a BERT as it was pre-trained. A model that was trained by contrast has evenly spread vectors already, and loses by it.",
            "", "Example:",
            "  isotropy train flow --model my-bert --pooling first_last_avg --corpus sentences.txt --output my-bert-flow"
        })
final class TrainFlowCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    RepairOptions options = new RepairOptions();

    @Option(names = "--kind", paramLabel = "K", defaultValue = "bert-flow",
            description = "bert-flow (Glow with additive couplings and permutations, as in the paper), nice, realnvp or glow. Default: "
                    + "${DEFAULT-VALUE}.")
    String kind = "";

    @Option(names = "--levels", paramLabel = "N", description = "Levels; after each but the last, half of the components are done. Default: 2 for "
            + "bert-flow, else 1.")
    @Nullable Integer levels;

    @Option(names = "--depth", paramLabel = "N", description = "Steps or couplings of a level. Default: 3 for bert-flow and realnvp, else 4.")
    @Nullable Integer depth;

    @Option(names = "--width", paramLabel = "N", description = "Of the couplings' hidden layers. Default: 32 for bert-flow, else 256.")
    @Nullable Integer width;

    @Option(names = "--learning-rate", paramLabel = "X", defaultValue = "1e-3", description = "Adam's. Default: ${DEFAULT-VALUE}.")
    double learningRate;

    @Option(names = "--lr-scheduler", paramLabel = "S", description = "How the rate goes on: constant, or linear or cosine to 0. Default: linear for glow, "
            + "else constant.")
    @Nullable ScheduleType schedule;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "1", description = "How often to go through the vectors. Default: ${DEFAULT-VALUE}.")
    double epochs;

    @Option(names = "--max-steps", paramLabel = "N", defaultValue = "0", description = "Steps in all, whatever --epochs says; 0 for none.")
    long maxSteps;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "32", description = "Vectors of a step. Default: ${DEFAULT-VALUE}.")
    int batchSize;

    @Option(names = "--held-out", paramLabel = "X", defaultValue = "0.05",
            description = "The share of the vectors that measures and does not train. Default: ${DEFAULT-VALUE}.")
    double heldOut;

    @Option(names = "--tolerance", paramLabel = "X", defaultValue = "1e-8",
            description = "Drop directions whose variance is below X times the largest, across which a likelihood has no bounds; the last layer of "
                    + "a BERT always has one. Default: ${DEFAULT-VALUE}.")
    double tolerance;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of all that is drawn. Default: ${DEFAULT-VALUE}.")
    long seed;

    TrainFlowCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        SentenceFlowTraining training = training();
        try (RepairOptions.Base base = options.open(streams)) {
            List<float[]> vectors = new ArrayList<>();
            double embedding = options.embed(streams, base, vectors::add);
            Path run = Files.createTempDirectory("isotropy-flow-");
            long start = System.nanoTime();
            SentenceFlowTraining.Trained trained;
            try (TrainingProgress progress = new TrainingProgress(streams, options.quiet, false)) {
                trained = training.train(vectors, Backends.preferred(), run, progress);
            } catch (IllegalArgumentException e) {
                throw Arguments.complaint(e);
            } finally {
                FolderWriter.delete(run);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            String figures = String.format(Locale.ROOT,
                    "%s of %d components, %d of %d directions without variance dropped; %,d vectors in %.2f s, trained in %.2f s (%,.0f vectors/s)",
                    trained.flow().kind().word(), trained.flow().dimension(), trained.flow().inputDimension() - trained.flow().dimension(),
                    trained.flow().inputDimension(), vectors.size(), embedding, seconds, training.passes(trained.vectors()) / seconds);
            if (trained.held() > 0) {
                figures += String.format(Locale.ROOT, "; log-likelihood of %,d held out %.2f nats, of a normal distribution with their covariance %.2f",
                        trained.held(), trained.flowLikelihood(), trained.gaussianLikelihood());
            }
            return options.save(streams, base, trained.flow(), true, figures);
        }
    }

    private SentenceFlowTraining training() {
        SentenceFlow.Kind chosen = null;
        for (SentenceFlow.Kind one : SentenceFlow.Kind.values()) {
            chosen = one.word().equals(kind.toLowerCase(Locale.ROOT)) ? one : chosen;
        }
        if (chosen == null) {
            throw new InputException("--kind must be bert-flow, nice, realnvp or glow, got " + kind);
        }
        SentenceFlow.Sizes usual = chosen.usual();
        if (!(learningRate > 0) || !(epochs > 0)) {
            throw new InputException("--learning-rate and --epochs must be above 0, got " + learningRate + " and " + epochs);
        }
        try {
            SentenceFlow.Sizes sizes = new SentenceFlow.Sizes(
                    levels == null ? usual.levels() : levels, depth == null ? usual.depth() : depth, width == null ? usual.width() : width);
            return new SentenceFlowTraining(chosen, sizes, learningRate, schedule == null ? chosen.schedule() : schedule, epochs, maxSteps, batchSize,
                    heldOut, tolerance, seed);
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
    }
}
