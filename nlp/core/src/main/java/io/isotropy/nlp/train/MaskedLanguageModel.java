package io.isotropy.nlp.train;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Classification;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.train.Batch;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.bert.NextSentenceHead;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.data.Masking;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * BERT's pre-training: Devlin et al. 2019, §3.1: guessing masked tokens (task 1) and, where examples are pairs, whether the second text
 * goes on where the first ends (task 2). A text has other riddles in every epoch.
 */
public final class MaskedLanguageModel implements Trainable {

    /** Task 2: which class examples have, and what guesses it. */
    private record NextSentences(SentencePairs pairs, NextSentenceHead head) {}

    private final TrainableBert bert;
    private final MaskedLanguageHead head;
    private final IntFunction<int[]> ids;
    private final IntFunction<int[]> types;
    private final @Nullable NextSentences next;
    private final Masking masking;
    private final long seed;

    private MaskedLanguageModel(
            TrainableBert bert, MaskedLanguageHead head, IntFunction<int[]> ids, IntFunction<int[]> types,
            @Nullable NextSentences next, Masking masking, long seed) {
        this.bert = bert;
        this.head = head;
        this.ids = ids;
        this.types = types;
        this.next = next;
        this.masking = masking;
        this.seed = seed;
    }

    /**
     * Task 1 for an encoder and its head.
     *
     * @param examples of one text each
     * @param seed of the riddles
     */
    public MaskedLanguageModel(
            TrainableBert bert, MaskedLanguageHead head, TokenizedExamples examples, Masking masking, long seed) {
        this(bert, head, examples::first, example -> new int[examples.first(example).length], null, masking, seed);
    }

    /** Both tasks for an encoder and its heads. */
    public static MaskedLanguageModel withNextSentence(
            TrainableBert bert, MaskedLanguageHead head, NextSentenceHead nextHead, SentencePairs pairs, Masking masking, long seed) {
        return new MaskedLanguageModel(
                bert, head, pairs::ids, pairs::types, new NextSentences(pairs, nextHead), masking, seed);
    }

    @Override
    public Parameters parameters() {
        return bert.parameters();
    }

    /** The mean cross-entropy of the tokens to be guessed, and for pairs that of their classes added to it. */
    @Override
    public Var loss(Batch batch, Mode mode) {
        int[] examples = batch.examples();
        MaskedTokens masked = MaskedTokens.of(
                bert, head, masking, Arrays.stream(examples).mapToObj(ids).toList(), Arrays.stream(examples).mapToObj(types).toList(),
                i -> Augmentation.randomFor(seed, batch.epoch(), examples[i]), next != null, mode);
        NextSentences second = next;
        if (second == null) {
            return masked.loss();
        }
        List<Integer> classes = Arrays.stream(examples)
                .mapToObj(example -> second.pairs.isNext(example) ? NextSentenceHead.NEXT : NextSentenceHead.RANDOM)
                .toList();
        Var logits = second.head.forward(masked.states(), masked.segments()); // (pairs, 2)
        return masked.loss().plus(Classification.crossEntropy(logits, MaskedTokens.ints(parameters().backend(), classes)));
    }
}
