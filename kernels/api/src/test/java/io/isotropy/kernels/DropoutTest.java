package io.isotropy.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DropoutTest {

    @Test
    void keepsTheUniformNumbersOfPAndMore() {
        for (float p : new float[] {0, 0.1f, 0.3f, 0.5f, 1}) {
            Dropout dropout = new Dropout(1, 2, p);
            for (int word : new int[] {0, 1 << 8, -1, (int) (p * 0x1p32), (int) (long) Math.ceil(p * 0x1p24) << 8}) {
                assertThat(dropout.keeps(word)).isEqualTo(PhiloxBlock.uniform(word) >= p);
            }
        }
        assertThat(new Dropout(1, 2, 0.5f).scale()).isEqualTo(2);
        assertThat(new Dropout(1, 2, 1).scale()).isZero();
        assertThat(Dropout.NONE.keeps(0)).isTrue();
    }
}
