package io.isotropy.nlp.fasttext;

import java.io.IOException;

/** Training that has lost its way to numbers that are none. */
public final class DivergedException extends IOException {

    private static final long serialVersionUID = 1L;

    DivergedException(double learningRate, double epoch) {
        super("the loss became no number in epoch %.1f: the learning rate %s is too high; try a tenth of it".formatted(epoch + 1, learningRate));
    }
}
