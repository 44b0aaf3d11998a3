package io.isotropy.nlp.train;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Classification;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.train.Batch;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.sentence.TrainableEncoder;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Sentence vectors from natural language inference: Conneau et al. 2017, "Supervised Learning of Universal Sentence Representations from
 * Natural Language Inference Data", §3.1 and figure 1 (InferSent), which the supervised task of USE follows (Cer et al. 2018, §3.3): the softmax
 * of a classifier of (u, v, |u − v|, u∗v), for sentence vectors u and v. The classifier is not part of the encoder.
 */
public final class NliClassifier implements Trainable {

    /**
     * The classifier: two hidden layers, as in the original code.
     *
     * @param hidden their size
     * @param nonlinear whether tanh follows each of them; the original's own default is that nothing does
     * @param dropout in front of every layer of a nonlinear one
     */
    public record Config(int hidden, boolean nonlinear, float dropout) {

        /** Conneau et al. 2017, §3.3: 512 units. */
        public static final Config DEFAULT = new Config(512, false, 0);

        /** Checks the sizes. */
        public Config {
            if (hidden < 1) {
                throw new IllegalArgumentException("[nliClassifier] the hidden size must be above 0: got " + hidden);
            }
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("[nliClassifier] dropout must be 0 or more and below 1: got " + dropout);
            }
        }
    }

    /** Pairs that are classified at once. */
    private static final int EVALUATED = 128;

    private final TrainableEncoder encoder;
    private final TokenizedExamples examples;
    private final int[] labels;
    private final Config config;
    private final List<Linear> layers;

    /**
     * An objective for an encoder.
     *
     * @param classes labels are 0 to {@code classes} − 1
     */
    public NliClassifier(TrainableEncoder encoder, List<LabelledPair> pairs, int classes, Config config) {
        this.encoder = encoder;
        this.examples = TokenizedExamples.of(pairs, encoder::ids);
        this.labels = pairs.stream().mapToInt(LabelledPair::label).toArray();
        this.config = config;
        Parameters classifier = encoder.parameters().at("classifier");
        this.layers = List.of(
                Linear.create(classifier.at("0"), 4 * encoder.dimension(), config.hidden),
                Linear.create(classifier.at("1"), config.hidden, config.hidden),
                Linear.create(classifier.at("2"), config.hidden, classes));
    }

    /** The tokens of an example, for batches by tokens. */
    public int tokens(int example) {
        return examples.tokens(example);
    }

    @Override
    public Parameters parameters() {
        return encoder.parameters();
    }

    /** The mean cross-entropy of a batch. */
    @Override
    public Var loss(Batch batch, Mode mode) {
        int n = batch.size();
        int[] targets = new int[n];
        for (int i = 0; i < n; i++) {
            targets[i] = labels[batch.examples()[i]];
        }
        Var logits = logits(examples.byColumn(batch.examples()), mode);
        return Classification.crossEntropy(logits, IntTensor.of(logits.backend(), Shape.of(n), targets));
    }

    /**
     * Logits of pairs.
     *
     * @param texts the first text of each of n pairs, then the second of each
     * @return (n, classes)
     */
    private Var logits(List<int[]> texts, Mode mode) {
        int n = texts.size() / 2;
        Var vectors = encoder.vectors(texts, mode); // (2n, D)
        Var x = Classification.pairFeatures(vectors.slice(0, 0, n), vectors.slice(0, n, 2 * n), true); // (n, 4D)
        for (int i = 0; i < layers.size(); i++) {
            Var y = layers.get(i).forward(config.nonlinear ? Elementwise.dropout(x, config.dropout, mode) : x);
            x = config.nonlinear && i < layers.size() - 1 ? Elementwise.tanh(y) : y;
        }
        return x;
    }

    /** The share of pairs whose label is the likeliest, from 0 to 1. */
    public double accuracy(List<LabelledPair> pairs) {
        int right = 0;
        for (int from = 0; from < pairs.size(); from += EVALUATED) {
            List<LabelledPair> some = pairs.subList(from, Math.min(pairs.size(), from + EVALUATED));
            List<int[]> texts = new ArrayList<>();
            some.forEach(pair -> texts.add(encoder.ids(pair.first())));
            some.forEach(pair -> texts.add(encoder.ids(pair.second())));
            try (Scope _ = Scope.open();
                    NoGradient _ = NoGradient.open()) {
                int[] likeliest = logits(texts, Mode.eval()).value().argMax(1).toArray();
                for (int i = 0; i < likeliest.length; i++) {
                    right += likeliest[i] == some.get(i).label() ? 1 : 0;
                }
            }
        }
        return (double) right / pairs.size();
    }
}
