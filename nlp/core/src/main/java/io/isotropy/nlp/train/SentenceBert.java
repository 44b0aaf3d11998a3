package io.isotropy.nlp.train;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Classification;
import io.isotropy.autograd.loss.Contrastive;
import io.isotropy.autograd.loss.Regression;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.train.Batch;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.ScoredPair;
import io.isotropy.nlp.data.Example.Triplet;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;

/** Sentence-BERT: Reimers and Gurevych 2019, §3, the three objectives. */
public final class SentenceBert implements Trainable {

    /** The loss of the vectors of a batch. */
    private interface Objective {
        /**
         * A single number.
         *
         * @param vectors (columns·n, D): the first texts' vectors, then those of the second, and so on
         * @param batch the numbers of the n examples
         */
        Var loss(Var vectors, int[] batch);
    }

    private final TrainableSentenceEncoder encoder;
    private final TokenizedExamples examples;
    private final Objective objective;

    private SentenceBert(TrainableSentenceEncoder encoder, TokenizedExamples examples, Objective objective) {
        this.encoder = encoder;
        this.examples = examples;
        this.objective = objective;
    }

    /** Softmax over W·(u, v, |u − v|), of {@code classes}; W is not part of the encoder. */
    public static SentenceBert classification(TrainableSentenceEncoder encoder, List<LabelledPair> pairs, int classes) {
        int[] labels = pairs.stream().mapToInt(LabelledPair::label).toArray();
        Linear classifier =
                Linear.create(encoder.parameters().at("classifier"), 3 * encoder.dimension(), classes, Initializer.linearDefault());
        return new SentenceBert(encoder, TokenizedExamples.of(pairs, encoder.tokenizer()), (vectors, batch) -> {
            int n = batch.length;
            int[] targets = new int[n];
            for (int i = 0; i < n; i++) {
                targets[i] = labels[batch[i]];
            }
            Var features = Classification.pairFeatures(vectors.slice(0, 0, n), vectors.slice(0, n, 2 * n), false); // (n, 3D)
            return Classification.crossEntropy(classifier.forward(features), IntTensor.of(vectors.backend(), Shape.of(n), targets));
        });
    }

    /** The mean squared error of cosine and score. */
    public static SentenceBert regression(TrainableSentenceEncoder encoder, List<ScoredPair> pairs) {
        return new SentenceBert(encoder, TokenizedExamples.of(pairs, encoder.tokenizer()), (vectors, batch) -> {
            int n = batch.length;
            float[] scores = new float[n];
            for (int i = 0; i < n; i++) {
                scores[i] = (float) pairs.get(batch[i]).score();
            }
            return Regression.cosine(vectors.slice(0, 0, n), vectors.slice(0, n, 2 * n),
                    Var.constant(Tensor.of(vectors.backend(), Shape.of(n), scores)));
        });
    }

    /** max(‖a − p‖ − ‖a − n‖ + margin, 0), Euclidean. The paper's margin is 1; sentence-transformers' is 5. */
    public static SentenceBert triplet(TrainableSentenceEncoder encoder, List<Triplet> triplets, double margin) {
        return new SentenceBert(encoder, TokenizedExamples.of(triplets, encoder.tokenizer()), (vectors, batch) -> {
            int n = batch.length;
            return Contrastive.triplet(vectors.slice(0, 0, n), vectors.slice(0, n, 2 * n), vectors.slice(0, 2 * n, 3 * n),
                    Contrastive.Distance.EUCLIDEAN, (float) margin);
        });
    }

    /** The tokens of an example, for batches by tokens. */
    public int tokens(int example) {
        return examples.tokens(example);
    }

    @Override
    public Parameters parameters() {
        return encoder.parameters();
    }

    @Override
    public Var loss(Batch batch, Mode mode) {
        return objective.loss(encoder.vectors(examples.byColumn(batch.examples()), mode), batch.examples());
    }
}
