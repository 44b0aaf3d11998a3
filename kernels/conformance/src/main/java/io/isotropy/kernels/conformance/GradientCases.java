package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.ints;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Samples.offsets;
import static io.isotropy.kernels.conformance.Samples.with;

import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.Pooling.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gradients element by element and segment by segment, dropout, and the scattering of rows. */
final class GradientCases {

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private GradientCases(long seed) {
        this.samples = new Samples(seed, "gradients");
    }

    static List<Case> all(long seed) {
        GradientCases gradients = new GradientCases(seed);
        for (Unary function : Unary.values()) {
            gradients.unary(function);
        }
        gradients.dropout();
        gradients.scatterAdd();
        for (Mode mode : Mode.values()) {
            gradients.pool(mode);
        }
        return gradients.cases;
    }

    private void unary(Unary function) {
        boolean everywhere = switch (function) {
            case SQRT, RSQRT, RECIPROCAL, LOG -> false;
            default -> true;
        };
        for (int n : Samples.LENGTHS) {
            unary(function, "n=" + n, samples.uniform(n, everywhere ? -4 : 0.05, 4));
        }
        unary(function, "n=" + Samples.LARGE, samples.uniform(Samples.LARGE, everywhere ? -7 : 0.01, 7));
        switch (function) {
            case NEGATE, ABS, TANH, ERF, SIGMOID, RELU, GELU, GELU_TANH ->
                unary(function, "special values", Samples.specials());
            default -> unary(function, "NaN", with(samples.uniform(37, 1, 2), 5, Float.NaN, 36, Float.NaN));
        }
    }

    private void unary(Unary function, String label, float[] x) {
        Tolerance tolerance = switch (function) {
            case NEGATE, ABS, RELU -> Tolerance.EXACT;
            case SQUARE, SQRT, RSQRT, RECIPROCAL, EXP, LOG -> Tolerance.relative(6e-7);
            case TANH, ERF, SIGMOID -> Tolerance.of(5e-7, 1e-6);
            case GELU, GELU_TANH -> Tolerance.of(3e-6, 1e-6);
        };
        int n = x.length;
        cases.add(Case.of("elementwise.unaryGradient", List.of(function), label, tolerance,
                        (kernels, in) -> kernels.elementwise().unaryGradient(
                                function, in.floats("x"), in.floats("y"), in.floats("dy"), in.floats("dx"), n),
                        in("x", x), in("y", values(function, x)), in("dy", samples.uniform(n, -2, 2)), out("dx", n))
                .inPlace("dx", "x")
                .inPlace("dx", "y")
                .inPlace("dx", "dy"));
    }

    /** f(x), rounded. */
    private static float[] values(Unary function, float[] x) {
        float[] y = new float[x.length];
        try (Buffer buffer = Backends.reference().allocate(x.length)) {
            buffer.write(0, x, 0, x.length);
            Backends.reference().kernels().elementwise().unary(function, buffer, buffer, x.length);
            buffer.read(0, y, 0, y.length);
        }
        return y;
    }

    private void dropout() {
        for (float p : new float[] {0, 0.1f, 0.5f, 1}) {
            for (int n : Samples.LENGTHS) {
                dropout(7, 1, n % 7, p, samples.uniform(n));
            }
        }
        dropout(-1, Long.MIN_VALUE, 1L << 40, 0.3f, samples.uniform(Samples.LARGE));
        dropout(1, 2, (1L << 34) - 30, 0.9f, samples.uniform(200)); // where the counter passes 32 bits
        dropout(3, 4, 0, 0.25f, Samples.specials());
    }

    private void dropout(long seed, long stream, long from, float p, float[] x) {
        int n = x.length;
        String label = "seed=" + seed + " stream=" + stream + " from=" + from + " p=" + p + " n=" + n;
        cases.add(Case.of("elementwise.dropout", List.of(), label, Tolerance.relative(2e-7),
                        (kernels, in) -> kernels.elementwise()
                                .dropout(seed, stream, from, p, in.floats("x"), in.floats("y"), n),
                        in("x", x), out("y", n))
                .inPlace("y", "x"));
    }

    private void scatterAdd() {
        for (int cols : Samples.LENGTHS) {
            for (int n : new int[] {0, 1, 5, 37}) {
                scatterAdd(7, n, cols);
            }
        }
        scatterAdd(1, 30, 5);
        scatterAdd(1000, 3000, 65);
        scatterAdd(50, 700, 260);
    }

    private void scatterAdd(int rows, int n, int cols) {
        int[] index = samples.indices(n, rows);
        if (n > 1) {
            index[0] = rows - 1;
            index[n - 1] = 0;
        }
        String label = "V=" + rows + " n=" + n + " cols=" + cols;
        cases.add(Case.of("embedding.scatterAdd", List.of(), label, Tolerance.sum(n),
                (kernels, in) -> kernels.embedding()
                        .scatterAdd(in.floats("rows"), in.ints("index"), in.floats("table"), n, cols),
                in("rows", samples.uniform(n * cols)), ints("index", index),
                new Argument.Floats("table", true, true, samples.uniform(rows * cols))));
    }

    private void pool(Mode mode) {
        int[][] batches = {{}, {0}, {1}, {3, 0, 5}, {2, 9, 1, 17}};
        for (int[] lengths : batches) {
            for (int cols : new int[] {0, 1, 7, 8, 17, 33, 130}) {
                pool(mode, "", lengths, cols, samples.halves(Arrays.stream(lengths).sum() * cols));
            }
        }
        pool(mode, "", new int[] {400, 1, 0, 350}, 65, samples.uniform(751 * 65));
        float[] x = samples.uniform(12 * 17);
        float[] specials = with(x, 0, Float.NaN, 18, Float.POSITIVE_INFINITY, 4 * 17 + 5, Float.NEGATIVE_INFINITY,
                6 * 17 + 5, Float.NaN, 8 * 17 + 5, Float.NaN, 11 * 17 + 16, Float.POSITIVE_INFINITY);
        pool(mode, " NaN and ∞", new int[] {4, 5, 0, 3}, 17, specials);
    }

    private void pool(Mode mode, String what, int[] lengths, int cols, float[] x) {
        String label = "segments=" + Arrays.toString(lengths) + " cols=" + cols + what;
        cases.add(Case.of("pooling.segmentPoolGradient", List.of(mode), label, Tolerance.relative(3e-7),
                (kernels, in) -> kernels.pooling().segmentPoolGradient(
                        mode, in.floats("x"), in.ints("offsets"), lengths.length, cols, in.floats("dy"), in.floats("dx")),
                in("x", x), ints("offsets", offsets(lengths)), in("dy", samples.uniform(lengths.length * cols)),
                out("dx", x.length)));
    }
}
