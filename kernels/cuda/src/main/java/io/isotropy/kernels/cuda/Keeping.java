package io.isotropy.kernels.cuda;

/**
 * What dropout keeps, in integers: u ≥ p.
 *
 * @param threshold the smallest of the words' upper 24 bits that is kept
 * @param scale 1/(1 − p)
 */
record Keeping(int threshold, float scale) {

    static final Keeping ALL = new Keeping(0, 1);

    static Keeping of(float p) {
        return new Keeping((int) Math.ceil(p * 0x1p24), p < 1 ? (float) (1.0 / (1.0 - p)) : 0);
    }
}
