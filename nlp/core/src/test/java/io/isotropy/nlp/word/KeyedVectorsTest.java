package io.isotropy.nlp.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backends;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures of gensim 4.2's KeyedVectors on {@link GridVectors}; those of Word Mover's Distances are scipy's linprog (HiGHS). */
class KeyedVectorsTest {

    private final WordVectors vectors = GridVectors.of(Backends.preferred());

    private static void assertNeighbours(List<Neighbour> got, List<String> words, double... similarities) {
        assertThat(got).extracting(Neighbour::word).isEqualTo(words);
        for (int i = 0; i < similarities.length; i++) {
            assertThat(got.get(i).similarity()).isCloseTo(similarities[i], within(2e-6));
        }
    }

    @Test
    void neighboursAreGensims() {
        assertNeighbours(vectors.nearest(List.of("c0f1", "c3f0"), List.of("c0f0"), 3), List.of("c3f1", "c3f2", "c6f1"),
                0.8452146053314209, 0.577072024345398, 0.569360613822937);
        assertNeighbours(vectors.nearestByProduct(List.of("c0f1", "c3f0"), List.of("c0f0"), 3, 1000), List.of("c3f1", "c6f1", "c7f0"),
                1.0582197904586792, 0.8721086978912354, 0.8677700757980347);
        assertNeighbours(vectors.nearest(List.of("c5f1"), List.of(), 3, 10), List.of("c0f1", "c0f2", "c1f1"),
                0.5148798823356628, 0.3127151429653168, 0.2469898760318756);
        assertThatThrownBy(() -> vectors.nearestByProduct(List.of(), List.of("c0f0"), 1, 9)).hasMessageContaining("a word to be close to");
    }

    @Test
    void comparisonsAreGensims() {
        assertThat(vectors.doesntMatch(List.of("c1f0", "c1f1", "c1f2", "c7f3"))).isEqualTo("c7f3");
        assertThat(vectors.nSimilarity(List.of("c1f0", "c2f3"), List.of("c5f1", "c6f1", "c0f0"))).isCloseTo(-0.7430892, within(2e-6));
        assertThat(vectors.distance("c3f0", "c3f1")).isCloseTo(0.39990323781967163, within(1e-6));
        assertThat(vectors.closerThan("c3f0", "c3f1")).containsExactly("c3f2", "c3f3", "c6f2");
        assertThat(vectors.rank("c3f0", "c3f1")).isEqualTo(4);
    }

    @Test
    void wordMoversDistancesAreThoseOfALinearProgram() {
        List<String> x = List.of("c0f0", "c1f1", "c1f1", "c2f3", "zebra", "c5f0", "c4f2");
        List<String> y = List.of("c3f0", "c1f1", "c8f2", "c8f2", "c8f2", "c9f1", "c10f0", "c11f3", "c6f0");
        assertThat(vectors.wordMoversDistance(x, y, true)).isCloseTo(0.8575197462110552, within(1e-6));
        assertThat(vectors.wordMoversDistance(x, y, false)).isCloseTo(2.1577021391147206, within(1e-6));
        assertThat(vectors.relaxedWordMoversDistance(x, y, true)).isCloseTo(0.805682730114996, within(1e-6));
        assertThat(vectors.relaxedWordMoversDistance(x, y, false)).isCloseTo(2.027833197377353, within(1e-6));
        assertThat(vectors.wordMoversDistance(y, x, true)).isCloseTo(vectors.wordMoversDistance(x, y, true), within(1e-12));
        assertThat(vectors.wordMoversDistance(x, x, false)).isZero();
        assertThat(vectors.wordMoversDistance(x, List.of("zebra"), true)).isInfinite();
        assertThat(vectors.relaxedWordMoversDistance(List.of(), y, true)).isInfinite();
    }

    /** With as much everywhere the best transport is the best assignment: the least of all permutations. */
    @Test
    void transportIsTheCheapest() {
        java.util.Random random = new java.util.Random(7);
        for (int round = 0; round < 50; round++) {
            int n = 1 + round % 6;
            double[][] costs = new double[n][n];
            for (double[] row : costs) {
                Arrays.setAll(row, _ -> random.nextInt(10));
            }
            long[] ones = new long[n];
            Arrays.fill(ones, 3);
            assertThat(Transport.cost(ones, ones, costs)).isEqualTo(3 * assignment(costs, 0, new boolean[n]));
        }
        // Two want what one has; the dear way is taken only for what is left.
        assertThat(Transport.cost(new long[] {5, 1}, new long[] {4, 2}, new double[][] {{1, 3}, {1, 1}})).isEqualTo(4 + 3 + 1);
        assertThatThrownBy(() -> Transport.cost(new long[] {1}, new long[] {2}, new double[1][1])).hasMessageContaining("got 1 and 2");
    }

    private static double assignment(double[][] costs, int row, boolean[] taken) {
        if (row == costs.length) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < costs.length; j++) {
            if (!taken[j]) {
                taken[j] = true;
                least = Math.min(least, costs[row][j] + assignment(costs, row + 1, taken));
                taken[j] = false;
            }
        }
        return least;
    }

    @Test
    void spellings() {
        WordVectors words = WordVectors.of(Backends.preferred(), List.of("King", "kings", "queen", "ring"), 1, 1, 2, 3, 4);
        assertThat(words.spelledLike("kign", 9)).containsExactly("King", "kings");
        assertThat(words.spelledLike("king", 2)).containsExactly("King", "kings");
        assertThat(words.spelledLike("zebra", 2)).isEmpty();
    }
}
