package io.isotropy.nlp.train;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Classification;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.train.Batch;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.data.Masking;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Pre-training by guessing masked tokens: Devlin et al. 2019, §3.1, task 1. A text has other riddles in every epoch. */
public final class MaskedLanguageModel implements Trainable {

    private final TrainableBert bert;
    private final MaskedLanguageHead head;
    private final TokenizedExamples examples;
    private final Masking masking;
    private final long seed;

    /**
     * An objective for an encoder and its head.
     *
     * @param examples of one text each
     * @param seed of the riddles
     */
    public MaskedLanguageModel(
            TrainableBert bert, MaskedLanguageHead head, TokenizedExamples examples, Masking masking, long seed) {
        this.bert = bert;
        this.head = head;
        this.examples = examples;
        this.masking = masking;
        this.seed = seed;
    }

    @Override
    public Parameters parameters() {
        return bert.parameters();
    }

    /** The mean cross-entropy of the tokens to be guessed, at whose places alone the head runs; 0 if there is none. */
    @Override
    public Var loss(Batch batch, Mode mode) {
        List<int[]> seen = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        int offset = 0;
        List<int[]> texts = examples.byColumn(batch.examples());
        for (int i = 0; i < texts.size(); i++) {
            int[] ids = texts.get(i);
            Masking.Masked masked = masking.apply(ids, Augmentation.randomFor(seed, batch.epoch(), batch.examples()[i]));
            seen.add(masked.ids());
            for (int m = 0; m < masked.positions().length; m++) {
                places.add(offset + masked.positions()[m]);
                targets.add(masked.targets()[m]);
            }
            offset += ids.length;
        }
        if (places.isEmpty()) { // as happens to a batch of very short texts: a row that does not count
            places.add(0);
            targets.add(Classification.IGNORED);
        }
        Var states = bert.forward(PackedBatch.of(seen), mode).gather(ints(places)); // (masked, D)
        return Classification.crossEntropy(head.forward(states), ints(targets));
    }

    private IntTensor ints(List<Integer> values) {
        return IntTensor.of(parameters().backend(), Shape.of(values.size()), values.stream().mapToInt(x -> x).toArray());
    }
}
