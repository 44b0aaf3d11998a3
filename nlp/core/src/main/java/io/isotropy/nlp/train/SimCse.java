package io.isotropy.nlp.train;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Contrastive;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.train.Batch;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.data.Example;
import io.isotropy.nlp.data.Masking;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.tensor.Philox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SimCSE: Gao et al. 2021, "SimCSE: Simple Contrastive Learning of Sentence Embeddings". Examples of one text are learnt without
 * supervision (§3): the text goes through the encoder twice, and dropout makes the difference. Those of two are pairs, those of three have
 * a hard negative, too (§4).
 */
public final class SimCse implements Trainable {

    /** The temperature τ of the paper. */
    public static final double TEMPERATURE = 0.05;

    /** Positives other than the text itself, and what they are made of. */
    private record Making(Positives positives, List<String> texts, long seed) {}

    /** The auxiliary term. */
    private record MaskedTerm(MaskedLanguageHead head, Masking masking, float weight, long seed) {}

    private final TrainableSentenceEncoder encoder;
    private final TokenizedExamples examples;
    private final float scale;
    private final float hardNegativeWeight;
    private final @Nullable Linear head;
    private final @Nullable Making making;
    private final @Nullable MaskedTerm masked;

    /**
     * An objective for an encoder.
     *
     * @param temperature τ of eq. 1
     * @param hardNegativeWeight log α of the paper's appendix; 0 for none
     * @param mlp whether a dense layer with tanh stands behind the pooling in training; it is not part of the encoder
     */
    public SimCse(
            TrainableSentenceEncoder encoder, TokenizedExamples examples, double temperature, double hardNegativeWeight, boolean mlp) {
        if (!(temperature > 0) || !Double.isFinite(temperature)) {
            throw new IllegalArgumentException("[simCse] temperature must be above 0: got " + temperature);
        }
        this.encoder = encoder;
        this.examples = examples;
        this.scale = (float) (1 / temperature);
        this.hardNegativeWeight = (float) hardNegativeWeight;
        int size = encoder.dimension();
        this.head = mlp ? Linear.create(encoder.parameters().at("mlp.dense"), size, size, Initializer.normal(0.02f)) : null;
        this.making = null;
        this.masked = null;
    }

    private SimCse(SimCse other, @Nullable Making making, @Nullable MaskedTerm masked) {
        this.encoder = other.encoder;
        this.examples = other.examples;
        this.scale = other.scale;
        this.hardNegativeWeight = other.hardNegativeWeight;
        this.head = other.head;
        this.making = making;
        this.masked = masked;
    }

    /**
     * The same with positives of another make, for examples of one text.
     *
     * @param texts those of the examples
     * @param seed of what is drawn
     */
    public SimCse withPositives(Positives positives, List<? extends Example> texts, long seed) {
        if (examples.columns() != 1) {
            throw new IllegalArgumentException("[simCse] positives are made for examples of one text: got " + examples.columns());
        }
        List<String> first = texts.stream().map(example -> example.texts().getFirst()).toList();
        return new SimCse(this, new Making(positives, first, seed), masked);
    }

    /**
     * The same with the loss of guessing masked tokens of the same texts added: §3 and appendix, "auxiliary objective"; as the original
     * code, all texts of a batch go through the encoder once more, with masks.
     *
     * @param weight λ; 0.1 in the paper
     * @param seed of the masks
     */
    public SimCse withMaskedTokens(MaskedLanguageHead maskedHead, Masking masking, double weight, long seed) {
        if (!(weight > 0) || !Double.isFinite(weight)) {
            throw new IllegalArgumentException("[simCse] the weight of masked tokens must be above 0: got " + weight);
        }
        return new SimCse(this, making, new MaskedTerm(maskedHead, masking, (float) weight, seed));
    }

    @Override
    public Parameters parameters() {
        return encoder.parameters();
    }

    /** Eq. 1 and, with hard negatives, eq. 5 of the paper; with masked tokens ℓ + λ·ℓ_mlm. */
    @Override
    public Var loss(Batch batch, Mode mode) {
        int n = batch.size();
        List<int[]> texts = texts(batch);
        Var z = pooled(batch, texts, mode); // (2n, D), or (3n, D) with hard negatives
        if (head != null) {
            z = Elementwise.tanh(head.forward(z));
        }
        List<Var> negatives = new ArrayList<>();
        for (int from = 2 * n; from < texts.size(); from += n) {
            negatives.add(z.slice(0, from, from + n));
        }
        Var loss = Contrastive.infoNce(z.slice(0, 0, n), z.slice(0, n, 2 * n), negatives, scale, hardNegativeWeight, false);
        MaskedTerm term = masked;
        if (term == null) {
            return loss;
        }
        List<int[]> types = texts.stream().map(ids -> new int[ids.length]).toList();
        Var guessing = MaskedTokens.of(
                encoder.bert(), term.head, term.masking, texts, types, i -> random(term.seed, batch, i), false, mode).loss();
        return loss.plus(guessing.times(term.weight));
    }

    /** The first texts of all examples, then their second texts, and so on. */
    private List<int[]> texts(Batch batch) {
        List<int[]> texts = examples.byColumn(batch.examples());
        if (examples.columns() > 1) {
            return texts;
        }
        Making made = making;
        if (made != null && made.positives instanceof Positives.Changed changed) {
            for (int example : batch.examples()) {
                Philox random = Augmentation.randomFor(made.seed, batch.epoch(), example);
                texts.add(encoder.tokenizer().ids(changed.augmentation().apply(made.texts.get(example), random)));
            }
        } else {
            texts.addAll(List.copyOf(texts));
        }
        return texts;
    }

    private Var pooled(Batch batch, List<int[]> texts, Mode mode) {
        Making made = making;
        if (made == null || !(made.positives instanceof Positives.Cut cut)) {
            return encoder.pooled(texts, mode);
        }
        return encoder.pooled(texts, mode, embedded -> embedded.times(Var.constant(cut.cutoff().mask(
                embedded.backend(), texts, batch.size(), encoder.dimension(), i -> random(made.seed, batch, i)))));
    }

    /** The generator of text i of a batch: column by column, the n examples. */
    private static Philox random(long seed, Batch batch, int i) {
        int n = batch.size();
        return Augmentation.randomFor(seed, batch.epoch(), batch.examples()[i % n]).child(i / n);
    }
}
