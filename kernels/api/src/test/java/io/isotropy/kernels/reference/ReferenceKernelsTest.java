package io.isotropy.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Layout;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Pooling.Mode;
import io.isotropy.kernels.Reductions.Reduction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples small enough to compute by hand. */
class ReferenceKernelsTest {

    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Offset<Double> CLOSE = within(1e-15);

    private final Backend backend = Backends.reference();
    private final Kernels kernels = backend.kernels();

    @Test
    void isFoundByNameAndNeverPreferredToAnother() {
        assertThat(backend.name()).isEqualTo("reference");
        assertThat(backend.threads()).isEqualTo(1);
        assertThat(new ReferenceProvider().priority()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> backend.setThreads(0));
    }

    @Test
    void slicesShareMemoryAndAClosedBufferIsRefused() {
        Buffer buffer = of(0, 1, 2, 3, 4);
        Buffer slice = buffer.slice(1, 3).slice(1, 2);
        slice.write(1, new float[] {9, 30}, 1, 1);
        assertThat(values(buffer)).containsExactly(0, 1, 2, 30, 4);
        slice.close();
        assertThat(values(slice)).containsExactly(2, 30);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.slice(1, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> slice.read(1, new float[2], 0, 2));
        buffer.close();
        assertThatIllegalStateException().isThrownBy(() -> values(slice));
        assertThatIllegalArgumentException().isThrownBy(() -> backend.allocate(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> backend.allocate(1L << 40));
    }

    /** A = (1 2 3; 4 5 6), B = (1 0; 2 1; 0 3): A·B = (5 11; 14 23), each stored as asked, one column of padding. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void gemmWithTransposesAndLeadingDimensions(boolean transposeA, boolean transposeB) {
        Buffer a = transposeA ? of(1, 4, NAN, 2, 5, NAN, 3, 6, NAN) : of(1, 2, 3, NAN, 4, 5, 6, NAN);
        Buffer b = transposeB ? of(1, 2, 0, NAN, 0, 1, 3, NAN) : of(1, 0, NAN, 2, 1, NAN, 0, 3, NAN);
        Buffer c = of(1, 2, 77, 3, 4, 77);
        int lda = transposeA ? 3 : 4;
        int ldb = transposeB ? 4 : 3;
        kernels.blas().gemm(transposeA, transposeB, 2, 2, 3, 2, a, lda, b, ldb, 0.5f, c, 3);
        assertThat(values(c)).containsExactly(10.5, 23, 77, 29.5, 48, 77);
    }

    @Test
    void gemmWithZeroBetaDoesNotReadCAndWithZeroKScalesIt() {
        Buffer c = of(NAN, NAN);
        kernels.blas().gemm(false, false, 1, 2, 1, 1, of(2), 1, of(3, 4), 2, 0, c, 2);
        assertThat(values(c)).containsExactly(6, 8);
        kernels.blas().gemm(false, false, 1, 2, 0, 1, of(), 0, of(), 2, 0.5f, c, 2);
        assertThat(values(c)).containsExactly(3, 4);
        kernels.blas().gemm(false, false, 1, 2, 0, 1, of(), 0, of(), 2, 0, c, 2);
        assertThat(values(c)).containsExactly(0, 0);
    }

    @Test
    void gemmBatchedWithOneMatrixForAll() {
        Buffer c = of(9, 9, 9);
        kernels.blas().gemmBatched(false, false, 1, 1, 2, 1, of(1, 10), 2, 0, of(1, 2, 3, 4), 1, 1, 0, c, 1, 1, 3);
        assertThat(values(c)).containsExactly(21, 32, 43);
    }

    /** A = (1 2 3; 4 5 6) with a column of padding, x = (1, 0, −1). */
    @Test
    void gemvMultipliesRows() {
        Buffer y = of(NAN, NAN, 7);
        kernels.blas().gemv(2, 3, of(1, 2, 3, NAN, 4, 5, 6, NAN), 4, of(1, 0, -1), y);
        assertThat(values(y)).containsExactly(-2, -2, 7);
    }

    /** A = (1 −2 3 −128 127; 0 0 0 0 −1), three bytes of each row not in use, scales 0.5 and 2, x = (1, 1, 1, 1, 2). */
    @Test
    void gemvMultipliesBytes() {
        IntBuffer a = backend.allocateInts(4);
        a.write(0, new int[] {0x80_03_FE_01, 0x55_55_55_7F, 0, 0x55_55_55_FF}, 0, 4);
        Buffer y = of(NAN, NAN, 7);
        kernels.blas().gemvBytes(2, 5, a, of(0.5, 2), of(1, 1, 1, 1, 2), y);
        assertThat(values(y)).containsExactly(64, -4, 7);
    }

    @Test
    void linearAddsBiasAndAppliesTheActivation() {
        Buffer weight = of(1, 2, 3, 4); // stored (n, k)
        PackedMatrix packed = kernels.blas().pack(true, 2, 2, weight, 2);
        weight.close();
        Buffer y = of(0, 0);
        kernels.blas().linear(1, of(1, -1), 2, packed, of(0.5, 3), Activation.RELU, y, 2);
        assertThat(values(y)).containsExactly(0, 2);
        kernels.blas().linear(1, of(1, -1), 2, packed, null, Activation.NONE, y, 2);
        assertThat(values(y)).containsExactly(-1, -1);
        assertThat(packed.rows()).isEqualTo(2);
    }

    @Test
    void blasRefusesBadArgumentsBeforeItWrites() {
        Buffer c = of(7, 7, 7, 7);
        Buffer x = of(1, 2, 3, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.blas().gemm(false, false, 2, 2, 2, 1, x, 1, x, 2, 0, c, 2))
                .withMessage("[gemm] lda must be at least the stored columns, 2: got lda = 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.blas().gemm(false, false, 2, 3, 2, 1, x, 2, x, 3, 0, c, 3))
                .withMessage("[gemm] b must hold 6 elements: got b of length 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.blas().gemm(false, false, -1, 2, 2, 1, x, 2, x, 2, 0, c, 2));
        assertThat(values(c)).containsExactly(7, 7, 7, 7);
    }

    @Test
    void unaryFunctions() {
        double[] x = {-0.25, 4};
        assertThat(unary(Unary.NEGATE, x)).containsExactly(0.25, -4);
        assertThat(unary(Unary.ABS, x)).containsExactly(0.25, 4);
        assertThat(unary(Unary.SQUARE, x)).containsExactly(0.0625, 16);
        assertThat(unary(Unary.SQRT, x)).containsExactly(NAN, 2);
        assertThat(unary(Unary.RSQRT, 0, 4)).containsExactly(INF, 0.5);
        assertThat(unary(Unary.RECIPROCAL, x)).containsExactly(-4, 0.25);
        assertThat(unary(Unary.EXP, 0, -INF)).containsExactly(1, 0);
        assertThat(unary(Unary.LOG, 1, 0, -1)).containsExactly(0, -INF, NAN);
        assertThat(unary(Unary.TANH, 0, INF)).containsExactly(0, 1);
        assertThat(unary(Unary.ERF, 0, INF)).containsExactly(0, 1);
        assertThat(unary(Unary.SIGMOID, 0, INF)).containsExactly(0.5, 1);
        assertThat(unary(Unary.RELU, x)).containsExactly(0, 4);
        assertThat(unary(Unary.GELU, -INF, 0, INF)).containsExactly(0, 0, INF);
        assertThat(unary(Unary.GELU_TANH, -INF, 0, INF)).containsExactly(0, 0, INF);
        for (Unary function : Unary.values()) {
            assertThat(unary(function, NAN)).as(function.name()).containsExactly(NAN);
            assertThat(unary(function)).isEmpty();
        }
    }

    @Test
    void binaryFunctionsAndLayouts() {
        double[] column = {1, 2};
        double[] row = {2, 1, 1};
        assertThat(binary(Binary.ADD, column, row)).containsExactly(3, 2, 2, 4, 3, 3);
        assertThat(binary(Binary.SUBTRACT, column, row)).containsExactly(-1, 0, 0, 0, 1, 1);
        assertThat(binary(Binary.MULTIPLY, column, row)).containsExactly(2, 1, 1, 4, 2, 2);
        assertThat(binary(Binary.DIVIDE, column, row)).containsExactly(0.5, 1, 1, 1, 2, 2);
        assertThat(binary(Binary.MAXIMUM, column, row)).containsExactly(2, 1, 1, 2, 2, 2);
        assertThat(binary(Binary.MINIMUM, column, row)).containsExactly(1, 1, 1, 2, 1, 1);
        assertThat(binary(Binary.EQUAL, column, row)).containsExactly(0, 1, 1, 1, 0, 0);
        assertThat(binary(Binary.LESS, column, row)).containsExactly(1, 0, 0, 0, 0, 0);
        assertThat(binary(Binary.LESS_EQUAL, column, row)).containsExactly(1, 1, 1, 1, 0, 0);
        Buffer x = of(1, 2, 3, 4);
        kernels.elementwise().binary(Binary.MULTIPLY, x, Layout.MATRIX, of(10), Layout.SCALAR, x, 2, 2);
        assertThat(values(x)).containsExactly(10, 20, 30, 40);
    }

    @Test
    void affineFillCopyAndScatter() {
        Buffer y = of(1, 2, 3, 4, 5, 6);
        kernels.elementwise().affine(2, 1, y, y, 3);
        kernels.elementwise().fill(-1, y.slice(4, 2), 1);
        assertThat(values(y)).containsExactly(3, 5, 7, 4, -1, 6);
        Buffer transposed = of(0, 0, 0, 0, 0, 0);
        kernels.elementwise().copy(y, new long[] {1, 3}, new int[] {3, 2}, transposed);
        assertThat(values(transposed)).containsExactly(3, 4, 5, -1, 7, 6);
        Buffer back = of(0, 0, 0, 0, 0, 0);
        kernels.elementwise().scatter(transposed, new int[] {3, 2}, back, new long[] {1, 3});
        assertThat(values(back)).containsExactly(values(y));
        kernels.elementwise().copy(y, new long[] {0}, new int[] {2}, back);
        kernels.elementwise().copy(y.slice(5, 1), new long[] {}, new int[] {}, back.slice(5, 1));
        assertThat(values(back)).containsExactly(3, 3, 7, 4, -1, 6);
    }

    @Test
    void reductions() {
        Buffer x = of(1, -2, 3, 4, 5, NAN);
        Buffer rows = of(0, 0);
        Buffer columns = of(0, 0, 0);
        kernels.reductions().reduceRows(Reduction.SUM, x, rows, 2, 3);
        assertThat(values(rows)).containsExactly(2, NAN);
        kernels.reductions().reduceRows(Reduction.MAX, x, rows, 2, 3);
        assertThat(values(rows)).containsExactly(3, NAN);
        kernels.reductions().reduceColumns(Reduction.MIN, x, columns, 2, 3);
        assertThat(values(columns)).containsExactly(1, -2, NAN);
        kernels.reductions().reduceColumns(Reduction.SUM_OF_SQUARES, x, columns, 2, 3);
        assertThat(values(columns)).containsExactly(17, 29, NAN);
        kernels.reductions().reduceRows(Reduction.MAX, of(), rows, 2, 0);
        assertThat(values(rows)).containsExactly(-INF, -INF);
        kernels.reductions().reduceColumns(Reduction.MIN, of(), columns, 0, 3);
        assertThat(values(columns)).containsExactly(INF, INF, INF);
        kernels.reductions().dotRows(of(1, 2, 3, 4), of(5, 6, 7, 8), rows, 2, 2);
        assertThat(values(rows)).containsExactly(17, 53);
    }

    @Test
    void argMaxTakesTheFirstOfEqualsAndTheFirstNan() {
        IntBuffer y = backend.allocateInts(3);
        kernels.reductions().argMax(of(1, 5, 5, INF, NAN, NAN, 2, 1, 0), y, 3, 3);
        int[] places = new int[3];
        y.read(0, places, 0, 3);
        assertThat(places).containsExactly(1, 1, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> kernels.reductions().argMax(of(), y, 3, 0));
    }

    @Test
    void softmaxOfLargeInfiniteAndNanRows() {
        Buffer x = of(1000, 1000 + Math.log(3), 5, -INF, -INF, -INF, NAN, 1);
        Buffer y = of(0, 0, 0, 0, 0, 0, 0, 0);
        kernels.normalization().softmax(x, y, 4, 2);
        double[] result = values(y);
        assertThat(result[0]).isCloseTo(0.25, within(1e-13));
        assertThat(result[1]).isCloseTo(0.75, within(1e-13));
        assertThat(result).endsWith(1, 0, NAN, NAN, NAN, NAN);
        kernels.normalization().logSoftmax(x, x, 4, 2);
        result = values(x);
        assertThat(result[0]).isCloseTo(-Math.log(4), within(1e-12));
        assertThat(result[1]).isCloseTo(Math.log(0.75), within(1e-12));
        assertThat(result).endsWith(0, -INF, NAN, NAN, NAN, NAN);
    }

    @Test
    void layerNormOfASumOfTwo() {
        // x + residual = (1, 3): mean 2, variance 1, and with ε = 3 rstd = 1/2
        Buffer y = of(0, 0);
        Buffer mean = of(0);
        Buffer rstd = of(0);
        kernels.normalization()
                .layerNorm(of(1, 1), of(0, 2), of(2, 4), of(10, 20), y, mean, rstd, 1, 2, 3);
        assertThat(values(y)).containsExactly(9, 22);
        assertThat(values(mean)).containsExactly(2);
        assertThat(values(rstd)).containsExactly(0.5);
        kernels.normalization().layerNorm(of(1, 3), null, of(2, 4), of(10, 20), y, null, null, 1, 2, 3);
        assertThat(values(y)).containsExactly(9, 22);
    }

    @Test
    void l2NormalizeLeavesZerosAlone() {
        Buffer x = of(3, 4, 0, 0);
        kernels.normalization().l2Normalize(x, x, 2, 2, 1e-12f);
        assertThat(values(x)).containsExactly(0.6, 0.8, 0, 0);
    }

    @Test
    void gatherRowsAndRefuseOthers() {
        Buffer table = of(1, 2, 3, 4, 5, 6);
        Buffer y = of(0, 0, 0, 0);
        kernels.embedding().gather(table, ints(2, 0), y, 2, 2);
        assertThat(values(y)).containsExactly(5, 6, 1, 2);
        kernels.embedding().gatherAdd(table, ints(1, 1), y, 2, 2);
        assertThat(values(y)).containsExactly(8, 10, 4, 6);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> kernels.embedding().gather(table, ints(0, 3), y, 2, 2));
        assertThat(values(y)).containsExactly(8, 10, 4, 6);
    }

    /** Segments of 1, 0 and 2 rows, two heads of one column; where q = 0, the mean of the segment's values. */
    @Test
    void attentionWithAnEmptySegment() {
        double big = 1000;
        Buffer q = of(5, 5, 0, 1, 0, -1);
        Buffer k = of(5, 5, 1, big, 2, 0);
        Buffer v = of(7, 8, 1, 10, 3, 20);
        Buffer out = of(0, 0, 99, 0, 0, 99, 0, 0);
        IntBuffer offsets = ints(0, 1, 1, 3);
        kernels.attention()
                .segmentAttention(q, 2, k, v, 2, offsets, offsets, 3, 2, 1, 1, false, null, out, 3, null);
        assertThat(values(out)).containsExactly(new double[] {7, 8, 99, 2, 10, 99, 2, 20}, CLOSE);
    }

    @Test
    void poolingOfAnEmptyAndAFullSegment() {
        assertThat(pool(Mode.FIRST)).containsExactly(0, 1);
        assertThat(pool(Mode.LAST)).containsExactly(0, -2);
        assertThat(pool(Mode.SUM)).containsExactly(0, 8);
        assertThat(pool(Mode.MEAN)).containsExactly(0, 2);
        assertThat(pool(Mode.MEAN_SQRT_LEN)).containsExactly(0, 4);
        assertThat(pool(Mode.MAX)).containsExactly(0, 6);
        assertThat(pool(Mode.WEIGHTED_MEAN)).containsExactly(new double[] {0, (1 + 6 + 18 - 8) / 10.0}, CLOSE);
    }

    private double[] pool(Mode mode) {
        Buffer y = of(5, 5);
        kernels.pooling().segmentPool(mode, of(1, 3, 6, -2), ints(0, 0, 4), 2, 1, y);
        return values(y);
    }

    private double[] unary(Unary function, double... x) {
        Buffer buffer = of(x);
        kernels.elementwise().unary(function, buffer, buffer, x.length);
        return values(buffer);
    }

    private double[] binary(Binary function, double[] column, double[] row) {
        Buffer z = of(new double[column.length * row.length]);
        kernels.elementwise()
                .binary(function, of(column), Layout.COLUMN, of(row), Layout.ROW, z, column.length, row.length);
        return values(z);
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
