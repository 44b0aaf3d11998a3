package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Argument.outInts;
import static io.isotropy.kernels.conformance.Samples.with;

import io.isotropy.kernels.Reductions.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums and extremes of rows and columns: empty ones, ones with NaN and infinities, extremes among equals. */
final class ReductionCases {

    private static final int[][] SIZES = {
        {0, 5}, {5, 0}, {1, 1}, {3, 7}, {2, 8}, {4, 9}, {1, 15}, {3, 16}, {2, 17}, {5, 33}, {3, 65},
        {2, 130}, {37, 3}, {130, 2}, {3, 20_001}, {3001, 33}, {2, 65_537}, {1, 99_001},
    };

    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private ReductionCases(long seed) {
        this.samples = new Samples(seed, "reductions");
    }

    static List<Case> all(long seed) {
        ReductionCases reductions = new ReductionCases(seed);
        for (Reduction reduction : Reduction.values()) {
            for (int[] size : SIZES) {
                reductions.reduce(reduction, "", size[0], size[1], reductions.samples.uniform(size[0] * size[1]));
            }
            reductions.reduceSpecials(reduction);
            reductions.reduceLongColumns(reduction);
        }
        for (int[] size : SIZES) {
            reductions.dot("", size[0], size[1], reductions.samples.uniform(size[0] * size[1]));
            if (size[1] > 0) {
                reductions.argMax("", size[0], size[1], reductions.samples.halves(size[0] * size[1]));
            }
        }
        reductions.argMaxSpecials();
        float[] x = reductions.samples.uniform(4 * 37);
        reductions.dot(" NaN and ∞", 4, 37, with(x, 3, NAN, 37 + 36, INF, 2 * 37 + 1, INF, 2 * 37 + 2, -INF));
        return reductions.cases;
    }

    /**
     * Lines of one of a kind side by side: a NaN, an infinity, two opposed infinities, zeros, subnormals, huge values.
     */
    private void reduceSpecials(Reduction reduction) {
        float[] row = samples.uniform(37);
        float[][] lines = {
            with(row, 0, NAN), with(row, 17, NAN), with(row, 36, NAN), with(row, 5, NAN, 6, INF), with(row, 33, INF),
            with(row, 2, -INF), with(row, 7, INF, 30, -INF), new float[37], with(new float[37], 9, -0f, 35, -1e-40f),
            with(row, 1, 1e30f, 36, -1e30f, 20, 1e18f), with(new float[37], 3, Float.MAX_VALUE, 4, -1f),
        };
        float[] byRow = new float[lines.length * 37];
        float[] byColumn = new float[lines.length * 37];
        for (int i = 0; i < lines.length; i++) {
            for (int j = 0; j < 37; j++) {
                byRow[i * 37 + j] = lines[i][j];
                byColumn[j * lines.length + i] = lines[i][j];
            }
        }
        // beside 1e30 the rounding of the rest is lost
        Tolerance tolerance = reduction == Reduction.SUM ? Tolerance.of(2e24, 1e-6) : tolerance(reduction, 37);
        cases.add(rows(reduction, tolerance, "special values", lines.length, 37, byRow));
        cases.add(columns(reduction, tolerance, "special values", 37, lines.length, byColumn));
    }

    /** Equal numbers, whose roundings all go one way: one chain of sums would be off by 5e-4. */
    private void reduceLongColumns(Reduction reduction) {
        float[] x = new float[3 * 50_001];
        Arrays.fill(x, 0.1f);
        Tolerance tolerance = reduction == Reduction.MAX || reduction == Reduction.MIN ? Tolerance.EXACT : Tolerance.relative(6e-5);
        cases.add(columns(reduction, tolerance, "long, rows=50001 cols=3", 50_001, 3, x));
    }

    private void reduce(Reduction reduction, String what, int rows, int cols, float[] x) {
        String label = "rows=" + rows + " cols=" + cols + what;
        cases.add(rows(reduction, tolerance(reduction, cols), label, rows, cols, x));
        cases.add(columns(reduction, tolerance(reduction, rows), label, rows, cols, x));
    }

    private static Tolerance tolerance(Reduction reduction, int length) {
        return switch (reduction) {
            case SUM -> Tolerance.sum(length);
            case SUM_OF_SQUARES -> Tolerance.relative(4e-7 * Math.sqrt(Math.max(1, length)));
            case MAX, MIN -> Tolerance.EXACT;
        };
    }

    private static Case rows(Reduction reduction, Tolerance tolerance, String label, int rows, int cols, float[] x) {
        return Case.of("reductions.reduceRows", List.of(reduction), label, tolerance,
                (kernels, in) -> kernels.reductions().reduceRows(reduction, in.floats("x"), in.floats("y"), rows, cols),
                in("x", x), out("y", rows));
    }

    private static Case columns(Reduction reduction, Tolerance tolerance, String label, int rows, int cols, float[] x) {
        return Case.of("reductions.reduceColumns", List.of(reduction), label, tolerance,
                (kernels, in) ->
                        kernels.reductions().reduceColumns(reduction, in.floats("x"), in.floats("y"), rows, cols),
                in("x", x), out("y", cols));
    }

    private void dot(String what, int rows, int cols, float[] x) {
        cases.add(Case.of("reductions.dotRows", List.of(), "rows=" + rows + " cols=" + cols + what, Tolerance.sum(cols),
                (kernels, in) ->
                        kernels.reductions().dotRows(in.floats("x"), in.floats("y"), in.floats("z"), rows, cols),
                in("x", x), in("y", samples.uniform(rows * cols)), out("z", rows)));
    }

    private void argMaxSpecials() {
        float[] low = new float[37];
        Arrays.fill(low, -INF);
        float[][] rows = {
            with(samples.uniform(37), 36, NAN), with(samples.uniform(37), 20, NAN, 3, INF, 30, NAN), low,
            with(new float[37], 0, -0f), with(low, 19, -Float.MAX_VALUE), with(low, 35, INF, 36, INF),
            with(new float[37], 8, Float.MIN_VALUE), with(low, 0, NAN, 1, INF),
        };
        float[] x = new float[rows.length * 37];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, x, r * 37, 37);
        }
        argMax(" special values", rows.length, 37, x);
    }

    private void argMax(String what, int rows, int cols, float[] x) {
        cases.add(Case.of("reductions.argMax", List.of(), "rows=" + rows + " cols=" + cols + what, Tolerance.EXACT,
                (kernels, in) -> kernels.reductions().argMax(in.floats("x"), in.ints("y"), rows, cols),
                in("x", x), outInts("y", rows)));
    }
}
