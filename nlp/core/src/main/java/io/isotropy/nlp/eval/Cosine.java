package io.isotropy.nlp.eval;

/** The cosine of the angle between two vectors. */
public final class Cosine {

    private Cosine() {}

    /** a·b / (|a|·|b|) in double; 0 where a vector is zero, which has no direction. */
    public static double of(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "[cosine] the vectors must have the same length: got a " + a.length + ", b " + b.length);
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return aa == 0 || bb == 0 ? 0 : ab / (Math.sqrt(aa) * Math.sqrt(bb));
    }
}
