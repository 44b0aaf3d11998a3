package io.isotropy.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RequirementsTest {

    private final Backend backend = Backends.reference();

    @Test
    void aMessageNamesOpRuleAndWhatItGot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requirements.fits("gemm", "a", backend.allocate(5), 6))
                .withMessage("[gemm] a must hold 6 elements: got a of length 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requirements.notNegative("gemm", "m", -1))
                .withMessage("[gemm] m must be at least 0: got m = -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requirements.leadingDimension("gemm", "lda", 3, 4))
                .withMessage("[gemm] lda must be at least the stored columns, 4: got lda = 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requirements.sameBackend("gemm", "a", null, backend))
                .withMessage("[gemm] every buffer must belong to backend 'reference': got a of backend 'null'");
    }

    @Test
    void extentsEndWithTheLastElement() {
        assertThat(Requirements.extent(3, 4, 10)).isEqualTo(24);
        assertThat(Requirements.extent(0, 4, 10)).isZero();
        assertThat(Requirements.extent(3, 0, 10)).isZero();
        assertThat(Requirements.batchExtent(3, 100, 24)).isEqualTo(224);
        assertThat(Requirements.batchExtent(3, 0, 24)).isEqualTo(24);
        assertThat(Requirements.batchExtent(0, 100, 24)).isZero();
        assertThat(Requirements.stridedExtent("copy", new int[] {2, 3}, new long[] {1, 2}, 0)).isEqualTo(6);
        assertThat(Requirements.stridedExtent("copy", new int[] {}, new long[] {}, 0)).isEqualTo(1);
        assertThat(Requirements.stridedExtent("copy", new int[] {2, 0}, new long[] {1, 1}, 0)).isZero();
    }

    @Test
    void sizesTooLargeToBeTrueDoNotOverflow() {
        int huge = Integer.MAX_VALUE;
        assertThat(Requirements.elements("copy", new int[] {huge, huge, huge})).isEqualTo(Long.MAX_VALUE);
        assertThat(Requirements.batchExtent(huge, Long.MAX_VALUE, 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(Requirements.stridedExtent("copy", new int[] {3, 3}, new long[] {Long.MAX_VALUE, 1}, 0))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void stridesMatchTheShapeAndAreNotTooSmall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requirements.stridedExtent("copy", new int[] {2}, new long[] {1, 1}, 0))
                .withMessage("[copy] shape and strides must be of one length: got 1 sizes, 2 strides");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requirements.stridedExtent("scatter", new int[] {2}, new long[] {0}, 1));
    }

    @Test
    void offsetsAscendFromZero() {
        assertThat(Requirements.offsets("pool", ints(0, 2, 2, 5), 3)).containsExactly(0, 2, 2, 5);
        assertThat(Requirements.offsets("pool", ints(0), 0)).containsExactly(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requirements.offsets("pool", ints(1, 2), 1))
                .withMessage("[pool] offsets must begin with 0: got offsets[0] = 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requirements.offsets("pool", ints(0, 3, 2), 2))
                .withMessage("[pool] offsets must ascend: got offsets[1] = 3, offsets[2] = 2");
        assertThatIllegalArgumentException().isThrownBy(() -> Requirements.offsets("pool", ints(0, 3), 2));
    }

    @Test
    void anIndexIsARowOfTheTable() {
        Requirements.rowsOfTable("gather", new int[] {-7, 0, 4}, 1, 2, 5);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Requirements.rowsOfTable("gather", new int[] {0, 5}, 0, 2, 5))
                .withMessage("[gather] an index must be below the rows of the table, 5: got index[1] = 5");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Requirements.rowsOfTable("gather", new int[] {-1}, 0, 1, 5));
    }

    private IntBuffer ints(int... values) {
        IntBuffer buffer = backend.allocateInts(values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }
}
