package io.isotropy.benchmarks;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.flow.FlowModel;
import io.isotropy.autograd.flow.FlowTraining;
import io.isotropy.autograd.flow.RealNvp;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.optim.Adam;
import io.isotropy.autograd.train.Batch;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Steps of training a RealNVP, forward, backward and Adam, on batches of 256 vectors of 384 dimensions, against PyTorch, which begins with the same
 * parameters: eight couplings with networks of two hidden layers. PyTorch is another process, which does a step when it is asked to and sleeps
 * else; the time of the question and the answer is in its time.
 */
public final class FlowSideBySide {

    private static final int ROWS = 4096;
    private static final int SIZE = 384;
    private static final int BATCH = 256;
    private static final int COUPLINGS = 4;

    /** Losses of the first steps that must agree before anything is timed. */
    private static final int STEPS = 5;

    /** Of losses of about 1.5, which rise in the third step, where roundings count. */
    private static final double TOLERANCE = 1e-3;

    private FlowSideBySide() {}

    /**
     * Measures with each number of {@code --threads} for each {@code --width} of the hidden layers.
     *
     * @param args the options
     */
    public static void main(String[] args) throws IOException {
        Arguments arguments = Arguments.parse(args, "rounds", "threads", "width");
        // Turns of a second, and 15 s of warm-up: the JIT compiler goes on for that long.
        SideBySide sideBySide = new SideBySide(arguments.number("rounds", 7), 1000, 250, 60_000);
        RatioTable table = new RatioTable(System.out, "vectors/s");
        boolean first = true;
        for (int width : arguments.numbers("width", 64, 512)) {
            for (int threads : arguments.numbers("threads", 1, 2)) {
                Training ours = Training.create(width, threads);
                try (PythonPeer peer = PythonPeer.start("flow.py", "torch", threads, width, ROWS, SIZE, BATCH, COUPLINGS)) {
                    peer.send(ours.data);
                    ours.parameters.all().forEach(parameter -> peer.send(parameter.variable().value()));
                    requireSameLosses(ours, peer);
                    List<Contender> contenders = List.of(Contender.giving("Isotropy", ours::step), Contender.giving("PyTorch", peer::ask));
                    if (first) {
                        table.header("width, threads", contenders);
                        first = false;
                    }
                    table.row(width + ", " + threads, BATCH, sideBySide.run(contenders));
                }
            }
        }
    }

    private static void requireSameLosses(Training ours, PythonPeer peer) {
        for (int i = 0; i < STEPS; i++) {
            double loss = ours.step();
            double other = peer.ask();
            if (!(Math.abs(loss - other) <= TOLERANCE)) {
                throw new IllegalStateException("the loss of step " + i + " is " + loss + " here, " + other + " in PyTorch");
            }
        }
    }

    /** The side of this library. */
    private static final class Training {

        private final Parameters parameters;
        private final Tensor data;
        private final FlowTraining training;
        private final Adam adam;
        private int steps;

        private Training(FlowModel model, Parameters parameters, Tensor data) {
            this.parameters = parameters;
            this.data = data;
            this.training = new FlowTraining(model, parameters, data);
            this.adam = Adam.of(parameters.all(), Adam.Config.DEFAULT);
        }

        static Training create(int width, int threads) {
            Backend backend = Backends.byName("cpu");
            backend.setThreads(threads);
            Parameters parameters = Parameters.create(backend, 1);
            FlowModel model = new RealNvp(1, COUPLINGS, 2, width).create(parameters, SIZE);
            Tensor data = Tensor.normal(backend, Shape.of(ROWS, SIZE), Philox.of(1), 0, 1);
            model.start(data.slice(0, 0, BATCH));
            return new Training(model, parameters, data);
        }

        /** Returns the loss. */
        double step() {
            int first = steps * BATCH % ROWS;
            Batch batch = new Batch(0, steps, IntStream.range(first, first + BATCH).toArray());
            parameters.clearGradients();
            float loss;
            try (Scope _ = Scope.open()) {
                Var root = training.loss(batch, Mode.train(1, steps));
                loss = root.item();
                root.backward();
            }
            adam.step(1e-3f, 1);
            steps++;
            return loss;
        }
    }
}
