package io.isotropy.autograd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.autograd.train.Mixture.Order;
import io.isotropy.autograd.train.Sampler.GroupedByLabel;
import io.isotropy.autograd.train.Sampler.NoDuplicates;
import io.isotropy.autograd.train.Sampler.Shuffled;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static int[] flat(List<int[]> batches) {
        return batches.stream().flatMapToInt(Arrays::stream).toArray();
    }

    @Test
    void shuffledGoesOnceThroughAll() {
        Shuffled sampler = new Shuffled(103, Batching.ofSize(10), 5);
        List<int[]> batches = sampler.batches(0);
        assertThat(batches).hasSize(11);
        assertThat(batches.get(10)).hasSize(3);
        assertThat(flat(batches)).containsExactlyInAnyOrder(IntStream.range(0, 103).toArray());
        assertThat(flat(sampler.batches(0))).isEqualTo(flat(batches));
        assertThat(flat(sampler.batches(1))).isNotEqualTo(flat(batches));
        assertThat(flat(new Shuffled(103, Batching.ofSize(10), 6).batches(0))).isNotEqualTo(flat(batches));
    }

    @Test
    void fillsBatchesByTokens() {
        int[] lengths = IntStream.range(0, 500).map(i -> 1 + i * 37 % 90).toArray();
        lengths[7] = 1000;
        List<int[]> batches = new Shuffled(500, Batching.ofTokens(200, i -> lengths[i]), 1).batches(3);
        assertThat(flat(batches)).containsExactlyInAnyOrder(IntStream.range(0, 500).toArray());
        for (int i = 0; i < batches.size(); i++) {
            int[] batch = batches.get(i);
            int tokens = Arrays.stream(batch).map(example -> lengths[example]).sum();
            assertThat(tokens <= 200 || batch.length == 1).isTrue();
            if (i + 1 < batches.size()) {
                assertThat(tokens + lengths[batches.get(i + 1)[0]]).as("the next would not have fitted").isGreaterThan(200);
            }
        }
    }

    @Test
    void dropsBatchesThatAreTooSmall() {
        assertThat(new Shuffled(9, Batching.ofSize(4).withAtLeast(2), 1).batches(0)).hasSize(2);
        assertThat(new Shuffled(10, Batching.ofSize(4).withAtLeast(2), 1).batches(0)).hasSize(3);
        assertThatThrownBy(() -> Batching.ofSize(1).withAtLeast(2))
                .hasMessageContaining("a batch must have 2 examples or more, since its negatives are the other examples: got 1");
        assertThatThrownBy(() -> Mixture.of(new Shuffled(1, Batching.ofSize(4).withAtLeast(2), 1)).batches(0))
                .hasMessageContaining("the 1 examples do not fill one batch");
        assertThatThrownBy(() -> new Shuffled(0, Batching.ofSize(4), 1)).hasMessageContaining("must be an example to train on");
    }

    @Test
    void keepsDuplicatesApart() {
        // Text k occurs in the examples 3k, 3k + 1, 3k + 2; each has one of its own besides.
        NoDuplicates sampler = new NoDuplicates(90, Batching.ofSize(8), 2, i -> List.of("shared" + i / 3, "own" + i));
        List<int[]> batches = sampler.batches(0);
        assertThat(flat(batches)).containsExactlyInAnyOrder(IntStream.range(0, 90).toArray());
        for (int[] batch : batches) {
            Set<Integer> shared = new HashSet<>();
            for (int example : batch) {
                assertThat(shared.add(example / 3)).isTrue();
            }
        }
        assertThat(batches.stream().filter(batch -> batch.length == 8).count()).isGreaterThanOrEqualTo(9);
        // One text in all examples: nothing can share a batch, nothing is lost.
        assertThat(new NoDuplicates(5, Batching.ofSize(8), 2, i -> List.of("same")).batches(0)).hasSize(5);
    }

    @Test
    void pairsExamplesOfOneLabel() {
        int[] labels = IntStream.range(0, 101).map(i -> i % 7).toArray();
        List<int[]> batches = new GroupedByLabel(labels, Batching.ofSize(16), 4).batches(0);
        for (int[] batch : batches) {
            Map<Integer, Integer> counts = new HashMap<>();
            for (int example : batch) {
                counts.merge(labels[example], 1, Integer::sum);
            }
            assertThat(counts.values()).allMatch(count -> count % 2 == 0);
        }
        assertThat(flat(batches)).doesNotHaveDuplicates().hasSizeBetween(94, 101);
        assertThatThrownBy(() -> new GroupedByLabel(labels, Batching.ofSize(15), 4)).hasMessageContaining("even number");
    }

    @Test
    void dataSetsTakeTurns() {
        List<Sampler> samplers = List.of(new Shuffled(20, Batching.ofSize(4), 1), new Shuffled(100, Batching.ofSize(4), 1));
        List<Batch> inTurn = new Mixture(samplers, Order.ROUND_ROBIN, 1).batches(0);
        assertThat(inTurn.stream().map(Batch::source)).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        List<Batch> all = new Mixture(samplers, Order.PROPORTIONAL, 1).batches(0);
        assertThat(all).hasSize(30);
        assertThat(all.stream().filter(batch -> batch.source() == 0)).hasSize(5);
        assertThat(all.subList(0, 5).stream().map(Batch::source)).isNotEqualTo(List.of(0, 0, 0, 0, 0));
        assertThat(new Mixture(samplers, Order.PROPORTIONAL, 1).batches(1).stream().map(Batch::source))
                .isNotEqualTo(all.stream().map(Batch::source).toList());
    }
}
