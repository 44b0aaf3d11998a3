package io.isotropy.nlp.train;

import io.isotropy.nlp.data.NextSentence;
import io.isotropy.nlp.text.SpecialTokens;
import io.isotropy.nlp.text.WordPieceTokenizer;
import io.isotropy.tensor.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pairs for next-sentence prediction as BERT sees them: [CLS] first [SEP] second [SEP], with token types 0 and 1. */
public final class SentencePairs {

    private record Pair(int[] ids, int secondStart, boolean isNext) {}

    private final List<Pair> pairs;

    private SentencePairs(List<Pair> pairs) {
        this.pairs = pairs;
    }

    /**
     * Draws pairs from documents.
     *
     * @param documents of sentences
     * @param maxLength the most tokens of a pair
     * @param passes over the documents, each with other pairs: {@code dupe_factor} of BERT's {@code create_pretraining_data.py}
     */
    public static SentencePairs of(
            List<List<String>> documents, WordPieceTokenizer tokenizer, int maxLength, int passes, long seed) {
        SpecialTokens special = tokenizer.special();
        if (special.cls().isEmpty() || special.sep().isEmpty()) {
            throw new IllegalArgumentException("[sentencePairs] the tokenizer must have [CLS] and [SEP] in its vocabulary");
        }
        if (passes < 1) {
            throw new IllegalArgumentException("[sentencePairs] the number of passes must be 1 or more: got " + passes);
        }
        int cls = special.cls().getAsInt();
        int sep = special.sep().getAsInt();
        List<List<int[]>> tokens = documents.stream()
                .map(document -> document.stream().map(sentence -> inner(tokenizer.ids(sentence))).toList())
                .toList();
        NextSentence task = new NextSentence(tokens, maxLength);
        List<Pair> pairs = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            for (NextSentence.SentencePair pair : task.pairs(Philox.of(seed).child(pass))) {
                pairs.add(joined(pair, cls, sep));
            }
        }
        return new SentencePairs(pairs);
    }

    /** Without the special tokens at both ends. */
    private static int[] inner(int[] ids) {
        return Arrays.copyOfRange(ids, 1, ids.length - 1);
    }

    private static Pair joined(NextSentence.SentencePair pair, int cls, int sep) {
        int first = pair.first().length;
        int second = pair.second().length;
        int[] ids = new int[first + second + 3];
        ids[0] = cls;
        System.arraycopy(pair.first(), 0, ids, 1, first);
        ids[first + 1] = sep;
        System.arraycopy(pair.second(), 0, ids, first + 2, second);
        ids[ids.length - 1] = sep;
        return new Pair(ids, first + 2, pair.isNext());
    }

    /** The number of pairs. */
    public int size() {
        return pairs.size();
    }

    /** The tokens of a pair. */
    public int tokens(int pair) {
        return pairs.get(pair).ids.length;
    }

    int[] ids(int pair) {
        return pairs.get(pair).ids;
    }

    int[] types(int pair) {
        int[] types = new int[tokens(pair)];
        Arrays.fill(types, pairs.get(pair).secondStart, types.length, 1);
        return types;
    }

    boolean isNext(int pair) {
        return pairs.get(pair).isNext;
    }
}
