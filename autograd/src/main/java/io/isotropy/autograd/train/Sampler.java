package io.isotropy.autograd.train;

import io.isotropy.tensor.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Which examples go into which batch: a function of seed and epoch alone, so that a place in it is two numbers. Names as in
 * sentence-transformers.
 */
public sealed interface Sampler {

    /** The batches of an epoch. */
    List<int[]> batches(int epoch);

    /** The number of examples that it draws from. */
    int size();

    /** All examples in random order ({@code batch_sampler}). */
    record Shuffled(int size, Batching batching, long seed) implements Sampler {
        public Shuffled {
            requireExamples(size);
        }

        @Override
        public List<int[]> batches(int epoch) {
            return batching.cut(Philox.of(seed).child(epoch).permutation(size));
        }
    }

    /**
     * No text twice in a batch ({@code no_duplicates}): for losses that take the other examples as negatives, of which none may be a
     * positive. Examples that clash with the batch at hand wait for a later one.
     *
     * @param texts the texts of an example
     */
    record NoDuplicates(int size, Batching batching, long seed, IntFunction<List<String>> texts) implements Sampler {
        public NoDuplicates {
            requireExamples(size);
        }

        @Override
        public List<int[]> batches(int epoch) {
            int[] waiting = Philox.of(seed).child(epoch).permutation(size);
            int count = size;
            List<int[]> batches = new ArrayList<>();
            while (count > 0) {
                Set<String> seen = new HashSet<>();
                int[] batch = new int[Math.min(count, batching.maxExamples())];
                int taken = 0;
                long tokens = 0;
                int read = 0;
                int kept = 0;
                while (read < count && batching.fits(taken, tokens, waiting[read])) {
                    int example = waiting[read++];
                    List<String> own = texts.apply(example);
                    if (own.stream().noneMatch(seen::contains)) {
                        seen.addAll(own);
                        batch[taken++] = example;
                        tokens += batching.length().applyAsInt(example);
                    } else {
                        waiting[kept++] = example;
                    }
                }
                System.arraycopy(waiting, read, waiting, kept, count - read);
                count -= taken;
                if (taken >= batching.minExamples()) {
                    batches.add(Arrays.copyOf(batch, taken));
                }
            }
            return batches;
        }
    }

    /**
     * Every class of a batch has two examples there or more ({@code group_by_label}), as losses over triplets of a batch need it: pairs
     * of one class in random order. Of a class with an odd number of examples one is left out, another in every epoch.
     *
     * @param labels one per example
     */
    record GroupedByLabel(int[] labels, Batching batching, long seed) implements Sampler {
        public GroupedByLabel {
            labels = labels.clone();
            requireExamples(labels.length);
            if (batching.maxTokens() != Long.MAX_VALUE || batching.maxExamples() % 2 != 0) {
                throw new IllegalArgumentException("[sampler] batches of pairs of one label are made by an even number of examples: got "
                        + (batching.maxTokens() != Long.MAX_VALUE ? batching.maxTokens() + " tokens" : batching.maxExamples()));
            }
        }

        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public List<int[]> batches(int epoch) {
            Philox random = Philox.of(seed).child(epoch);
            Map<Integer, Integer> waiting = new LinkedHashMap<>(); // label to the example that has no partner yet
            List<int[]> pairs = new ArrayList<>();
            for (int example : random.permutation(labels.length)) {
                Integer partner = waiting.remove(labels[example]);
                if (partner == null) {
                    waiting.put(labels[example], example);
                } else {
                    pairs.add(new int[] {partner, example});
                }
            }
            int[] order = new int[2 * pairs.size()];
            int at = 0;
            for (int pair : random.withStream(1).permutation(pairs.size())) {
                order[at++] = pairs.get(pair)[0];
                order[at++] = pairs.get(pair)[1];
            }
            return batching.cut(order);
        }
    }

    private static void requireExamples(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("[sampler] there must be an example to train on: got " + size);
        }
    }
}
