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
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
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

    private final TrainableSentenceEncoder encoder;
    private final TokenizedExamples examples;
    private final float scale;
    private final float hardNegativeWeight;
    private final @Nullable Linear head;

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
    }

    @Override
    public Parameters parameters() {
        return encoder.parameters();
    }

    /** Eq. 1 and, with hard negatives, eq. 5 of the paper. */
    @Override
    public Var loss(Batch batch, Mode mode) {
        int n = batch.size();
        List<int[]> texts = examples.byColumn(batch.examples());
        if (examples.columns() == 1) {
            texts.addAll(List.copyOf(texts));
        }
        Var z = encoder.pooled(texts, mode); // (2n, D), or (3n, D) with hard negatives
        if (head != null) {
            z = Elementwise.tanh(head.forward(z));
        }
        List<Var> negatives = new ArrayList<>();
        for (int from = 2 * n; from < texts.size(); from += n) {
            negatives.add(z.slice(0, from, from + n));
        }
        return Contrastive.infoNce(z.slice(0, 0, n), z.slice(0, n, 2 * n), negatives, scale, hardNegativeWeight, false);
    }
}
