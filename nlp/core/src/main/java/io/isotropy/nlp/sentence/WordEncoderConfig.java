package io.isotropy.nlp.sentence;

import io.isotropy.kernels.Activation;
import java.util.List;

/**
 * What stands on the vectors of words: an LSTM or none, a pooling, and dense layers or none.
 *
 * @param hidden H of the LSTM in each direction; 0 for no LSTM
 * @param bidirectional whether the LSTM runs in both directions
 * @param pooling how the states of words become one vector
 * @param dense the sizes of the dense layers after the pooling
 * @param activation of each of them: tanh or ReLU
 * @param wordDropout the probability with which a word is left out in training
 */
public record WordEncoderConfig(
        int hidden, boolean bidirectional, Pooling pooling, List<Integer> dense, Activation activation, float wordDropout) {

    /** InferSent's BiLSTM with max pooling: Conneau et al. 2017, §3.2 and table 3, whose vectors have 4096 components. */
    public static final WordEncoderConfig INFERSENT = new WordEncoderConfig(2048, true, Pooling.MAX, List.of(), Activation.TANH, 0);

    /**
     * The deep averaging network of USE: Cer et al. 2018, §3.2, whose vectors have 512 components. The paper does not say how many layers
     * there are; Iyyer et al. 2015, §4, have two or three.
     */
    public static final WordEncoderConfig DAN =
            new WordEncoderConfig(0, false, Pooling.MEAN, List.of(512, 512), Activation.TANH, 0);

    /** Checks the sizes. */
    public WordEncoderConfig {
        dense = List.copyOf(dense);
        if (hidden < 0 || dense.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("[wordEncoder] sizes must be above 0: got hidden " + hidden + ", dense " + dense);
        }
        if (pooling.mode() == null) {
            throw new IllegalArgumentException("[wordEncoder] words can be pooled by max, mean, lasttoken and the like: got " + pooling.word());
        }
        if (activation != Activation.TANH && activation != Activation.RELU) {
            throw new IllegalArgumentException("[wordEncoder] the activation must be TANH or RELU: got " + activation);
        }
        if (!(wordDropout >= 0 && wordDropout < 1)) {
            throw new IllegalArgumentException("[wordEncoder] word dropout must be 0 or more and below 1: got " + wordDropout);
        }
    }

    public WordEncoderConfig withLstm(int size, boolean both) {
        return new WordEncoderConfig(size, both, pooling, dense, activation, wordDropout);
    }

    public WordEncoderConfig withPooling(Pooling other) {
        return new WordEncoderConfig(hidden, bidirectional, other, dense, activation, wordDropout);
    }

    public WordEncoderConfig withDense(List<Integer> sizes, Activation function) {
        return new WordEncoderConfig(hidden, bidirectional, pooling, sizes, function, wordDropout);
    }

    public WordEncoderConfig withWordDropout(float probability) {
        return new WordEncoderConfig(hidden, bidirectional, pooling, dense, activation, probability);
    }
}
