package io.isotropy.nlp.train;

import io.isotropy.kernels.Backend;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Parts of a text's embeddings set to 0, in front of the first layer: Shen et al. 2020, "A Simple but Tough-to-Beat Data Augmentation
 * Approach for Natural Language Understanding and Generation", §3; as ConSERT compares them (Yan et al. 2021, §3.3), but for [CLS] and
 * [SEP], which are never cut, and without drawing a token twice.
 *
 * @param share of the tokens or of the features
 */
public record Cutoff(Kind kind, double share) {

    /** What is cut. */
    public enum Kind {
        /** Whole tokens, all features of them. ConSERT's share is 0.15. */
        TOKENS,
        /** Whole features, in all tokens of a text. ConSERT's share is 0.2. */
        FEATURES
    }

    /** Checks the share. */
    public Cutoff {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("[cutoff] share must be 0 or more and below 1: got " + share);
        }
    }

    /**
     * 0 where an embedding is cut, else 1: (N, D).
     *
     * @param from the first text that is changed
     * @param random the generator of each text
     */
    Tensor mask(Backend backend, List<int[]> texts, int from, int size, IntFunction<Philox> random) {
        int rows = texts.stream().mapToInt(ids -> ids.length).sum();
        float[] mask = new float[rows * size];
        Arrays.fill(mask, 1);
        int row = 0;
        for (int s = 0; s < texts.size(); s++) {
            int length = texts.get(s).length;
            if (s >= from) {
                switch (kind) {
                    case TOKENS -> cutTokens(mask, row, length, size, random.apply(s));
                    case FEATURES -> cutFeatures(mask, row, length, size, random.apply(s));
                }
            }
            row += length;
        }
        return Tensor.of(backend, Shape.of(rows, size), mask);
    }

    private void cutTokens(float[] mask, int row, int length, int size, Philox random) {
        int inner = Math.max(0, length - 2);
        int count = Math.min(Math.max(0, inner - 1), (int) Math.max(1, Math.round(share * inner)));
        int[] order = random.permutation(inner);
        for (int i = 0; i < count; i++) {
            int at = (row + 1 + order[i]) * size;
            Arrays.fill(mask, at, at + size, 0);
        }
    }

    private void cutFeatures(float[] mask, int row, int length, int size, Philox random) {
        int count = (int) Math.round(share * size);
        int[] order = random.permutation(size);
        for (int i = 0; i < count; i++) {
            for (int r = row; r < row + length; r++) {
                mask[r * size + order[i]] = 0;
            }
        }
    }
}
