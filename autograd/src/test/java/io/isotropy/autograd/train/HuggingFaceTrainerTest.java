package io.isotropy.autograd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten steps of linear regression, as Hugging Face's trainer makes them: AdamW with decay of the weight alone, warm-up, linear schedule,
 * clipping, accumulation. The figures are those of torch 2.13 and transformers 5.18.
 */
class HuggingFaceTrainerTest {

    private static final double[] LOSSES = {
        5.040483474731445, 5.040483474731445, 4.989806652069092, 4.899244785308838, 4.831748008728027,
        4.782554626464844, 4.747511386871338, 4.723200798034668, 4.7070231437683105, 4.697167873382568
    };
    private static final double[] NORMS = {
        1.2543727159500122, 1.2543727159500122, 1.1473634243011475, 0.9753510355949402, 0.8336813449859619,
        0.7202624082565308, 0.6329129934310913, 0.5687128305435181, 0.5243369340896606, 0.4967086613178253
    };
    private static final float[] WEIGHT = {0.6336157321929932f, -0.4738117754459381f, 0.48985305428504944f};
    private static final float BIAS = 0.34684255719184875f;

    @TempDir
    Path folder;

    /** y = 3·cos(i) from sin(1 + 3i + j), j = 0, 1, 2. */
    private static final class Regression implements Trainable {

        private final Parameters parameters = Parameters.create(Backends.byName("cpu"), 0);
        private final Linear linear = Linear.create(parameters, 3, 1);

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public Var loss(Batch batch, Mode mode) {
            int n = batch.size();
            double[] x = new double[3 * n];
            double[] y = new double[n];
            for (int row = 0; row < n; row++) {
                int i = batch.examples()[row];
                y[row] = 3 * Math.cos(i);
                for (int j = 0; j < 3; j++) {
                    x[3 * row + j] = Math.sin(1 + 3 * i + j);
                }
            }
            Var error = linear.forward(constant(x, n, 3)).minus(constant(y, n, 1));
            return error.times(error).mean();
        }

        private Var constant(double[] values, int rows, int cols) {
            return Var.constant(Tensor.of(parameters.backend(), Shape.of(rows, cols), values));
        }
    }

    private void check(int batch, int accumulation) throws IOException {
        Regression model = new Regression();
        model.linear.weight().value().assign(Tensor.of(model.parameters.backend(), Shape.of(1, 3), 0.5f, -0.25f, 0.75f));
        model.parameters.get("bias").value().fill(0.1f);
        TrainingArguments arguments = TrainingArguments.DEFAULT
                .withLearningRate(0.05)
                .withMaxSteps(10)
                .withWarmup(0, 2)
                .withAdamW(0.1, 0.9, 0.98, 1e-6)
                .withGradientAccumulation(accumulation);
        List<TrainingListener.Step> steps = new ArrayList<>();
        Trainer.of(model, Mixture.of(new Sampler.Shuffled(8, Batching.ofSize(batch), 1)), arguments, folder.resolve("run" + batch))
                .withListener(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        steps.add(step);
                    }
                })
                .train();
        for (int i : IntStream.range(0, 10).toArray()) {
            assertThat(steps.get(i).loss()).as("loss of step " + (i + 1)).isCloseTo(LOSSES[i], within(1e-5));
            assertThat(steps.get(i).gradNorm()).as("norm of step " + (i + 1)).isCloseTo(NORMS[i], within(1e-5));
        }
        assertThat(model.linear.weight().value().toArray()).containsExactly(WEIGHT, within(1e-5f));
        assertThat(model.parameters.get("bias").value().item()).isCloseTo(BIAS, within(1e-5f));
    }

    @Test
    void makesTheSameSteps() throws IOException {
        check(8, 1);
        check(2, 4);
    }
}
