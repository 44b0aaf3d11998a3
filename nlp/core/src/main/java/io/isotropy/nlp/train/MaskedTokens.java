package io.isotropy.nlp.train;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.RowSelection;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Classification;
import io.isotropy.kernels.Backend;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.nlp.data.Masking;
import io.isotropy.nlp.text.IntSink;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A batch with masked tokens and what the model makes of it.
 *
 * @param states (rows, D), those that are read, with which the last layer ends
 * @param segments which of them are of which text
 * @param loss the mean cross-entropy of the tokens to be guessed; 0 if there is none
 */
record MaskedTokens(Var states, Segments segments, Var loss) {

    /**
     * Masks texts and guesses.
     *
     * @param types of the texts' tokens
     * @param random the generator of each text
     * @param withFirst whether the state of each text's first token is read, too
     */
    static MaskedTokens of(
            TrainableBert bert, MaskedLanguageHead head, Masking masking, List<int[]> texts, List<int[]> types,
            IntFunction<Philox> random, boolean withFirst, Mode mode) {
        List<int[]> seen = new ArrayList<>();
        IntSink rows = new IntSink(); // whose states are read
        List<Integer> guessed = new ArrayList<>(); // which of these are to be guessed
        List<Integer> targets = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < texts.size(); i++) {
            Masking.Masked masked = masking.apply(texts.get(i), random.apply(i));
            seen.add(masked.ids());
            if (withFirst && (masked.positions().length == 0 || masked.positions()[0] > 0)) {
                rows.add(offset);
            }
            for (int m = 0; m < masked.positions().length; m++) {
                guessed.add(rows.size());
                rows.add(offset + masked.positions()[m]);
                targets.add(masked.targets()[m]);
            }
            offset += texts.get(i).length;
        }
        if (guessed.isEmpty()) { // as happens to a batch of very short texts: a row that does not count
            if (rows.size() == 0) {
                rows.add(0);
            }
            guessed.add(0);
            targets.add(Classification.IGNORED);
        }
        Backend backend = bert.parameters().backend();
        PackedBatch batch = PackedBatch.of(seen, types);
        RowSelection selection = RowSelection.of(bert.segments(batch), rows.toArray());
        Var states = bert.forward(batch, selection, mode); // (rows, D)
        Var logits = head.forward(states.gather(ints(backend, guessed))); // (masked, D) -> (masked, V)
        return new MaskedTokens(states, selection.segments(), Classification.crossEntropy(logits, ints(backend, targets)));
    }

    static IntTensor ints(Backend backend, List<Integer> values) {
        return IntTensor.of(backend, Shape.of(values.size()), values.stream().mapToInt(x -> x).toArray());
    }
}
