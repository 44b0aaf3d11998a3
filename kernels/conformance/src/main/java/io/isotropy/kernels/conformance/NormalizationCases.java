package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Samples.with;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.conformance.Case.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Softmax, layer and length normalization: rows of one element, rows far from 0, rows with NaN and infinities. */
final class NormalizationCases {

    private static final int[][] SIZES = {
        {0, 5}, {3, 0}, {1, 1}, {2, 3}, {3, 7}, {2, 8}, {5, 9}, {3, 15}, {2, 16}, {4, 17}, {3, 33}, {2, 65},
        {5, 130}, {2, 768}, {1, 20_011}, {700, 65},
    };

    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private NormalizationCases(long seed) {
        this.samples = new Samples(seed, "normalization");
    }

    static List<Case> all(long seed) {
        NormalizationCases normalization = new NormalizationCases(seed);
        for (int[] size : SIZES) {
            int rows = size[0];
            int cols = size[1];
            String label = "rows=" + rows + " cols=" + cols;
            normalization.softmax(label, rows, cols, normalization.samples.uniform(rows * cols, -8, 8));
            normalization.l2Normalize(label, rows, cols, 1e-12f, normalization.samples.uniform(rows * cols, -3, 3));
            for (boolean residual : new boolean[] {false, true}) {
                for (boolean statistics : new boolean[] {false, true}) {
                    normalization.layerNorm(label, rows, cols, residual, statistics && cols > 0);
                }
            }
        }
        normalization.specials();
        return normalization.cases;
    }

    private void specials() {
        float[] row = samples.uniform(37, -4, 4);
        float[] low = new float[37];
        Arrays.fill(low, -INF);
        float[][] rows = {
            row, with(row, 0, NAN), with(row, 17, NAN), with(row, 36, NAN), with(row, 20, INF),
            with(row, 3, INF, 36, INF),
            with(row, 1, INF, 35, -INF), new float[37], with(new float[37], 36, -0f, 4, 1e-40f, 33, -Float.MIN_VALUE),
        };
        float[] x = flat(rows);
        softmax("special values", rows.length, 37, x);
        l2Normalize("special values", rows.length, 37, 1e-12f, x);
        l2Normalize("ε above the norms", rows.length, 37, 1e3f, x);
        layerNorm("special values", Tolerance.of(1e-5, 1e-5), rows.length, 37, x, null, true);

        float[][] masked = {
            low, with(low, 0, 2), with(low, 36, -3), with(row, 2, -INF, 35, -INF), with(row, 5, 1e30f, 6, -1e30f),
            with(row, 36, Float.MAX_VALUE, 0, -Float.MAX_VALUE), with(row, 12, 200, 13, 300, 14, -500),
        };
        softmax("masked and huge", masked.length, 37, flat(masked));

        float[][] sizes = {scaled(row, 1e15f), scaled(row, 1e-15f), scaled(row, 1e-25f), scaled(row, 1e-40f)};
        l2Normalize("huge and tiny", sizes.length, 37, 1e-12f, flat(sizes));
        // ten digits of the mean leave three of the deviation; a variance computed as E[x²] − μ² has none of them
        float[] far = samples.uniform(5 * 130, 999, 1001);
        layerNorm("far from 0", Tolerance.of(2e-3, 1e-3), 5, 130, far, null, true);
    }

    private static float[] scaled(float[] row, float factor) {
        float[] scaled = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            scaled[i] = row[i] * factor;
        }
        return scaled;
    }

    private static float[] flat(float[][] rows) {
        float[] x = new float[rows.length * 37];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, x, r * 37, 37);
        }
        return x;
    }

    private void softmax(String label, int rows, int cols, float[] x) {
        double error = 4e-6 + 2e-7 * Math.sqrt(cols);
        cases.add(Case.of("normalization.softmax", List.of(), label, Tolerance.of(1e-12, error),
                        (kernels, in) -> kernels.normalization().softmax(in.floats("x"), in.floats("y"), rows, cols),
                        in("x", x), out("y", rows * cols))
                .inPlace("y", "x"));
        cases.add(Case.of("normalization.logSoftmax", List.of(), label, Tolerance.of(error, 1e-6),
                        (kernels, in) -> kernels.normalization().logSoftmax(in.floats("x"), in.floats("y"), rows, cols),
                        in("x", x), out("y", rows * cols))
                .inPlace("y", "x"));
    }

    private void l2Normalize(String label, int rows, int cols, float eps, float[] x) {
        Tolerance tolerance = Tolerance.relative(4e-7 * Math.sqrt(Math.max(4, cols)));
        cases.add(Case.of("normalization.l2Normalize", List.of(), label + " ε=" + eps, tolerance,
                        (kernels, in) -> kernels.normalization()
                                .l2Normalize(in.floats("x"), in.floats("y"), rows, cols, eps),
                        in("x", x), out("y", rows * cols))
                .inPlace("y", "x"));
    }

    private void layerNorm(String label, int rows, int cols, boolean residual, boolean statistics) {
        float[] x = samples.uniform(rows * cols, 1, 5);
        float @Nullable [] added = residual ? samples.uniform(rows * cols) : null;
        Tolerance tolerance = Tolerance.of(4e-6 + 1e-7 * Math.sqrt(cols), 4e-6);
        layerNorm(label, tolerance, rows, cols, x, added, statistics);
    }

    private void layerNorm(
            String label, Tolerance tolerance, int rows, int cols, float[] x, float @Nullable [] residual,
            boolean statistics) {
        float eps = cols % 2 == 0 ? 1e-12f : 1e-5f;
        List<Argument> arguments = new ArrayList<>(List.of(
                in("x", x), in("gamma", samples.uniform(cols, 0.5, 1.5)), in("beta", samples.uniform(cols)),
                out("y", rows * cols)));
        if (residual != null) {
            arguments.add(in("residual", residual));
        }
        if (statistics) {
            arguments.add(out("mean", rows));
            arguments.add(out("rstd", rows));
        }
        String how = label + " residual=" + (residual != null) + " statistics=" + statistics;
        Case row = Case.of("normalization.layerNorm", List.of(), how, tolerance,
                (kernels, in) -> layerNorm(kernels, in, residual != null, statistics, rows, cols, eps),
                arguments.toArray(Argument[]::new));
        cases.add(row.inPlace("y", "x"));
    }

    private static void layerNorm(
            Kernels kernels, Arguments in, boolean residual, boolean statistics, int rows, int cols, float eps) {
        Buffer mean = statistics ? in.floats("mean") : null;
        Buffer rstd = statistics ? in.floats("rstd") : null;
        kernels.normalization().layerNorm(
                in.floats("x"), residual ? in.floats("residual") : null, in.floats("gamma"), in.floats("beta"),
                in.floats("y"), mean, rstd, rows, cols, eps);
    }
}
