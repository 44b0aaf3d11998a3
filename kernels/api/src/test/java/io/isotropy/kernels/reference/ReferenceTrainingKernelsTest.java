package io.isotropy.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.kernels.Pooling.Mode;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gradients, losses and optimizers: examples small enough to compute by hand, and difference quotients. */
class ReferenceTrainingKernelsTest {

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Offset<Double> CLOSE = within(1e-7);

    private final Backend backend = Backends.reference();
    private final Kernels kernels = backend.kernels();

    @Test
    void unaryGradientsOfRoundNumbers() {
        assertThat(gradient(Unary.NEGATE, 3)).isEqualTo(-2);
        assertThat(gradient(Unary.ABS, -3)).isEqualTo(-2);
        assertThat(gradient(Unary.ABS, 0)).isZero();
        assertThat(gradient(Unary.SQUARE, 3)).isEqualTo(12);
        assertThat(gradient(Unary.SQRT, 4)).isEqualTo(0.5);
        assertThat(gradient(Unary.RSQRT, 4)).isEqualTo(-0.125);
        assertThat(gradient(Unary.RECIPROCAL, 2)).isEqualTo(-0.5);
        assertThat(gradient(Unary.EXP, 0)).isEqualTo(2);
        assertThat(gradient(Unary.LOG, 4)).isEqualTo(0.5);
        assertThat(gradient(Unary.TANH, 0)).isEqualTo(2);
        assertThat(gradient(Unary.ERF, 0)).isCloseTo(4 / Math.sqrt(Math.PI), within(1e-15));
        assertThat(gradient(Unary.SIGMOID, 0)).isEqualTo(0.5);
        assertThat(gradient(Unary.RELU, 0)).isZero();
        assertThat(gradient(Unary.RELU, 1e-30)).isEqualTo(2);
        for (Unary gelu : new Unary[] {Unary.GELU, Unary.GELU_TANH}) {
            assertThat(gradient(gelu, 0)).isEqualTo(1);
            assertThat(gradient(gelu, INF)).isEqualTo(2);
            assertThat(gradient(gelu, -INF)).isZero();
            assertThat(gradient(gelu, Double.NaN)).isNaN();
        }
    }

    @Test
    void couplingsOfRoundNumbers() {
        Buffer y = of(0, 0, 0);
        Buffer squashed = of(7);
        Buffer logDeterminant = of(7);
        double half = Math.log(3) / 2; // tanh of which is 1/2
        kernels.coupling().couple(Coupling.Scale.TANH, of(1, 2, 3), of(half, 5), of(2), y, squashed, logDeterminant, 1, 3, 1, 2);
        assertThat(values(y)).containsExactly(new double[] {1, 2 * Math.E + 5, 3}, within(1e-12)); // l = 2·½
        assertThat(values(squashed)).containsExactly(new double[] {0.5}, within(1e-15));
        assertThat(values(logDeterminant)).containsExactly(new double[] {1}, within(1e-15));
        kernels.coupling().couple(Coupling.Scale.SIGMOID, of(4, 4), of(-2, 1), null, of(0, 0), squashed, logDeterminant, 1, 2, 0, 1);
        assertThat(values(logDeterminant)).containsExactly(new double[] {Math.log(0.501)}, within(1e-8));
        Buffer shifted = of(0, 0);
        kernels.coupling().couple(Coupling.Scale.NONE, of(4, 4), of(-2), null, shifted, null, logDeterminant, 1, 2, 0, 1);
        assertThat(values(shifted)).containsExactly(2, 4);
        assertThat(values(logDeterminant)).containsExactly(0);

        Buffer dx = of(0, 0, 0);
        Buffer dNetwork = of(0, 0);
        Buffer dFactor = of(10);
        kernels.coupling().coupleGradient(
                Coupling.Scale.TANH, of(1, 2, 3), of(0.5), of(2), of(1, 3, 1), of(4), dx, dNetwork, dFactor, 1, 3, 1, 2);
        double dl = 3 * 2 * Math.E + 4;
        assertThat(values(dx)).containsExactly(new double[] {1, 3 * Math.E, 1}, within(1e-12));
        assertThat(values(dNetwork)).containsExactly(new double[] {dl * 2 * 0.75, 3}, within(1e-12));
        assertThat(values(dFactor)).containsExactly(new double[] {10 + dl * 0.5}, within(1e-12));
    }

    @Test
    void unaryGradientsAreDifferenceQuotients() {
        double step = 1e-5;
        for (Unary function : Unary.values()) {
            for (double x : new double[] {0.3, 0.8, 1.7, 3.1}) {
                double quotient = (unary(function, x + step) - unary(function, x - step)) / step;
                assertThat(gradient(function, x)).as(function + " at " + x).isCloseTo(quotient, CLOSE);
            }
        }
    }

    @Test
    void dropoutKeepsWhatItsNumbersSay() {
        Buffer x = of(1, 2, 3, 4, 5, 6, 7);
        Buffer y = of(9, 9, 9, 9, 9, 9, 9);
        kernels.elementwise().dropout(5, 3, 2, 0.5f, x, y, 7);
        double[] result = values(y);
        for (int i = 0; i < 7; i++) {
            boolean kept = PhiloxBlock.uniform(5, 3, 2 + i) >= 0.5;
            assertThat(result[i]).isEqualTo(kept ? 2.0 * (i + 1) : 0);
        }
        kernels.elementwise().dropout(5, 3, 0, 0, x, y, 7);
        assertThat(values(y)).containsExactly(values(x));
        kernels.elementwise().dropout(5, 3, 0, 1, x, x, 7);
        assertThat(values(x)).containsOnly(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.elementwise().dropout(5, 3, 0, 1.5f, x, y, 7))
                .withMessage("[dropout] p must be 0 to 1: got p = 1.5");
    }

    @Test
    void softmaxGradients() {
        // y = (1/4, 3/4), dy = (2, 6): Σ y·dy = 5
        Buffer dx = of(2, 6);
        kernels.normalization().softmaxGradient(of(0.25, 0.75), dx, dx, 1, 2);
        assertThat(values(dx)).containsExactly(-0.75, 0.75);
        dx = of(2, 6);
        kernels.normalization().logSoftmaxGradient(of(Math.log(0.25), Math.log(0.75)), dx, dx, 1, 2);
        assertThat(values(dx)).containsExactly(new double[] {0, 0}, within(1e-14));
    }

    @Test
    void layerNormGradientAddsToItsParameters() {
        // x + residual = (1, 3): μ = 2, r = 1/2 (σ² = 1, ε = 3), x̂ = (−1/2, 1/2); g = γ ∘ dy = (2, 12): mean 7, mean of g ∘ x̂ 5/2
        Buffer dx = of(1, 3);
        Buffer dGamma = of(10, 20);
        Buffer dBeta = of(30, 40);
        kernels.normalization()
                .layerNormGradient(of(1, 1), of(0, 2), of(2, 4), of(2), of(0.5), dx, dx, dGamma, dBeta, 1, 2);
        assertThat(values(dx)).containsExactly(0.5 * (2 - 7 + 1.25), 0.5 * (12 - 7 - 1.25));
        assertThat(values(dGamma)).containsExactly(9.5, 21.5);
        assertThat(values(dBeta)).containsExactly(31, 43);
    }

    @Test
    void l2NormalizeGradientOfLongAndShortRows() {
        // x = (3, 4): y = (0.6, 0.8), y·dy = 5·0.6 + 10·0.8 = 11, dx = (5 − 6.6, 10 − 8.8)/5
        Buffer dx = of(0, 0, 0, 0);
        kernels.normalization()
                .l2NormalizeGradient(of(3, 4, 0, 0), of(0.6, 0.8, 0, 0), of(5, 10, 1, 2), dx, 2, 2, 0.5f);
        assertThat(values(dx)).containsExactly(new double[] {-0.32, 0.24, 2, 4}, within(1e-15));
    }

    @Test
    void crossEntropyWithSmoothingAndAnIgnoredRow() {
        double[] x = {Math.log(1), Math.log(3), 5, 5, 0, 0};
        IntBuffer targets = ints(1, -100, 0);
        Buffer losses = of(9, 9, 9);
        Buffer logSumExp = of(9, 9, 9);
        kernels.crossEntropy().crossEntropy(of(x), targets, -100, 0, losses, logSumExp, 3, 2);
        assertThat(values(losses)).containsExactly(new double[] {Math.log(4.0 / 3), 0, Math.log(2)}, CLOSE);
        assertThat(values(logSumExp)).containsExactly(new double[] {Math.log(4), 0, Math.log(2)}, CLOSE);
        Buffer gradient = of(x);
        kernels.crossEntropy()
                .crossEntropyGradient(gradient, targets, -100, 0, logSumExp, of(4, 4, 2), gradient, 3, 2);
        assertThat(values(gradient)).containsExactly(new double[] {1, -1, 0, 0, -1, 1}, CLOSE);

        // the target distribution is (1/4, 3/4), just what the logits say
        kernels.crossEntropy().crossEntropy(of(x), targets, -100, 0.5f, losses, logSumExp, 1, 2);
        assertThat(values(losses)[0]).isCloseTo(Math.log(4) - 0.75 * Math.log(3), CLOSE);
        kernels.crossEntropy()
                .crossEntropyGradient(of(x), targets, -100, 0.5f, logSumExp, of(1), gradient, 1, 2);
        assertThat(values(gradient)).startsWith(new double[] {0, 0}, CLOSE);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> kernels.crossEntropy()
                        .crossEntropy(of(x), ints(0, 2), -100, 0, losses, logSumExp, 2, 2))
                .withMessageContaining("targets[1] = 2");
    }

    @Test
    void scatterAddTakesRepeatedRows() {
        Buffer table = of(1, 2, 3, 4, 5, 6);
        kernels.embedding().scatterAdd(of(10, 20, 1, 1, 100, 200), ints(2, 0, 2), table, 3, 2);
        assertThat(values(table)).containsExactly(2, 3, 3, 4, 115, 226);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> kernels.embedding().scatterAdd(of(1, 1), ints(3), table, 1, 2));
    }

    @Test
    void poolingGradients() {
        assertThat(poolGradient(Mode.FIRST)).containsExactly(8, 0, 0, 0);
        assertThat(poolGradient(Mode.LAST)).containsExactly(0, 0, 0, 8);
        assertThat(poolGradient(Mode.SUM)).containsExactly(8, 8, 8, 8);
        assertThat(poolGradient(Mode.MEAN)).containsExactly(2, 2, 2, 2);
        assertThat(poolGradient(Mode.MEAN_SQRT_LEN)).containsExactly(4, 4, 4, 4);
        assertThat(poolGradient(Mode.MAX)).containsExactly(0, 8, 0, 0);
        assertThat(poolGradient(Mode.WEIGHTED_MEAN)).containsExactly(new double[] {0.8, 1.6, 2.4, 3.2}, CLOSE);
    }

    /** Query and key 0: each key weighs as much as the other it sees. */
    @Test
    void causalAttentionAndItsLogSumExp() {
        Buffer out = of(0, 0, 0);
        Buffer logSumExp = of(0, 0, 0);
        IntBuffer offsets = ints(0, 3);
        kernels.attention().segmentAttention(of(0, 0, 0), 1, of(1, 2, 3), of(6, 12, 18), 1, offsets, offsets, 1, 1, 1, 1,
                true, null, out, 1, logSumExp);
        assertThat(values(out)).containsExactly(new double[] {6, 9, 12}, CLOSE);
        assertThat(values(logSumExp)).containsExactly(new double[] {0, Math.log(2), Math.log(3)}, CLOSE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.attention().segmentAttention(of(0), 1, of(1, 2), of(6, 12), 1, ints(0, 1),
                        ints(0, 2), 1, 1, 1, 1, true, null, out, 1, null))
                .withMessage("[segmentAttention] causal attention must have the same offsets for queries and keys: "
                        + "got queryOffsets[1] = 1, keyOffsets[1] = 2");
    }

    @Test
    void crossAttentionWithoutKeysGivesZeros() {
        Buffer out = of(9, 9);
        Buffer logSumExp = of(9, 9);
        kernels.attention().segmentAttention(of(1, 1), 1, of(2), of(3), 1, ints(0, 1, 2), ints(0, 0, 1), 2, 1, 1, 1,
                false, null, out, 1, logSumExp);
        assertThat(values(out)).containsExactly(0, 3);
        assertThat(values(logSumExp)).containsExactly(-INF, 2);
    }

    /** dq, dk and dv against difference quotients of Σ w ∘ out, in all variants. */
    @Test
    void attentionGradientIsADifferenceQuotient() {
        IntBuffer three = ints(0, 3);
        IntBuffer two = ints(0, 2);
        AttentionDropout dropout = new AttentionDropout(1, 2, 0.4f);
        for (int variant = 0; variant < 8; variant++) {
            boolean causal = variant % 2 == 1;
            IntBuffer keyOffsets = causal || variant < 4 ? three : two;
            checkAttention(three, keyOffsets, causal, (variant & 2) == 0 ? null : dropout);
        }
    }

    private void checkAttention(
            IntBuffer queries, IntBuffer keys, boolean causal, @Nullable AttentionDropout dropout) {
        double[][] inputs = new double[3][12];
        for (int i = 0; i < 36; i++) {
            inputs[i / 12][i % 12] = Math.sin(i * i + 1);
        }
        Buffer w = of(1, -2, 3, 0.5, 2, -1, 0.3, 1, 1, 2, -0.7, 1);
        Buffer out = of(new double[12]);
        Buffer logSumExp = of(new double[6]);
        Buffer[] in = {of(inputs[0]), of(inputs[1]), of(inputs[2])};
        Buffer[] gradients = {of(new double[12]), of(new double[12]), of(new double[12])};
        kernels.attention().segmentAttention(in[0], 4, in[1], in[2], 4, queries, keys, 1, 2, 2, 0.7f, causal, dropout, out,
                4, logSumExp);
        kernels.attention().segmentAttentionGradient(in[0], 4, in[1], in[2], 4, queries, keys, 1, 2, 2, 0.7f, causal,
                dropout, out, 4, logSumExp, w, 4, gradients[0], 4, gradients[1], gradients[2], 4);
        double step = 1e-5;
        for (int input = 0; input < 3; input++) {
            double[] gradient = values(gradients[input]);
            for (int i = 0; i < 12; i++) {
                double[] sums = new double[2];
                for (int side = 0; side < 2; side++) {
                    double[] moved = inputs[input].clone();
                    moved[i] += side == 0 ? step : -step;
                    in[input].write(0, moved, 0, 12);
                    kernels.attention().segmentAttention(in[0], 4, in[1], in[2], 4, queries, keys, 1, 2, 2, 0.7f, causal,
                            dropout, out, 4, null);
                    Buffer sum = of(0);
                    kernels.reductions().dotRows(out, w, sum, 1, 12);
                    sums[side] = values(sum)[0];
                }
                in[input].write(0, inputs[input], 0, 12);
                assertThat(gradient[i])
                        .as("input " + input + ", element " + i + ", causal " + causal + ", " + dropout)
                        .isCloseTo((sums[0] - sums[1]) / (2 * step), CLOSE);
            }
        }
    }

    @Test
    void adamWDecaysApart() {
        // the first step moves by lr·g/(|g| + ε), whatever β
        Buffer[] p = {of(2, -1), of(1)};
        Buffer[] g = {of(4, -8), of(1)};
        Buffer[] m = {of(0, 0), of(0)};
        Buffer[] v = {of(0, 0), of(0)};
        kernels.optimization().adamW(p, g, m, v, new float[] {0.5f, 0}, 0.5f, 0.5f, 0.75f, 0, 1, 0.25f);
        assertThat(values(p[0])).containsExactly(new double[] {2 * 0.75 - 0.5, -1 * 0.75 + 0.5}, CLOSE);
        assertThat(values(p[1])).containsExactly(0.5);
        assertThat(values(m[0])).containsExactly(0.5, -1);
        assertThat(values(v[0])).containsExactly(0.25, 1);
        // second step: m = 0.75, v = 0.4375, m̂ = 1, v̂ = 0.4375/0.4375 = 1
        kernels.optimization().adamW(p, g, m, v, new float[] {0, 0}, 0.5f, 0.5f, 0.75f, 1, 2, 0.25f);
        assertThat(values(p[0])[0]).isCloseTo(1 - 0.5 * 0.5, CLOSE);
    }

    @Test
    void adamDecaysWithinTheGradient() {
        Buffer[] p = {of(2)};
        Buffer[] m = {of(0)};
        Buffer[] v = {of(0)};
        // g = 3 + 0.5·2 = 4
        kernels.optimization().adam(p, new Buffer[] {of(3)}, m, v, new float[] {0.5f}, 1, 0.5f, 0.75f, 4, 1, 1);
        assertThat(values(p[0])).containsExactly(1.5);
        assertThat(values(m[0])).containsExactly(2);
        assertThat(values(v[0])).containsExactly(4);
    }

    @Test
    void sgdWithMomentumDampeningAndNesterov() {
        Buffer[] p = {of(1)};
        Buffer[] g = {of(2)};
        Buffer[] v = {of(77)};
        kernels.optimization().sgd(p, g, null, new float[] {1}, 0.5f, 0, 0, false, 1, 0.5f);
        assertThat(values(p[0])).containsExactly(0); // 1 − ½·(½·2 + 1)
        kernels.optimization().sgd(p, g, v, new float[] {0}, 1, 0.5f, 0.25f, false, 1, 1);
        assertThat(values(v[0])).containsExactly(2);
        assertThat(values(p[0])).containsExactly(-2);
        kernels.optimization().sgd(p, g, v, new float[] {0}, 1, 0.5f, 0.25f, true, 2, 1);
        assertThat(values(v[0])).containsExactly(2.5); // ½·2 + ¾·2
        assertThat(values(p[0])).containsExactly(-5.25); // −2 − (2 + ½·2.5)
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.optimization().sgd(p, g, null, new float[] {0}, 1, 0.5f, 0, false, 1, 1));
    }

    @Test
    void adaGradSumsSquares() {
        Buffer[] p = {of(1)};
        Buffer[] sums = {of(9)};
        kernels.optimization().adaGrad(p, new Buffer[] {of(8)}, sums, new float[] {0}, 3, 1, 0.5f);
        assertThat(values(sums[0])).containsExactly(25);
        assertThat(values(p[0])).containsExactly(-1); // 1 − 3·4/(5 + 1)
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.optimization().adaGrad(p, new Buffer[0], sums, new float[] {0}, 3, 1, 1))
                .withMessage("[adaGrad] there must be one of gradients per parameter: got 0 for 1 parameters");
    }

    private double gradient(Unary function, double x) {
        Buffer dx = of(2);
        kernels.elementwise().unaryGradient(function, of(x), of(unary(function, x)), dx, dx, 1);
        return values(dx)[0];
    }

    private double unary(Unary function, double x) {
        Buffer y = of(0);
        kernels.elementwise().unary(function, of(x), y, 1);
        return values(y)[0];
    }

    private double[] poolGradient(Mode mode) {
        Buffer dx = of(5, 5, 5, 5);
        kernels.pooling().segmentPoolGradient(mode, of(1, 6, 6, -2), ints(0, 0, 4), 2, 1, of(100, 8), dx);
        return values(dx);
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
