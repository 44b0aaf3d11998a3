package io.isotropy.nlp;

import io.isotropy.kernels.Buffer;
import java.io.IOException;

/** Training that has lost its way to numbers that are none. */
public final class DivergedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Numbers that are looked at at once. */
    private static final int PART = 1 << 16;

    private DivergedException(String what, double learningRate) {
        super(what + ": the learning rate " + (float) learningRate + " is too high; try a tenth of it");
    }

    /** A loss that is no number, {@code epochs} after the start. */
    public static DivergedException ofLoss(double learningRate, double epochs) {
        return new DivergedException("the loss became no number in epoch %.1f".formatted(epochs + 1), learningRate);
    }

    /** Makes sure that all that was learnt are numbers: the last steps may have been the ones that went astray. */
    public static void requireNumbers(Buffer learnt, double learningRate) throws DivergedException {
        float[] part = new float[PART];
        for (long at = 0; at < learnt.length(); at += PART) {
            int count = (int) Math.min(PART, learnt.length() - at);
            learnt.read(at, part, 0, count);
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(part[i])) {
                    throw new DivergedException("the vectors became no numbers", learningRate);
                }
            }
        }
    }
}
