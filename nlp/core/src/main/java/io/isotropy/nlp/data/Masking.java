package io.isotropy.nlp.data;

import io.isotropy.nlp.text.IntSink;
import io.isotropy.nlp.text.WordPieceTokenizer;
import io.isotropy.tensor.Philox;
import java.util.BitSet;

/**
 * What a masked language model learns from (Devlin et al. 2019, §3.1): 15 % of the tokens are to be guessed; of these 80 % become [MASK],
 * 10 % a random token and 10 % stay. The special tokens are never chosen.
 *
 * <p>Token by token each is chosen by itself with that probability, as in Hugging Face's {@code DataCollatorForLanguageModeling}. By whole
 * words, words are taken in random order until 15 % of the tokens, at least one, are chosen, as in BERT's {@code
 * create_pretraining_data.py}; what becomes of each token is drawn for itself there too.
 */
public final class Masking {

    /** The share of tokens that are to be guessed. */
    public static final double PROBABILITY = 0.15;

    private static final float MASKED = 0.8f;
    private static final float REPLACED = 0.1f;
    /** Streams of an example's generator. */
    private static final int CHOICE = 0;
    private static final int FATE = 1;
    private static final int TOKEN = 2;

    private final double probability;
    private final boolean wholeWords;
    private final int mask;
    private final int vocabularySize;
    private final BitSet special = new BitSet();
    private final BitSet continuations = new BitSet();

    /**
     * Masking for the vocabulary of a tokenizer.
     *
     * @param probability of a token to be guessed; {@link #PROBABILITY} in the paper
     * @param wholeWords whether the pieces of a word are chosen together
     */
    public Masking(WordPieceTokenizer tokenizer, double probability, boolean wholeWords) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("[masking] probability must be between 0 and 1: got " + probability);
        }
        if (tokenizer.special().mask().isEmpty()) {
            throw new IllegalArgumentException("[masking] the tokenizer has no mask token; add [MASK] to its vocabulary");
        }
        this.probability = probability;
        this.wholeWords = wholeWords;
        this.mask = tokenizer.special().mask().getAsInt();
        this.vocabularySize = tokenizer.vocabularySize();
        tokenizer.specialIds().forEach(special::set);
        tokenizer.continuationIds().forEach(continuations::set);
    }

    /**
     * A text with its riddles.
     *
     * @param ids what the model sees
     * @param positions where it must guess, ascending
     * @param targets the original ids there
     */
    public record Masked(int[] ids, int[] positions, int[] targets) {}

    /** Masks a text; {@link Augmentation#randomFor} gives it other riddles in every epoch. {@code ids} stays as it is. */
    public Masked apply(int[] ids, Philox random) {
        BitSet chosen = wholeWords ? wordsOf(ids, random.withStream(CHOICE)) : tokensOf(ids, random.withStream(CHOICE));
        int[] seen = ids.clone();
        int[] positions = chosen.stream().toArray();
        int[] targets = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            int at = positions[i];
            targets[i] = ids[at];
            float fate = random.withStream(FATE).uniform(at);
            if (fate < MASKED) {
                seen[at] = mask;
            } else if (fate < MASKED + REPLACED) {
                seen[at] = random.withStream(TOKEN).integer(at, vocabularySize);
            }
        }
        return new Masked(seen, positions, targets);
    }

    private BitSet tokensOf(int[] ids, Philox random) {
        BitSet chosen = new BitSet(ids.length);
        for (int i = 0; i < ids.length; i++) {
            if (!special.get(ids[i]) && random.uniform(i) < probability) {
                chosen.set(i);
            }
        }
        return chosen;
    }

    private BitSet wordsOf(int[] ids, Philox random) {
        IntSink starts = new IntSink();
        int tokens = 0;
        for (int i = 0; i < ids.length; i++) {
            if (!special.get(ids[i])) {
                tokens++;
                boolean inside = i > 0 && continuations.get(ids[i]) && !special.get(ids[i - 1]);
                if (!inside) {
                    starts.add(i);
                }
            }
        }
        int budget = tokens == 0 ? 0 : (int) Math.max(1, Math.round(probability * tokens));
        BitSet chosen = new BitSet(ids.length);
        for (int word : random.permutation(starts.size())) {
            int from = starts.get(word);
            int to = from + 1;
            while (to < ids.length && continuations.get(ids[to])) {
                to++;
            }
            if (to - from <= budget) { // a word that is too long for what is left is passed over
                chosen.set(from, to);
                budget -= to - from;
            }
            if (budget == 0) {
                break;
            }
        }
        return chosen;
    }
}
