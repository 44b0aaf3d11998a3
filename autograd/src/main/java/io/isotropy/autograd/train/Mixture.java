package io.isotropy.autograd.train;

import io.isotropy.tensor.Philox;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of one data set or several; a batch is of one set alone.
 *
 * @param order how several sets take turns
 */
public record Mixture(List<Sampler> samplers, Order order, long seed) {

    /** How data sets take turns, named as in sentence-transformers. */
    public enum Order {
        /** One batch of each in turn, until one of them has no more. */
        ROUND_ROBIN,
        /** All batches of all, in random order. */
        PROPORTIONAL
    }

    /** Copies the list. */
    public Mixture {
        samplers = List.copyOf(samplers);
        if (samplers.isEmpty()) {
            throw new IllegalArgumentException("[mixture] there must be a data set to train on: got none");
        }
    }

    /** One data set. */
    public static Mixture of(Sampler sampler) {
        return new Mixture(List.of(sampler), Order.ROUND_ROBIN, 0);
    }

    /** The number of examples of all sets. */
    public long size() {
        return samplers.stream().mapToLong(Sampler::size).sum();
    }

    /** The batches of an epoch. */
    public List<Batch> batches(int epoch) {
        List<List<int[]>> all = samplers.stream().map(sampler -> sampler.batches(epoch)).toList();
        List<Batch> batches = order == Order.ROUND_ROBIN ? inTurn(all, epoch) : shuffled(all, epoch);
        if (batches.isEmpty()) {
            throw new IllegalArgumentException(
                    "[mixture] the " + size() + " examples do not fill one batch; give more, or make batches smaller");
        }
        return batches;
    }

    private static List<Batch> inTurn(List<List<int[]>> all, int epoch) {
        List<Batch> batches = new ArrayList<>();
        int rounds = all.stream().mapToInt(List::size).min().orElse(0);
        for (int round = 0; round < rounds; round++) {
            for (int source = 0; source < all.size(); source++) {
                batches.add(new Batch(source, epoch, all.get(source).get(round)));
            }
        }
        return batches;
    }

    private List<Batch> shuffled(List<List<int[]>> all, int epoch) {
        List<Batch> batches = new ArrayList<>();
        for (int source = 0; source < all.size(); source++) {
            for (int[] examples : all.get(source)) {
                batches.add(new Batch(source, epoch, examples));
            }
        }
        List<Batch> shuffled = new ArrayList<>(batches.size());
        for (int place : Philox.of(seed).child(epoch).withStream(2).permutation(batches.size())) {
            shuffled.add(batches.get(place));
        }
        return shuffled;
    }
}
