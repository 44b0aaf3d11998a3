package io.isotropy.nlp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutoffTest {

    private static final List<int[]> TEXTS = List.of(new int[12], new int[12], new int[3]);
    private static final int SIZE = 10;

    private static float[] mask(Cutoff.Kind kind, double share) {
        try (Scope _ = Scope.open()) {
            return new Cutoff(kind, share)
                    .mask(Backends.byName("cpu"), TEXTS, 1, SIZE, i -> Philox.of(7).child(i))
                    .toArray();
        }
    }

    @Test
    void cutsWholeTokensBetweenTheSpecialOnes() {
        float[] mask = mask(Cutoff.Kind.TOKENS, 0.3);
        assertThat(mask).hasSize(27 * SIZE);
        int cut = 0;
        for (int row = 0; row < 27; row++) {
            float[] values = Arrays.copyOfRange(mask, row * SIZE, (row + 1) * SIZE);
            assertThat(values).containsOnly(values[0]);
            boolean mayBe = row > 12 && row < 23; // the first text stays, as do [CLS], [SEP] and a word that is alone
            assertThat(values[0] == 1 || values[0] == 0 && mayBe).as("row " + row).isTrue();
            cut += values[0] == 0 ? 1 : 0;
        }
        assertThat(cut).isEqualTo(3);
        assertThat(mask(Cutoff.Kind.TOKENS, 0.3)).isEqualTo(mask);
    }

    @Test
    void cutsWholeFeatures() {
        float[] mask = mask(Cutoff.Kind.FEATURES, 0.2);
        for (int row = 0; row < 27; row++) {
            float[] values = Arrays.copyOfRange(mask, row * SIZE, (row + 1) * SIZE);
            int first = row < 24 ? 12 : 24;
            assertThat(values).containsExactly(
                    row < 12 ? Arrays.copyOf(mask, SIZE) : Arrays.copyOfRange(mask, first * SIZE, (first + 1) * SIZE));
            int zeros = 0;
            for (float value : values) {
                zeros += value == 0 ? 1 : 0;
            }
            assertThat(zeros).isEqualTo(row < 12 ? 0 : 2);
        }
    }

    @Test
    void refusesToCutAll() {
        assertThatThrownBy(() -> new Cutoff(Cutoff.Kind.TOKENS, 1)).hasMessageContaining("below 1: got 1.0");
    }
}
