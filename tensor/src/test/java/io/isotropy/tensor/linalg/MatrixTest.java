package io.isotropy.tensor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MatrixTest {

    private final Matrix matrix = Matrix.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage("[matrix] " + message);
    }

    @Test
    void whatLiesOutsideIsRefused() {
        assertRefused(() -> matrix.at(0, 3), "an element must lie in (2, 3): got (0, 3)");
        assertRefused(() -> matrix.at(2, 0), "an element must lie in (2, 3): got (2, 0)");
        assertRefused(() -> matrix.at(1, -1), "an element must lie in (2, 3): got (1, -1)");
        assertRefused(() -> matrix.row(-1), "a row must be one of the 2: got -1");
        assertRefused(() -> matrix.firstRows(9), "rows must be some of the 2: got from 0, to 9");
        assertRefused(() -> matrix.columns(5), "columns must be some of the 3: got from 0, to 5");
        assertRefused(() -> matrix.columns(2, 1), "columns must be some of the 3: got from 2, to 1");
        assertThatThrownBy(() -> Matrix.zeros(65536, 65536)).hasMessageContaining("[matrix] sizes").hasMessageContaining("got (65536, 65536)");
        assertThatThrownBy(() -> Matrix.zeros(-1, -1)).hasMessageContaining("got (-1, -1)");
        assertThat(matrix.columns(3, 3)).isEqualTo(Matrix.zeros(2, 0));
        assertThat(matrix.at(1, 2)).isEqualTo(6);
    }

    @Test
    void isItsContent() {
        Matrix same = matrix.transposed().transposed();
        assertThat(same).isEqualTo(matrix).hasSameHashCodeAs(matrix);
        assertThat(matrix).isNotEqualTo(matrix.transposed()).isNotEqualTo(matrix.minusRow(new double[] {0, 0, 1}));
        assertThat(matrix).hasToString("Matrix (2, 3) [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]");
        assertThat(Matrix.zeros(20, 6)).hasToString("Matrix (20, 6)");
    }
}
