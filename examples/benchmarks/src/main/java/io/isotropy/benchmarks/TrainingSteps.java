package io.isotropy.benchmarks;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Pooling;
import io.isotropy.autograd.RowSelection;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Classification;
import io.isotropy.autograd.loss.Contrastive;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.optim.AdamW;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.BertConfig;
import io.isotropy.nlp.bert.BertDropout;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Steps of training, forward, backward and AdamW, on 32 texts of 64 tokens: unsupervised SimCSE, which encodes each twice, by the states of [CLS] as in
 * the paper or by their mean, and masked language modelling of 15 % of the tokens; all with a dropout of 0.1. Every figure comes from a process of its own, so that its peak memory is its own; with
 * the collector that {@code ./isotropy} chooses. Where the variable PYTHON names a Python that has torch and transformers, PyTorch does the same in
 * turn, with its fused AdamW.
 */
public final class TrainingSteps {

    private static final int TEXTS = 32;
    private static final int TOKENS = 64;
    private static final int VOCABULARY = 30_522;
    private static final int MASKED = TEXTS * TOKENS * 15 / 100;
    private static final double WARM_UP_SECONDS = 12;
    private static final int STEPS = 7;
    private static final String ONE = "one";
    private static final Map<String, BertConfig> SIZES = Map.of("6x384", config(6, 384, 12), "4x256", config(4, 256, 4));
    private static final List<String> ALL = List.of(
            "simcse-6x384", "simcse-4x256", "simcse_mean-6x384", "simcse_mean-4x256", "mlm-6x384", "mlm-4x256");

    private TrainingSteps() {}

    private static BertConfig config(int layers, int size, int heads) {
        return new BertConfig(VOCABULARY, size, layers, heads, 4 * size, Activation.GELU, 512, 2, 1e-12f);
    }

    /**
     * Measures all, or those named by {@code --only}, {@code --rounds} times with {@code --threads}.
     *
     * @param args the options
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Arguments arguments = Arguments.parse(args, "rounds", "threads", "only", ONE);
        int threads = arguments.number("threads", Runtime.getRuntime().availableProcessors());
        if (arguments.values().containsKey(ONE)) {
            measure(arguments.words(ONE).getFirst(), threads);
            return;
        }
        List<String> names = arguments.words("only", ALL.toArray(String[]::new));
        names.forEach(TrainingSteps::requireKnown);
        boolean hasPeer = System.getenv("PYTHON") != null;
        System.out.println("| training, median of " + STEPS + " steps | Isotropy | memory |" + (hasPeer ? " PyTorch | memory | ratio |" : ""));
        System.out.println("|---|---:|---:|" + (hasPeer ? "---:|---:|---:|" : ""));
        for (int round = 0; round < arguments.number("rounds", 3); round++) {
            for (String name : names) {
                Measured ours = Measured.by(command(name, threads), "see its error by --" + ONE + " " + name);
                System.out.print("| " + name + " | " + ours);
                if (hasPeer) {
                    Measured peer = Measured.by(peerCommand(name, threads), "PYTHON must name a Python that has torch and transformers");
                    System.out.print(" | " + peer + " | **" + RatioTable.ratio(peer.median / ours.median) + "**");
                }
                System.out.println(" |");
            }
        }
    }

    private static void requireKnown(String name) {
        if (!ALL.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' is not a training; there are " + String.join(", ", ALL));
        }
    }

    private static List<String> command(String name, int threads) {
        String options = Objects.requireNonNullElse(System.getenv("JAVA_OPTIONS"), "-XX:+UseSerialGC");
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(Arrays.asList(options.split(" ", -1)));
        command.addAll(List.of("--add-modules=jdk.incubator.vector", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(TrainingSteps.class.getName(), "--" + ONE, name, "--threads", "" + threads));
        return command;
    }

    private static List<String> peerCommand(String name, int threads) throws IOException {
        return Python.command(
                "train.py", Stream.concat(Stream.of(name), IntStream.of(threads, TEXTS, TOKENS, VOCABULARY, MASKED, STEPS).mapToObj(Integer::toString))
                        .toList());
    }

    /** What a process printed: seconds of a step, and MiB. */
    private record Measured(double median, double best, double first, long peak) {

        static Measured by(List<String> command, String advice) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String[] figures = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().split(" ", -1);
            if (process.waitFor() != 0 || figures.length != 4) {
                throw new IllegalStateException(command.getFirst() + " ended with status " + process.exitValue() + ": " + advice);
            }
            return new Measured(
                    Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Double.parseDouble(figures[2]), Long.parseLong(figures[3]));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f s (best %.3f, first %.1f) | %d MiB", median, best, first, peak);
        }
    }

    private static void measure(String name, int threads) {
        Backend backend = Backends.byName("cpu");
        backend.setThreads(threads);
        Training training = Training.of(name, backend);
        long start = System.nanoTime();
        double first = training.step();
        while (System.nanoTime() - start < WARM_UP_SECONDS * 1e9) {
            training.step();
        }
        double[] seconds = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            seconds[i] = training.step();
        }
        Arrays.sort(seconds);
        System.out.println(seconds[STEPS / 2] + " " + seconds[0] + " " + first + " " + FirstVector.peakKilobytes() / 1024);
    }

    /** What is trained: SimCSE by [CLS] or by the mean of the states, or masked language modelling. */
    private enum Kind {
        SIMCSE,
        SIMCSE_MEAN,
        MLM
    }

    /** One training; its texts are random tokens, the same in every step, for the time does not depend on them. */
    private static final class Training {

        private final TrainableBert bert;
        private final List<int[]> texts;
        private final AdamW optimizer;
        private final Kind kind;
        private final MaskedLanguageHead head;
        private int step;

        private Training(TrainableBert bert, Kind kind) {
            this.bert = bert;
            this.kind = kind;
            this.head = MaskedLanguageHead.create(bert);
            Parameters parameters = bert.parameters();
            this.optimizer = AdamW.of(
                    kind != Kind.MLM ? parameters.all().stream().filter(p -> !p.name().startsWith("cls.")).toList() : parameters.all(),
                    AdamW.Config.DEFAULT.withWeightDecay(0.01f));
            Random random = new Random(7);
            this.texts = Stream.generate(() -> random.ints(TOKENS, 0, VOCABULARY).toArray()).limit(TEXTS).toList();
        }

        static Training of(String name, Backend backend) {
            requireKnown(name);
            String[] parts = name.split("-", -1);
            BertConfig config = Objects.requireNonNull(SIZES.get(parts[1]));
            TrainableBert bert = TrainableBert.create(config, new BertDropout(0.1f, 0.1f), backend, 1);
            return new Training(bert, Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)));
        }

        /** Its seconds. */
        double step() {
            long start = System.nanoTime();
            bert.parameters().clearGradients();
            try (Scope _ = Scope.open()) {
                Mode mode = Mode.train(1, step++);
                Var loss = kind == Kind.MLM ? masked(mode) : simCse(mode);
                if (!Double.isFinite(loss.item())) {
                    throw new IllegalStateException("the loss of step " + step + " is " + loss.item());
                }
                loss.backward();
            }
            optimizer.step(5e-5f, 1);
            return (System.nanoTime() - start) * 1e-9;
        }

        private Var simCse(Mode mode) {
            List<int[]> twice = new ArrayList<>(texts);
            twice.addAll(texts);
            PackedBatch batch = PackedBatch.of(twice);
            Segments segments = bert.segments(batch);
            Var vectors = kind == Kind.SIMCSE
                    ? bert.forward(batch, RowSelection.firsts(segments), mode)
                    : Pooling.segmentPool(io.isotropy.kernels.Pooling.Mode.MEAN, bert.forward(batch, mode), segments); // (64, D)
            return Contrastive.infoNce(vectors.slice(0, 0, TEXTS), vectors.slice(0, TEXTS, 2 * TEXTS), 20);
        }

        private Var masked(Mode mode) {
            int[] places = new Random(step).ints(0, TEXTS * TOKENS).distinct().limit(MASKED).sorted().toArray();
            int[] targets = Arrays.stream(places).map(place -> texts.get(place / TOKENS)[place % TOKENS]).toArray();
            PackedBatch batch = PackedBatch.of(texts);
            Var states = bert.forward(batch, RowSelection.of(bert.segments(batch), places), mode); // (masked, D)
            return Classification.crossEntropy(head.forward(states), ints(targets));
        }

        private IntTensor ints(int[] values) {
            return IntTensor.of(bert.parameters().backend(), Shape.of(values.length), values);
        }
    }
}
