package io.isotropy.kernels.cpu;

/**
 * The constants of one step of Adam for one parameter, so that a number costs one division and one square root: with b = lr/(1 − β₁^t)
 * and s = 1/√(1 − β₂^t), p ← p·shrink − b·m/(√v·s + ε).
 *
 * @param coupledDecay λ of L2 regularization, in the gradient; 0 for AdamW
 * @param shrink 1 − lr·λ of AdamW's decay; 1 for Adam
 * @param rate1 1 − β₁
 * @param rate2 1 − β₂
 * @param size b
 * @param squareScale s
 */
record AdamStep(
        float gradientScale, float coupledDecay, float shrink, float rate1, float beta2, float rate2, float size,
        float squareScale, float epsilon) {

    static AdamStep of(
            boolean decoupled, float weightDecay, float learningRate, float beta1, float beta2, float epsilon, int step,
            float gradientScale) {
        return new AdamStep(
                gradientScale,
                decoupled ? 0f : weightDecay,
                decoupled ? (float) (1 - (double) learningRate * weightDecay) : 1f,
                (float) (1.0 - beta1),
                beta2,
                (float) (1.0 - beta2),
                (float) (learningRate / (1 - Math.pow(beta1, step))),
                (float) (1 / Math.sqrt(1 - Math.pow(beta2, step))),
                epsilon);
    }
}
