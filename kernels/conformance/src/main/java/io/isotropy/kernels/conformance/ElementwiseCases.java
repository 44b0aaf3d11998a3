package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.inOut;
import static io.isotropy.kernels.conformance.Argument.out;

import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Layout;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.Requirements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Functions element by element, in place too, through every special value; broadcasting; strided copies. */
final class ElementwiseCases {

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private ElementwiseCases(long seed) {
        this.samples = new Samples(seed, "elementwise");
    }

    static List<Case> all(long seed) {
        ElementwiseCases elementwise = new ElementwiseCases(seed);
        for (Unary function : Unary.values()) {
            elementwise.unary(function);
        }
        for (Binary function : Binary.values()) {
            elementwise.binary(function);
        }
        elementwise.affine();
        elementwise.fill();
        elementwise.copies();
        return elementwise.cases;
    }

    private void unary(Unary function) {
        Tolerance tolerance = tolerance(function);
        double low = switch (function) {
            case SQRT, RSQRT, LOG -> 1e-3;
            default -> -6;
        };
        for (int n : Samples.LENGTHS) {
            unary(function, "n=" + n, tolerance, samples.uniform(n, low, 6));
        }
        unary(function, "n=" + Samples.LARGE, tolerance, samples.uniform(Samples.LARGE, low, 6));
        // the absolute part of gelu's tolerance is for |x| ≤ 6; beyond, results are 0 or x
        unary(function, "special values", tolerance, Samples.specials());
    }

    /** The size of the error; {@link Accuracy} looks closer. */
    private static Tolerance tolerance(Unary function) {
        return switch (function) {
            case NEGATE, ABS, SQUARE, SQRT, RECIPROCAL -> Tolerance.EXACT_WITH_SIGN;
            case RELU -> Tolerance.EXACT;
            case RSQRT, EXP, LOG, TANH, ERF -> Tolerance.relative(3e-7);
            case SIGMOID -> Tolerance.of(3e-7, 0);
            case GELU, GELU_TANH -> Tolerance.of(2.4e-6, 4e-7);
        };
    }

    private void unary(Unary function, String label, Tolerance tolerance, float[] x) {
        cases.add(Case.of("elementwise.unary", List.of(function), label, tolerance,
                        (kernels, in) ->
                                kernels.elementwise().unary(function, in.floats("x"), in.floats("y"), x.length),
                        in("x", x), out("y", x.length))
                .inPlace("y", "x"));
    }

    private void binary(Binary function) {
        for (int[] size : new int[][] {{0, 3}, {3, 0}, {1, 1}, {1, 130}, {7, 1}, {2, 33}, {9, 16}, {3, 17}, {5, 65}}) {
            for (Layout x : Layout.values()) {
                for (Layout y : Layout.values()) {
                    binary(function, x, y, size[0], size[1]);
                }
            }
        }
        binary(function, Layout.MATRIX, Layout.SCALAR, 3, 30_001);
        binary(function, Layout.COLUMN, Layout.MATRIX, 3001, 31);
        float[] specials = Samples.specials();
        int n = specials.length;
        binary(function, "special values", Layout.COLUMN, specials, Layout.ROW, specials, n, n);
    }

    private void binary(Binary function, Layout xLayout, Layout yLayout, int rows, int cols) {
        float[] x = operand(function, xLayout, rows, cols);
        float[] y = operand(function, yLayout, rows, cols);
        binary(function, "rows=" + rows + " cols=" + cols, xLayout, x, yLayout, y, rows, cols);
    }

    private void binary(
            Binary function, String label, Layout xLayout, float[] x, Layout yLayout, float[] y, int rows, int cols) {
        Tolerance tolerance = switch (function) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> Tolerance.EXACT_WITH_SIGN;
            case MAXIMUM, MINIMUM, EQUAL, LESS, LESS_EQUAL -> Tolerance.EXACT;
        };
        Case row = Case.of("elementwise.binary", List.of(function, xLayout, yLayout), label, tolerance,
                (kernels, in) -> kernels.elementwise().binary(
                        function, in.floats("x"), xLayout, in.floats("y"), yLayout, in.floats("z"), rows, cols),
                in("x", x), in("y", y), out("z", rows * cols));
        row = xLayout == Layout.MATRIX ? row.inPlace("z", "x") : row;
        cases.add(yLayout == Layout.MATRIX ? row.inPlace("z", "y") : row);
    }

    /** Comparisons need equal elements. */
    private float[] operand(Binary function, Layout layout, int rows, int cols) {
        int count = rows == 0 || cols == 0 ? 0 : switch (layout) {
            case MATRIX -> rows * cols;
            case ROW -> cols;
            case COLUMN -> rows;
            case SCALAR -> 1;
        };
        return switch (function) {
            case EQUAL, LESS, LESS_EQUAL -> samples.halves(count);
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM -> samples.uniform(count, -3, 3);
        };
    }

    private void affine() {
        float[][] scales = {{2, 1}, {-0.5f, 0}, {0, 3}, {1, -1e-3f}};
        for (float[] scale : scales) {
            for (int n : Samples.LENGTHS) {
                affine(scale[0], scale[1], samples.uniform(n));
            }
        }
        affine(1.5f, -0.25f, samples.uniform(Samples.LARGE));
        affine(2, 1, Samples.specials());
    }

    private void affine(float alpha, float beta, float[] x) {
        cases.add(Case.of("elementwise.affine", List.of(), "α=" + alpha + " β=" + beta + " n=" + x.length,
                        Tolerance.of(6e-7, 3e-7),
                        (kernels, in) -> kernels.elementwise()
                                .affine(alpha, beta, in.floats("x"), in.floats("y"), x.length),
                        in("x", x), out("y", x.length))
                .inPlace("y", "x"));
    }

    private void fill() {
        for (float value : new float[] {3.5f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE}) {
            for (int n : Samples.LENGTHS) {
                fill(value, n);
            }
        }
        fill(-1.25f, Samples.LARGE);
    }

    private void fill(float value, int n) {
        float[] before = new float[n];
        Arrays.fill(before, 1);
        cases.add(Case.of("elementwise.fill", List.of(), "value=" + value + " n=" + n, Tolerance.EXACT_WITH_SIGN,
                (kernels, in) -> kernels.elementwise().fill(value, in.floats("y"), n), inOut("y", before)));
    }

    private void copies() {
        copy(new int[] {}, new long[] {});
        copy(new int[] {0}, new long[] {1});
        copy(new int[] {3, 0, 2}, new long[] {7, 7, 1});
        copy(new int[] {1, 1, 7}, new long[] {9, 9, 1});
        for (int n : Samples.LENGTHS) {
            copy(new int[] {n}, new long[] {1});
            copy(new int[] {n}, new long[] {3});
            copy(new int[] {5, n}, new long[] {n + 3, 1});
            copy(new int[] {n, 9}, new long[] {1, n + 2});
        }
        copy(new int[] {2, 3, 5}, new long[] {15, 1, 3});
        copy(new int[] {3, 2, 17}, new long[] {17, 51, 1});
        copy(new int[] {5, 3, 2}, new long[] {1, 5, 15});
        copy(new int[] {2, 3, 2, 5, 3}, new long[] {3, 60, 30, 6, 1});
        copy(new int[] {301, 203}, new long[] {1, 301});
        copy(new int[] {7, 101, 33}, new long[] {33, 7 * 33, 1});
        repeat(new int[] {4}, new long[] {0});
        repeat(new int[] {3, 17}, new long[] {0, 1});
        repeat(new int[] {17, 3}, new long[] {1, 0});
        repeat(new int[] {3, 4, 33}, new long[] {33, 0, 1});
        repeat(new int[] {301, 203}, new long[] {0, 1});
    }

    /** A copy and the scatter that undoes it. */
    private void copy(int[] shape, long[] strides) {
        repeat(shape, strides);
        int elements = (int) Requirements.elements("scatter", shape);
        float[] y = new float[(int) Requirements.stridedExtent("scatter", shape, strides, 1)];
        Arrays.fill(y, Argument.SENTINEL);
        for (int i = 0; i < elements; i++) {
            int rest = i;
            int at = 0;
            for (int j = shape.length - 1; j >= 0; j--) {
                at += rest % shape[j] * (int) strides[j];
                rest /= shape[j];
            }
            y[at] = Float.NaN;
        }
        cases.add(Case.of("elementwise.scatter", List.of(), label(shape, strides), Tolerance.EXACT_WITH_SIGN,
                (kernels, in) -> kernels.elementwise().scatter(in.floats("x"), shape, in.floats("y"), strides),
                in("x", samples.uniform(elements)), inOut("y", y)));
    }

    private void repeat(int[] shape, long[] strides) {
        int extent = (int) Requirements.stridedExtent("copy", shape, strides, 0);
        cases.add(Case.of("elementwise.copy", List.of(), label(shape, strides), Tolerance.EXACT_WITH_SIGN,
                (kernels, in) -> kernels.elementwise().copy(in.floats("x"), strides, shape, in.floats("y")),
                in("x", samples.uniform(extent)), out("y", (int) Requirements.elements("copy", shape))));
    }

    private static String label(int[] shape, long[] strides) {
        return "shape=" + Arrays.toString(shape) + " strides=" + Arrays.toString(strides);
    }
}
