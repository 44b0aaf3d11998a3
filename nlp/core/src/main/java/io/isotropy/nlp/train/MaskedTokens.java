package io.isotropy.nlp.train;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Classification;
import io.isotropy.kernels.Backend;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.nlp.data.Masking;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A batch with masked tokens and what the model makes of it.
 *
 * @param batch as the model saw it
 * @param states (N, D)
 * @param loss the mean cross-entropy of the tokens to be guessed, at whose places alone the head runs; 0 if there is none
 */
record MaskedTokens(PackedBatch batch, Var states, Var loss) {

    /**
     * Masks texts and guesses.
     *
     * @param types of the texts' tokens
     * @param random the generator of each text
     */
    static MaskedTokens of(
            TrainableBert bert, MaskedLanguageHead head, Masking masking, List<int[]> texts, List<int[]> types,
            IntFunction<Philox> random, Mode mode) {
        List<int[]> seen = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < texts.size(); i++) {
            Masking.Masked masked = masking.apply(texts.get(i), random.apply(i));
            seen.add(masked.ids());
            for (int m = 0; m < masked.positions().length; m++) {
                places.add(offset + masked.positions()[m]);
                targets.add(masked.targets()[m]);
            }
            offset += texts.get(i).length;
        }
        if (places.isEmpty()) { // as happens to a batch of very short texts: a row that does not count
            places.add(0);
            targets.add(Classification.IGNORED);
        }
        Backend backend = bert.parameters().backend();
        PackedBatch batch = PackedBatch.of(seen, types);
        Var states = bert.forward(batch, mode);
        Var guessed = head.forward(states.gather(ints(backend, places))); // (masked, D) -> (masked, V)
        return new MaskedTokens(batch, states, Classification.crossEntropy(guessed, ints(backend, targets)));
    }

    static IntTensor ints(Backend backend, List<Integer> values) {
        return IntTensor.of(backend, Shape.of(values.size()), values.stream().mapToInt(x -> x).toArray());
    }
}
