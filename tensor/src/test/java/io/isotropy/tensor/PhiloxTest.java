package io.isotropy.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.PhiloxBlock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {

    /** The lines "philox4x32 10" of Random123's kat_vectors. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            00000000 00000000 00000000 00000000 | 00000000 00000000 | 6627e8d5 e169c58d bc57ac4c 9b00dbd8
            ffffffff ffffffff ffffffff ffffffff | ffffffff ffffffff | 408f276d 41c83b0e a20bc7c6 6d5451fd
            243f6a88 85a308d3 13198a2e 03707344 | a4093822 299f31d0 | d16cfe09 94fdcceb 5001e420 24126ea1
            """)
    void knownAnswers(String counter, String key, String expected) {
        int[] block = words(counter);
        int[] keys = words(key);
        PhiloxBlock.encipher(block, keys[0], keys[1]);
        assertThat(block).containsExactly(words(expected));

        // The same through the public door: counter = (block number, stream), key = seed.
        int[] c = words(counter);
        Philox random = new Philox(join(keys[0], keys[1]), join(c[2], c[3]));
        long position = join(c[0], c[1]) << 2;
        if (position >>> 2 == join(c[0], c[1])) {
            for (int lane = 0; lane < 4; lane++) {
                assertThat(random.bits(position + lane)).isEqualTo(words(expected)[lane]);
            }
        }
    }

    @Test
    void chunksDoNotMatter() {
        Philox random = new Philox(42, 7);
        int n = 37;
        float[] uniform = new float[n];
        float[] normal = new float[n];
        random.uniform(0, uniform, 0, n);
        random.normal(0, normal, 0, n);
        for (int from = 0; from <= n; from++) {
            float[] tail = new float[n - from];
            random.uniform(from, tail, 0, tail.length);
            assertThat(tail).containsExactly(Arrays.copyOfRange(uniform, from, n));
            random.normal(from, tail, 0, tail.length);
            assertThat(tail).containsExactly(Arrays.copyOfRange(normal, from, n));
            if (from < n) {
                assertThat(random.uniform(from)).isEqualTo(uniform[from]);
                assertThat(random.normal(from)).isEqualTo(normal[from]);
            }
        }
    }

    @Test
    void momentsAreThoseOfTheDistributions() {
        int n = 1 << 18;
        float[] values = new float[n];
        Philox random = Philox.of(1);
        random.uniform(0, values, 0, n);
        assertThat(moment(values, 1)).isCloseTo(0.5, within(0.003));
        assertThat(moment(values, 2)).isCloseTo(1 / 3.0, within(0.003));
        for (float value : values) {
            assertThat(value >= 0 && value < 1).isTrue();
        }
        random.normal(0, values, 0, n);
        assertThat(moment(values, 1)).isCloseTo(0, within(0.01));
        assertThat(moment(values, 2)).isCloseTo(1, within(0.015));
        assertThat(moment(values, 3)).isCloseTo(0, within(0.04));
        assertThat(moment(values, 4)).isCloseTo(3, within(0.1));
        // Neighbours come from one pair: they must not be correlated.
        double product = 0;
        for (int i = 0; i < n; i += 2) {
            product += (double) values[i] * values[i + 1];
        }
        assertThat(product / (n / 2)).isCloseTo(0, within(0.015));
    }

    @Test
    void integersCoverTheirRangeEvenly() {
        Philox random = new Philox(5, 1);
        int[] counts = new int[7];
        int n = 70_000;
        for (int i = 0; i < n; i++) {
            counts[random.integer(i, 7)]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - 10_000.0) * (count - 10_000.0) / 10_000;
        }
        assertThat(chiSquare).isLessThan(22.5); // 6 degrees of freedom, p = 0.001
        assertThat(random.integer(3, 1)).isZero();
        assertThat(random.integer(3, Integer.MAX_VALUE)).isNotNegative();
        assertThatThrownBy(() -> random.integer(0, 0)).hasMessage("[integer] bound must be 1 or more: got 0");
    }

    @Test
    void permutationsAreComplete() {
        for (int n : new int[] {0, 1, 2, 17, 1000}) {
            int[] order = Philox.of(n).permutation(n);
            Arrays.sort(order);
            for (int i = 0; i < n; i++) {
                assertThat(order[i]).isEqualTo(i);
            }
        }
        int[] firsts = new int[3];
        for (int seed = 0; seed < 3000; seed++) {
            firsts[Philox.of(seed).permutation(3)[0]]++;
        }
        for (int count : firsts) {
            assertThat(count).isBetween(880, 1120);
        }
    }

    @Test
    void streamsAndChildrenDiffer() {
        Philox random = Philox.of(9);
        assertThat(random.bits(0)).isNotEqualTo(random.withStream(1).bits(0));
        assertThat(random.child(0)).isNotEqualTo(random.child(1)).isEqualTo(Philox.of(9).child(0));
        assertThat(random.child(0)).isNotEqualTo(random.withStream(1).child(0));
    }

    private static double moment(float[] values, int power) {
        double sum = 0;
        for (float value : values) {
            sum += Math.pow(value, power);
        }
        return sum / values.length;
    }

    private static long join(int low, int high) {
        return Integer.toUnsignedLong(low) | (long) high << 32;
    }

    private static int[] words(String hex) {
        return Arrays.stream(hex.strip().split(" ")).mapToInt(word -> Integer.parseUnsignedInt(word, 16)).toArray();
    }
}
