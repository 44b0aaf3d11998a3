package io.isotropy.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.WordTraining;
import io.isotropy.kernels.WordTraining.Composition;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Steps on word vectors: examples small enough to compute by hand, and the changes against difference quotients of the losses. */
class ReferenceWordTrainingTest {

    private static final Offset<Double> CLOSE = within(1e-7);
    private static final double STEP = 1e-6;

    private final Backend backend = Backends.reference();
    private final WordTraining training = backend.kernels().wordTraining();

    @Test
    void aPairOfSkipGram() {
        Buffer input = of(0, 0, 1, 2);
        Buffer output = of(2, -1, 0, 0);
        Buffer loss = of(9);
        // x·t = 0, so σ = 1/2: g is +0.05 for the word and −0.05 for the negative, which is the word itself
        training.logistic(input, output, 2, Composition.MEAN, false, ints(1), ints(0, 1), ints(0, 1), ints(0, ~0), ints(0, 2),
                1, 0, true, 0.1f, loss);
        assertThat(values(loss)[0]).isCloseTo(2 * Math.log(2), CLOSE);
        assertThat(values(output)).as("both additions").containsExactly(2, -1, 0, 0);
        training.logistic(input, output, 2, Composition.MEAN, false, ints(1), ints(0, 1), ints(0, 1), ints(0), ints(0, 1), 1,
                0, true, 0.5f, null);
        assertThat(values(output)).containsExactly(2.25, -0.5, 0, 0);
        assertThat(values(input)).as("from the old target").containsExactly(0, 0, 1.5, 1.75);
    }

    @Test
    void aMeanGivesItsRowsTheWholeErrorOrTheirShare() {
        for (boolean divide : new boolean[] {false, true}) {
            Buffer input = of(2, -2, 1);
            training.logistic(input, of(4), 1, Composition.MEAN, divide, ints(0, 1), ints(0, 2), ints(0, 1), ints(0),
                    ints(0, 1), 1, 1, false, 1, null);
            assertThat(values(input)).as("row 0 stays").containsExactly(2, divide ? -1 : 0, 1);
        }
    }

    @Test
    void oneBlockSeesWhatTheOneBeforeChanged() {
        Buffer together = of(0.5, -0.3);
        Buffer outputTogether = of(0.2, 0.7);
        training.logistic(together, outputTogether, 1, Composition.SUM, false, ints(0, 1), ints(0, 1, 2), ints(0, 1, 2),
                ints(1, 1), ints(0, 1, 2), 2, 0, true, 1, null);
        Buffer apart = of(0.5, -0.3);
        Buffer outputApart = of(0.2, 0.7);
        for (int row = 0; row < 2; row++) {
            training.logistic(apart, outputApart, 1, Composition.SUM, false, ints(row), ints(0, 1), ints(0, 1), ints(1),
                    ints(0, 1), 1, 0, true, 1, null);
        }
        assertThat(values(together)).containsExactly(values(apart));
        assertThat(values(outputTogether)).containsExactly(values(outputApart));
    }

    @Test
    void theStepOfLogisticIsItsGradient() {
        for (Composition composition : Composition.values()) {
            int width = composition == Composition.CONCATENATION ? 4 : 2;
            IntBuffer rows = ints(0, 1, 2, 3);
            IntBuffer targets = ints(0, ~1, ~2);
            agrees(values(sines(8)), values(sines(3 * width)), (input, output, rate, loss) -> training.logistic(
                    input, output, 2, composition, composition == Composition.MEAN, rows, ints(0, 2, 4), ints(0, 2), targets,
                    ints(0, 3), 1, 0, true, rate, loss));
        }
    }

    @Test
    void theStepOfSoftmaxIsItsGradient() {
        agrees(values(sines(8)), values(sines(6)), (input, output, rate, loss) -> training.softmax(
                input, output, 3, 2, ints(0, 3), ints(0, 2), ints(1), 1, rate, loss));
    }

    @Test
    void theFirstStepOfGloveIsItsGradient() {
        agrees(values(sines(8)), values(sines(12)), (input, output, rate, loss) -> {
            Buffer ones = of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
            training.glove(input, ones, output, of(values(ones)), 2, 4, ints(1), ints(2), of(3), 1, 10, 0.75f, rate, loss);
        });
    }

    @Test
    void aCellOfGlove() {
        Buffer input = of(3, 0.5);
        Buffer inputSquares = of(4, 1);
        Buffer output = of(2, -0.5);
        Buffer outputSquares = of(1, 16);
        Buffer loss = of(0);
        // d = 6, f = 1 as the count is above xMax; u = 0.5·6·2 = 6 for w, 9 for w′, 3 for biases
        training.glove(input, inputSquares, output, outputSquares, 1, 2, ints(0), ints(0), of(1), 1, 0.5f, 0.75f, 0.5f, loss);
        assertThat(values(loss)).containsExactly(18);
        assertThat(values(input)).containsExactly(0, -2.5);
        assertThat(values(inputSquares)).containsExactly(40, 10);
        assertThat(values(output)).containsExactly(-7, -1.25);
        assertThat(values(outputSquares)).containsExactly(82, 25);
    }

    private interface Step {
        void take(Buffer input, Buffer output, float learningRate, Buffer loss);
    }

    /** With learning rate 1 a step changes every number by minus the slope of the loss there. */
    private void agrees(double[] input, double[] output, Step step) {
        Buffer changedInput = of(input);
        Buffer changedOutput = of(output);
        step.take(changedInput, changedOutput, 1, of(0));
        ToDoubleFunction<double[][]> loss = tables -> {
            Buffer result = of(0);
            step.take(of(tables[0]), of(tables[1]), 0, result);
            return values(result)[0];
        };
        for (int table = 0; table < 2; table++) {
            double[] before = table == 0 ? input : output;
            double[] after = values(table == 0 ? changedInput : changedOutput);
            assertThat(after).isNotEqualTo(before);
            for (int i = 0; i < before.length; i++) {
                double[][] up = {input.clone(), output.clone()};
                double[][] down = {input.clone(), output.clone()};
                up[table][i] += STEP;
                down[table][i] -= STEP;
                double slope = (loss.applyAsDouble(up) - loss.applyAsDouble(down)) / (2 * STEP);
                assertThat(before[i] - after[i]).as("table " + table + ", number " + i).isCloseTo(slope, CLOSE);
            }
        }
    }

    private Buffer sines(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = Math.sin(1 + 2 * i);
        }
        return of(values);
    }

    private Buffer of(double... values) {
        Buffer buffer = backend.allocate(values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    private IntBuffer ints(int... values) {
        IntBuffer buffer = backend.allocateInts(values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    private static double[] values(Buffer buffer) {
        double[] values = new double[(int) buffer.length()];
        buffer.read(0, values, 0, values.length);
        return values;
    }
}
