package io.isotropy.autograd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Dropout;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.optim.Optimizer;
import io.isotropy.autograd.optim.Sgd;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

    private static final int EXAMPLES = 40;
    private static final int INPUTS = 9;

    static final TrainingArguments ARGUMENTS = TrainingArguments.DEFAULT
            .withLearningRate(1e-2)
            .withEpochs(4)
            .withWarmup(0.1, 0)
            .withAdamW(0.01, 0.9, 0.999, 1e-8)
            .withSaving(7, 2)
            .withLogging(3)
            .withSeed(11);

    @TempDir
    Path folder;

    /** y = Σ sin(x) by a perceptron with dropout. */
    static final class Toy implements Trainable {

        private final Parameters parameters = Parameters.create(Backends.byName("cpu"), 3);
        private final Linear first;
        private final Linear second;
        private final Linear third;
        private final float[] x = new float[EXAMPLES * INPUTS];
        private final float[] y = new float[EXAMPLES];

        /** The number of losses that the model computes before it makes a NaN. */
        int nanAfter = Integer.MAX_VALUE;

        Toy() {
            this(17);
        }

        Toy(int width) {
            first = Linear.create(parameters.at("first"), INPUTS, width);
            second = Linear.create(parameters.at("second"), width, width);
            third = Linear.create(parameters.at("third"), width, 1);
            Philox.of(5).normal(0, x, 0, x.length);
            for (int i = 0; i < x.length; i++) {
                y[i / INPUTS] += (float) Math.sin(x[i]);
            }
        }

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public Var loss(Batch batch, Mode mode) {
            int n = batch.size();
            float[] rows = new float[n * INPUTS];
            float[] targets = new float[n];
            for (int i = 0; i < n; i++) {
                System.arraycopy(x, batch.examples()[i] * INPUTS, rows, i * INPUTS, INPUTS);
                targets[i] = y[batch.examples()[i]];
            }
            Var input = Var.constant(Tensor.of(parameters.backend(), Shape.of(n, INPUTS), rows));
            Var hidden = new Dropout(0.1f).forward(Elementwise.tanh(first.forward(input)), mode);
            Var output = third.forward(Elementwise.tanh(second.forward(hidden)));
            Var error = output.minus(Var.constant(Tensor.of(parameters.backend(), Shape.of(n, 1), targets)));
            Var loss = error.times(error).mean();
            return nanAfter-- > 0 ? loss : Elementwise.log(loss.negate());
        }

        String digest() {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                parameters.all().forEach(parameter -> {
                    float[] values = parameter.variable().value().toArray();
                    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
                    bytes.asFloatBuffer().put(values);
                    digest.update(bytes.array());
                });
                return HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }

    static Mixture data() {
        return Mixture.of(new Sampler.Shuffled(EXAMPLES, Batching.ofSize(6), 2));
    }

    private static Trainer trainer(Toy toy, TrainingArguments arguments, Path folder) {
        return Trainer.of(toy, data(), arguments, folder).withConfiguration(Map.of("hidden", "17"));
    }

    private static List<String> losses(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve(MetricsLog.FILE));
    }

    @Test
    void learns() throws IOException {
        Toy toy = new Toy();
        List<TrainingListener.Step> steps = new ArrayList<>();
        Outcome outcome = trainer(toy, ARGUMENTS.withEpochs(60), folder)
                .withListener(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        steps.add(step);
                    }
                })
                .train();
        assertThat(outcome.reason()).isEqualTo(Outcome.Reason.DONE);
        assertThat(steps).hasSize(60 * 7);
        assertThat(outcome.loss()).isLessThan(steps.get(0).loss() / 5);
        assertThat(steps.get(0).learningRate()).isZero();
        assertThat(steps.get(6).epoch()).isEqualTo(1);
        assertThat(steps.get(6).examples()).isEqualTo(4);
    }

    /** Ended after any step, with several accumulated batches too, a run goes on to the same bits and the same log. */
    @Test
    void resumesToTheBit() throws IOException {
        for (int accumulation : new int[] {1, 3}) {
            TrainingArguments arguments = ARGUMENTS.withGradientAccumulation(accumulation).withSaving(2, 2);
            Toy whole = new Toy();
            Path wholeFolder = folder.resolve("whole" + accumulation);
            Outcome outcome = trainer(whole, arguments, wholeFolder).train();
            for (int after : new int[] {1, 2, 5, 8}) {
                Path cutFolder = folder.resolve("cut" + accumulation + "-" + after);
                Toy first = new Toy();
                // Thrown from the middle of the run: no checkpoint of the last step, as after kill -9.
                assertThatThrownBy(() -> trainer(first, arguments, cutFolder)
                                .withListener(new TrainingListener() {
                                    @Override
                                    public void stepped(Step step) {
                                        if (step.number() == after) {
                                            throw new IllegalStateException("killed");
                                        }
                                    }
                                })
                                .resume())
                        .hasMessage("killed");
                Toy second = new Toy();
                assertThat(trainer(second, arguments, cutFolder).resume()).isEqualTo(outcome);
                assertThat(second.digest()).isEqualTo(whole.digest());
                assertThat(losses(cutFolder)).isEqualTo(losses(wholeFolder));
            }
        }
    }

    @Test
    void stopsWhenAskedWithACheckpoint() throws IOException {
        Toy whole = new Toy();
        trainer(whole, ARGUMENTS, folder.resolve("whole")).train();
        Toy toy = new Toy();
        boolean[] asked = {false};
        Outcome outcome = trainer(toy, ARGUMENTS, folder.resolve("stopped"))
                .withListener(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        asked[0] = step.number() == 9;
                    }
                })
                .withStop(() -> asked[0])
                .train();
        assertThat(outcome.reason()).isEqualTo(Outcome.Reason.STOPPED);
        assertThat(outcome.steps()).isEqualTo(9);
        assertThat(folder.resolve("stopped/checkpoint-9/model.safetensors")).exists();
        Toy rest = new Toy();
        assertThat(trainer(rest, ARGUMENTS, folder.resolve("stopped")).resume().reason()).isEqualTo(Outcome.Reason.DONE);
        assertThat(rest.digest()).isEqualTo(whole.digest());
        // A run that is done is done.
        Toy again = new Toy();
        assertThat(trainer(again, ARGUMENTS, folder.resolve("stopped")).resume().steps()).isEqualTo(28);
        assertThat(again.digest()).isEqualTo(whole.digest());
    }

    @Test
    void keepsTheBestAndStopsEarly() throws IOException {
        double[] figures = {0.3, 0.5, 0.4, 0.45, 0.9};
        TrainingArguments arguments =
                ARGUMENTS.withEvaluation(4, "spearman", true, true).withEarlyStopping(2, 0).withSaving(0, 0);
        Toy toy = new Toy();
        List<String> digests = new ArrayList<>();
        Evaluator evaluator = () -> {
            digests.add(toy.digest());
            return Map.of("spearman", figures[digests.size() - 1]);
        };
        Outcome outcome = trainer(toy, arguments, folder).withEvaluator(evaluator).train();
        assertThat(outcome).isEqualTo(new Outcome(Outcome.Reason.EARLY_STOPPING, 16, outcome.loss(), 0.5, 8));
        assertThat(toy.digest()).isEqualTo(digests.get(1)).isNotEqualTo(digests.get(3));
        assertThat(losses(folder)).anyMatch(line -> line.startsWith("8\t") && line.endsWith("\teval_spearman\t0.5"));
        Toy again = new Toy();
        assertThat(trainer(again, arguments, folder).withEvaluator(evaluator).resume()).isEqualTo(outcome);
        assertThat(again.digest()).isEqualTo(digests.get(1));
    }

    @Test
    void evaluatesAfterEveryEpochUnlessToldOtherwise() throws IOException {
        List<Long> evaluated = new ArrayList<>();
        trainer(new Toy(), ARGUMENTS.withEpochs(2.5), folder)
                .withEvaluator(() -> Map.of("x", 1.0))
                .withListener(new TrainingListener() {
                    @Override
                    public void evaluated(long step, Map<String, Double> metrics, boolean best) {
                        evaluated.add(step);
                    }
                })
                .train();
        assertThat(evaluated).containsExactly(7L, 14L, 18L);
    }

    @Test
    void namesTheOperationThatMadeANan() {
        Toy toy = new Toy();
        toy.nanAfter = 9;
        assertThatThrownBy(() -> trainer(toy, ARGUMENTS, folder).train())
                .isInstanceOf(TrainingException.class)
                .message()
                .contains("[training] the loss of step 10 is NaN", "log", "the checkpoint of step 7 is intact")
                .doesNotContain("\n");
        assertThat(new Checkpoints(folder, 0).steps()).containsExactly(7L);
    }

    @Test
    void saysThatTheBestModelCannotBeWritten() throws IOException {
        Files.createDirectories(folder.resolve(Trainer.BEST).resolve("in the way"));
        assertThatThrownBy(() -> trainer(new Toy(), ARGUMENTS.withEvaluation(8, "", true, true), folder)
                        .withEvaluator(() -> Map.of("x", 1.0))
                        .train())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("best.safetensors: cannot be written: ")
                .hasMessageContaining("; the checkpoint of step 7 is intact");
    }

    @Test
    void refusesCheckpointsOfOtherRuns() throws IOException {
        trainer(new Toy(), ARGUMENTS, folder).train();
        assertThatThrownBy(() -> trainer(new Toy(), ARGUMENTS, folder).train())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("checkpoint-28: is of an earlier run; resume that one, or give another folder");
        assertThatThrownBy(() -> trainer(new Toy(), ARGUMENTS.withLearningRate(0.5), folder).resume())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("checkpoint-28: was made with learning_rate 0.01, now it is 0.5: give the same");
        assertThatThrownBy(() -> trainer(new Toy(), ARGUMENTS, folder).withConfiguration(Map.of("hidden", "18")).resume())
                .hasMessageContaining("was made with hidden 17, now it is 18");
    }

    @Test
    void refusesWhatCannotLearn() throws IOException {
        Optimizer foreign = Sgd.of(new Toy().parameters().all(), Sgd.Config.DEFAULT);
        assertThatThrownBy(() -> trainer(new Toy(), ARGUMENTS, folder).withOptimizer(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[trainer] the optimizer's parameters must be the model's: got first.weight of another");
        Toy toy = new Toy();
        assertThatThrownBy(() -> Trainer.of(withLoss(toy, loss -> loss.times(Var.constant(Tensor.ones(Shape.of(5, 1))))), data(), ARGUMENTS, folder).train())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[training] the loss must be a single number")
                .hasMessageContaining("got loss (5, 1)");
        assertThatThrownBy(() -> Trainer.of(withLoss(toy, Var::detach), data(), ARGUMENTS, folder).train())
                .hasMessageContaining("[training] the loss must be made of parameters");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> trainer(toy, ARGUMENTS, file).train())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("file: is not a folder");
    }

    private static Trainable withLoss(Toy toy, UnaryOperator<Var> change) {
        return new Trainable() {
            @Override
            public Parameters parameters() {
                return toy.parameters();
            }

            @Override
            public Var loss(Batch batch, Mode mode) {
                return change.apply(toy.loss(batch, mode));
            }
        };
    }
}
