package io.isotropy.autograd.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * When a batch is full. Batches are packed, so that a budget of tokens bounds memory and time whatever the lengths are, and nothing has
 * to be sorted by length.
 *
 * @param maxExamples the most examples
 * @param maxTokens the most tokens; an example that is longer stands alone
 * @param length the tokens of an example
 * @param minExamples batches with fewer are dropped: 2 for losses that take their negatives from the batch
 */
public record Batching(int maxExamples, long maxTokens, IntUnaryOperator length, int minExamples) {

    /** Checks the sizes. */
    public Batching {
        if (minExamples < 1 || maxExamples < minExamples) {
            throw new IllegalArgumentException("[batching] a batch must have " + Math.max(1, minExamples)
                    + (minExamples > 1 ? " examples or more, since its negatives are the other examples" : " example or more")
                    + ": got " + maxExamples);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("[batching] a batch must have room for 1 token or more: got " + maxTokens);
        }
    }

    /** Batches of so many examples; the last of an epoch may have fewer. */
    public static Batching ofSize(int examples) {
        return new Batching(examples, Long.MAX_VALUE, example -> 0, 1);
    }

    /** Batches of as many examples as fit so many tokens. */
    public static Batching ofTokens(long tokens, IntUnaryOperator length) {
        return new Batching(Integer.MAX_VALUE, tokens, length, 1);
    }

    /** The same, without batches of fewer examples. */
    public Batching withAtLeast(int examples) {
        return new Batching(maxExamples, maxTokens, length, examples);
    }

    /** Whether another example still fits. */
    boolean fits(int count, long tokens, int example) {
        return count == 0 || count < maxExamples && tokens + length.applyAsInt(example) <= maxTokens;
    }

    /** The examples in their order, cut into batches. */
    List<int[]> cut(int[] order) {
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        while (from < order.length) {
            int to = from;
            long tokens = 0;
            while (to < order.length && fits(to - from, tokens, order[to])) {
                tokens += length.applyAsInt(order[to++]);
            }
            if (to - from >= minExamples) {
                batches.add(Arrays.copyOfRange(order, from, to));
            }
            from = to;
        }
        return batches;
    }
}
