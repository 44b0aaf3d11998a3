package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.ints;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Samples.offsets;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Coupling.Scale;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Pooling.Mode;
import io.isotropy.kernels.Reductions.Reduction;
import io.isotropy.kernels.conformance.Case.Arguments;
import io.isotropy.kernels.conformance.Case.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Results do not depend on what else is in the call: a call on some rows alone (for products also on some columns
 * alone) gives the bits that these rows have within a large call, and in the same order of threads or another.
 */
final class Placement {

    /** A call, a call on a part of it, and where in the output {@code output} the part's (rows, columns) lie. */
    record Part(Case whole, Case part, String output, int rows, int columns, int from, int leading) {}

    private static final int ROWS = 37;

    private final Samples samples;
    private final List<Part> parts = new ArrayList<>();

    private Placement(long seed) {
        this.samples = new Samples(seed, "placement");
    }

    static List<Part> all(long seed) {
        Placement placement = new Placement(seed);
        for (int transposes = 0; transposes < 4; transposes++) {
            placement.gemm(transposes % 2 == 1, transposes / 2 == 1);
        }
        placement.linear();
        placement.elements();
        for (int cols : new int[] {9, 67, 300}) {
            placement.rows(cols);
        }
        for (Scale scale : Scale.values()) {
            placement.coupling(scale, 67, 5, 38);
        }
        placement.segments();
        return placement.parts;
    }

    static void check(Part part, Trial trial) {
        Map<String, double[]> whole = trial.onThreads(3, part.whole(), null);
        Map<String, double[]> alone = trial.onThreads(1, part.part(), null);
        double[] want = whole.getOrDefault(part.output(), new double[0]);
        double[] got = alone.getOrDefault(part.output(), new double[0]);
        for (int r = 0; r < part.rows(); r++) {
            for (int c = 0; c < part.columns(); c++) {
                double inside = want[part.from() + r * part.leading() + c];
                double outside = got[r * part.columns() + c];
                if (Double.doubleToLongBits(inside) != Double.doubleToLongBits(outside)) {
                    throw trial.failure(part.part(), "row " + r + ", column " + c + " alone is " + outside + ", but "
                            + inside + " at its place in " + part.whole().label(), null);
                }
            }
        }
    }

    private void gemm(boolean transposeA, boolean transposeB) {
        int n = 65;
        int k = 130;
        float[] a = samples.uniform(ROWS * k);
        float[] b = samples.uniform(k * n);
        Case whole = gemm(transposeA, transposeB, a, 0, ROWS, b, 0, n);
        int[][] blocks = {{0, 1, 0, n}, {36, 1, 0, n}, {5, 3, 3, 17}, {12, 7, 64, 1}, {0, ROWS, 31, 33}};
        for (int[] block : blocks) {
            Case part = gemm(transposeA, transposeB, a, block[0], block[1], b, block[2], block[3]);
            parts.add(new Part(whole, part, "c", block[1], block[3], block[0] * n + block[2], n));
        }
    }

    /** Rows i … i+m−1 of A times columns j … j+n−1 of B. */
    private static Case gemm(boolean transposeA, boolean transposeB, float[] a, int i, int m, float[] b, int j, int n) {
        int k = a.length / ROWS;
        float[] some = Arrays.copyOfRange(a, i * k, (i + m) * k);
        float[] others = columns(b, b.length / k, j, n);
        return Case.of("blas.gemm", List.of(), "rows " + i + " + " + m + ", columns " + j + " + " + n, Tolerance.sum(k),
                (kernels, in) -> kernels.blas().gemm(transposeA, transposeB, m, n, k, 0.7f, in.floats("a"),
                        transposeA ? m : k, in.floats("b"), transposeB ? k : n, 0, in.floats("c"), n),
                in("a", transposeA ? transposed(some, k) : some), in("b", transposeB ? transposed(others, n) : others),
                out("c", m * n));
    }

    private static float[] columns(float[] matrix, int width, int from, int count) {
        float[] columns = new float[matrix.length / width * count];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = matrix[i / count * width + from + i % count];
        }
        return columns;
    }

    private static float[] transposed(float[] matrix, int width) {
        int height = matrix.length / width;
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            transposed[i % width * height + i / width] = matrix[i];
        }
        return transposed;
    }

    private void linear() {
        int n = 67;
        int k = 130;
        float[] x = samples.uniform(ROWS * k);
        float[] w = samples.uniform(k * n);
        float[] bias = samples.uniform(n);
        for (Activation activation : Activation.values()) {
            Case whole = linear(activation, x, w, bias, 0, n);
            for (int[] rows : new int[][] {{0, 1}, {36, 1}, {5, 3}, {12, 8}}) {
                float[] some = Arrays.copyOfRange(x, rows[0] * k, (rows[0] + rows[1]) * k);
                Case part = linear(activation, some, w, bias, 0, n);
                parts.add(new Part(whole, part, "y", rows[1], n, rows[0] * n, n));
            }
            parts.add(new Part(whole, linear(activation, x, w, bias, 13, 7), "y", ROWS, 7, 13, n));
        }
    }

    private static Case linear(Activation activation, float[] x, float[] w, float[] bias, int j, int n) {
        int k = w.length / bias.length;
        int rows = x.length / k;
        String label = "rows=" + rows + ", columns " + j + " + " + n;
        return Case.of("blas.linear", List.of(activation), label, Tolerance.sum(k),
                (kernels, in) -> {
                    try (PackedMatrix packed = kernels.blas().pack(false, n, k, in.floats("w"), n)) {
                        kernels.blas().linear(
                                rows, in.floats("x"), k, packed, in.floats("bias"), activation, in.floats("y"), n);
                    }
                },
                in("x", x), in("w", columns(w, bias.length, j, n)), in("bias", Arrays.copyOfRange(bias, j, j + n)),
                out("y", rows * n));
    }

    /** The last elements of an array go through other loops than the first. */
    private void elements() {
        for (Unary function : Unary.values()) {
            float[] x = samples.uniform(67, 0.01, 4);
            Case whole = unary(function, x);
            for (int i = 0; i < x.length; i += 6) {
                parts.add(new Part(whole, unary(function, new float[] {x[i]}), "y", 1, 1, i, 1));
            }
        }
    }

    private static Case unary(Unary function, float[] x) {
        return Case.of("elementwise.unary", List.of(function), "n=" + x.length, Tolerance.EXACT,
                (kernels, in) -> kernels.elementwise().unary(function, in.floats("x"), in.floats("y"), x.length),
                in("x", x), out("y", x.length));
    }

    /** A kernel on (rows, cols) matrices x and y and a vector v of columns. */
    private interface RowKernel {
        void run(Kernels kernels, Arguments in, int rows);
    }

    private void rows(int cols) {
        row("normalization.softmax", cols, cols, (kernels, in, rows) ->
                kernels.normalization().softmax(in.floats("x"), in.floats("z"), rows, cols));
        row("normalization.logSoftmax", cols, cols, (kernels, in, rows) ->
                kernels.normalization().logSoftmax(in.floats("x"), in.floats("z"), rows, cols));
        row("normalization.l2Normalize", cols, cols, (kernels, in, rows) ->
                kernels.normalization().l2Normalize(in.floats("x"), in.floats("z"), rows, cols, 1e-12f));
        row("normalization.layerNorm", cols, cols, (kernels, in, rows) -> kernels.normalization()
                .layerNorm(in.floats("x"), in.floats("y"), in.floats("v"), in.floats("v"), in.floats("z"), null, null,
                        rows, cols, 1e-12f));
        row("normalization.softmaxGradient", cols, cols, (kernels, in, rows) -> kernels.normalization()
                .softmaxGradient(in.floats("x"), in.floats("y"), in.floats("z"), rows, cols));
        row("normalization.logSoftmaxGradient", cols, cols, (kernels, in, rows) -> kernels.normalization()
                .logSoftmaxGradient(in.floats("x"), in.floats("y"), in.floats("z"), rows, cols));
        row("normalization.l2NormalizeGradient", cols, cols, (kernels, in, rows) -> kernels.normalization()
                .l2NormalizeGradient(in.floats("x"), in.floats("y"), in.floats("y"), in.floats("z"), rows, cols, 1e-12f));
        row("blas.gemv", cols, 1, (kernels, in, rows) ->
                kernels.blas().gemv(rows, cols, in.floats("x"), cols, in.floats("v"), in.floats("z")));
        bytes(cols);
        row("reductions.dotRows", cols, 1, (kernels, in, rows) ->
                kernels.reductions().dotRows(in.floats("x"), in.floats("y"), in.floats("z"), rows, cols));
        for (Reduction reduction : Reduction.values()) {
            row("reductions.reduceRows", cols, 1, (kernels, in, rows) ->
                    kernels.reductions().reduceRows(reduction, in.floats("x"), in.floats("z"), rows, cols));
        }
    }

    private void row(String kernel, int cols, int outputs, RowKernel call) {
        float[] x = samples.uniform(ROWS * cols);
        float[] y = samples.uniform(ROWS * cols);
        float[] v = samples.uniform(cols);
        Case whole = row(kernel, cols, outputs, call, x, y, v);
        for (int[] rows : new int[][] {{0, 1}, {1, 1}, {17, 4}, {36, 1}}) {
            int from = rows[0] * cols;
            int to = from + rows[1] * cols;
            float[] someX = Arrays.copyOfRange(x, from, to);
            Case part = row(kernel, cols, outputs, call, someX, Arrays.copyOfRange(y, from, to), v);
            parts.add(new Part(whole, part, "z", rows[1], outputs, rows[0] * outputs, outputs));
        }
    }

    private void bytes(int cols) {
        int ints = Math.ceilDiv(cols, 4);
        int[] a = samples.bits(ROWS * ints);
        float[] scale = samples.uniform(ROWS);
        float[] x = samples.uniform(cols);
        Case whole = bytes(a, scale, x);
        for (int[] rows : new int[][] {{0, 1}, {17, 4}, {36, 1}}) {
            int to = rows[0] + rows[1];
            Case part = bytes(Arrays.copyOfRange(a, rows[0] * ints, to * ints), Arrays.copyOfRange(scale, rows[0], to), x);
            parts.add(new Part(whole, part, "y", rows[1], 1, rows[0], 1));
        }
    }

    private static Case bytes(int[] a, float[] scale, float[] x) {
        int rows = scale.length;
        return Case.of("blas.gemvBytes", List.of(), "rows=" + rows + " cols=" + x.length, Tolerance.EXACT,
                (kernels, in) -> kernels.blas()
                        .gemvBytes(rows, x.length, in.ints("a"), in.floats("scale"), in.floats("x"), in.floats("y")),
                ints("a", a), in("scale", scale), in("x", x), out("y", rows));
    }

    private static Case row(String kernel, int cols, int outputs, RowKernel call, float[] x, float[] y, float[] v) {
        int rows = x.length / cols;
        Call onRows = (kernels, in) -> call.run(kernels, in, rows);
        return Case.of(kernel, List.of(), "rows=" + rows + " cols=" + cols, Tolerance.EXACT, onRows,
                in("x", x), in("y", y), in("v", v), out("z", rows * outputs));
    }

    private void coupling(Scale scale, int cols, int from, int to) {
        int width = (scale == Scale.NONE ? 1 : 2) * (to - from);
        float[] x = samples.uniform(ROWS * cols);
        float[] network = samples.uniform(ROWS * width);
        float[] factor = samples.uniform(to - from);
        Case whole = coupling(scale, x, network, factor, cols, from);
        for (int[] rows : new int[][] {{0, 1}, {17, 4}, {36, 1}}) {
            Case part = coupling(scale, Arrays.copyOfRange(x, rows[0] * cols, (rows[0] + rows[1]) * cols),
                    Arrays.copyOfRange(network, rows[0] * width, (rows[0] + rows[1]) * width), factor, cols, from);
            parts.add(new Part(whole, part, "y", rows[1], cols, rows[0] * cols, cols));
            parts.add(new Part(whole, part, "logDeterminant", rows[1], 1, rows[0], 1));
        }
    }

    private static Case coupling(Scale scale, float[] x, float[] network, float[] factor, int cols, int from) {
        int rows = x.length / cols;
        int k = factor.length;
        boolean plain = scale == Scale.NONE;
        return Case.of("coupling.couple", List.of(scale), "rows=" + rows + " cols=" + cols, Tolerance.EXACT,
                (kernels, in) -> kernels.coupling().couple(
                        scale, in.floats("x"), in.floats("network"), scale == Scale.TANH ? in.floats("factor") : null, in.floats("y"),
                        plain ? null : in.floats("squashed"), in.floats("logDeterminant"), rows, cols, from, from + k),
                in("x", x), in("network", network), in("factor", factor), out("y", x.length), out("squashed", plain ? 0 : rows * k),
                out("logDeterminant", rows));
    }

    private void segments() {
        int[] lengths = {5, 0, 33, 1, 17};
        int[] offsets = offsets(lengths);
        for (int columns : new int[] {2 * 9, 2 * 32}) {
            float[] x = samples.uniform(offsets[lengths.length] * columns);
            Case attention = attention(x, columns, lengths);
            for (int s = 0; s < lengths.length; s++) {
                float[] some = Arrays.copyOfRange(x, offsets[s] * columns, offsets[s + 1] * columns);
                Case alone = attention(some, columns, lengths[s]);
                parts.add(new Part(attention, alone, "out", lengths[s], columns, offsets[s] * columns, columns));
                Case gradient = attentionGradient(x, columns, lengths);
                Case gradientAlone = attentionGradient(some, columns, lengths[s]);
                for (String output : List.of("dq", "dk", "dv")) {
                    parts.add(new Part(
                            gradient, gradientAlone, output, lengths[s], columns, offsets[s] * columns, columns));
                }
                for (Mode mode : Mode.values()) {
                    Case pooling = pooling(mode, x, columns, lengths);
                    Case poolingAlone = pooling(mode, some, columns, lengths[s]);
                    parts.add(new Part(pooling, poolingAlone, "y", 1, columns, s * columns, columns));
                }
            }
        }
    }

    private static Case attention(float[] x, int columns, int... lengths) {
        return Case.of("attention.segmentAttention", List.of(),
                "segments=" + Arrays.toString(lengths) + " columns=" + columns, Tolerance.EXACT,
                (kernels, in) -> kernels.attention().segmentAttention(
                        in.floats("x"), columns, in.floats("x"), in.floats("x"), columns, in.ints("offsets"),
                        in.ints("offsets"), lengths.length, 2, columns / 2, 0.3f, false, null, in.floats("out"), columns,
                        null),
                in("x", x), ints("offsets", offsets(lengths)), out("out", x.length));
    }

    /** At a point that no forward has reached, which is as good; log-sum-exp 1 everywhere. */
    private static Case attentionGradient(float[] x, int columns, int... lengths) {
        float[] logSumExp = new float[2 * x.length / columns];
        Arrays.fill(logSumExp, 1f);
        return Case.of("attention.segmentAttentionGradient", List.of(),
                "segments=" + Arrays.toString(lengths) + " columns=" + columns, Tolerance.EXACT,
                (kernels, in) -> kernels.attention().segmentAttentionGradient(
                        in.floats("x"), columns, in.floats("x"), in.floats("x"), columns, in.ints("offsets"),
                        in.ints("offsets"), lengths.length, 2, columns / 2, 0.3f, true, null, in.floats("x"), columns,
                        in.floats("logSumExp"), in.floats("x"), columns, in.floats("dq"), columns, in.floats("dk"),
                        in.floats("dv"), columns),
                in("x", x), ints("offsets", offsets(lengths)), in("logSumExp", logSumExp), out("dq", x.length),
                out("dk", x.length), out("dv", x.length));
    }

    private static Case pooling(Mode mode, float[] x, int columns, int... lengths) {
        return Case.of("pooling.segmentPool", List.of(mode), "segments=" + Arrays.toString(lengths), Tolerance.EXACT,
                (kernels, in) -> kernels.pooling().segmentPool(
                        mode, in.floats("x"), in.ints("offsets"), lengths.length, columns, in.floats("y")),
                in("x", x), ints("offsets", offsets(lengths)), out("y", lengths.length * columns));
    }
}
