package io.isotropy.nlp.bert;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Pooling;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.kernels.Pooling.Mode;

/**
 * What tells whether a pair's second text goes on where the first ends: Devlin et al. 2019, §3.1, task 2, as published: BERT's pooler over
 * the state of [CLS], and two classes. Parameter names of {@code BertForPreTraining}.
 */
public record NextSentenceHead(Linear pooler, Linear classifier) {

    /** The class of a second text that goes on. */
    public static final int NEXT = 0;
    /** The class of a second text from elsewhere. */
    public static final int RANDOM = 1;

    /** A head in the encoder's own parameters. */
    public static NextSentenceHead create(TrainableBert bert) {
        return new NextSentenceHead(
                bert.pooler(),
                Linear.create(
                        bert.parameters().at("cls.seq_relationship"), bert.config().hiddenSize(), 2, TrainableBert.INITIALIZER));
    }

    /** The logits of the two classes, (pairs, 2). states: (N, D), of all tokens of the pairs or some, the first among them. */
    public Var forward(Var states, Segments segments) {
        Var first = Pooling.segmentPool(Mode.FIRST, states, segments); // (N, D) -> (pairs, D)
        return classifier.forward(Elementwise.tanh(pooler.forward(first)));
    }
}
