package io.isotropy.nlp.bert;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.RowSelection;
import io.isotropy.autograd.Var;
import io.isotropy.kernels.Backend;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.text.WordPieceTokenizer;
import io.isotropy.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Guesses the masked tokens of a text by a model that was trained to (Devlin et al. 2019, §3.1):
 *
 * <pre>{@code
 * FillMask.load(folder, backend).fill("the capital of france is [MASK].", 5).getFirst();
 * }</pre>
 */
public final class FillMask {

    private final MaskedLanguageHead head;
    private final WordPieceTokenizer tokenizer;
    private final int mask;

    private FillMask(MaskedLanguageHead head, WordPieceTokenizer tokenizer, int mask) {
        this.head = head;
        this.tokenizer = tokenizer;
        this.mask = mask;
    }

    /**
     * What may stand for a mask.
     *
     * @param probability among all tokens
     * @param token as in the vocabulary
     * @param text the whole text with it; other masks stay
     */
    public record Guess(double probability, int id, String token, String text) {}

    /**
     * Loads a folder such as {@code BertForMaskedLM} and {@code train mlm} save.
     *
     * @throws IOException if a file is missing or is not as it must be, the folder has no head for masked tokens or its tokenizer no mask
     */
    public static FillMask load(Path folder, Backend backend) throws IOException {
        MaskedLanguageHead head = MaskedLanguageHead.load(folder, backend);
        WordPieceTokenizer tokenizer = WordPieceTokenizer.load(folder);
        int mask = tokenizer.special().mask().orElseThrow(() -> new ModelFolderException(
                folder, "has a tokenizer without a mask token: its vocabulary needs [MASK]"));
        int positions = head.bert().config().maxPositions();
        int max = Math.min(tokenizer.maxLength().orElse(positions), positions);
        return new FillMask(head, tokenizer.withMaxLength(max), mask);
    }

    /** The mask as it is written in a text. */
    public String mask() {
        return tokenizer.token(mask);
    }

    /**
     * The likeliest tokens of every mask, in the order of the masks; each is guessed while the others are masks.
     *
     * @param count of guesses, 1 or more
     */
    public List<List<Guess>> fill(String text, int count) {
        int[] ids = tokenizer.ids(text);
        int[] places = IntStream.range(0, ids.length).filter(i -> ids[i] == mask).toArray();
        if (places.length == 0) {
            boolean cut = tokenizer.countTokens(text) > ids.length && text.contains(mask());
            throw new IllegalArgumentException("[fillMask] the text must have the token " + mask()
                    + (cut ? " among the first " + ids.length + " tokens, which are all that the model reads" : " where a word is to be guessed"));
        }
        if (count < 1) {
            throw new IllegalArgumentException("[fillMask] the number of guesses must be 1 or more: got " + count);
        }
        float[] logits = logits(ids, places);
        int words = head.bert().config().vocabularySize();
        List<List<Guess>> all = new ArrayList<>();
        for (int m = 0; m < places.length; m++) {
            all.add(guesses(Arrays.copyOfRange(logits, m * words, (m + 1) * words), ids, places[m], count));
        }
        return all;
    }

    private float[] logits(int[] ids, int[] places) {
        TrainableBert bert = head.bert();
        try (Scope _ = Scope.open();
                NoGradient _ = NoGradient.open()) {
            PackedBatch batch = PackedBatch.of(List.of(ids));
            Var states = bert.forward(batch, RowSelection.of(bert.segments(batch), places), Mode.eval()); // (masks, D)
            return head.forward(states).value().toArray();
        }
    }

    private List<Guess> guesses(float[] logits, int[] ids, int place, int count) {
        double largest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        List<Integer> best = IntStream.range(0, Math.min(logits.length, tokenizer.vocabularySize())).boxed()
                .sorted(Comparator.comparingDouble(id -> -logits[id]))
                .limit(count)
                .toList();
        List<Guess> guesses = new ArrayList<>();
        for (int id : best) {
            int[] filled = Arrays.copyOfRange(ids, 1, ids.length - 1); // without [CLS] and [SEP]
            filled[place - 1] = id;
            guesses.add(new Guess(
                    Math.exp(logits[id] - largest) / sum, id, tokenizer.token(id), tokenizer.decode(filled, false)));
        }
        return guesses;
    }
}
