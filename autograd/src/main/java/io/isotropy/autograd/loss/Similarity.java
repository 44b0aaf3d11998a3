package io.isotropy.autograd.loss;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Normalization;
import io.isotropy.autograd.Reductions;
import io.isotropy.autograd.Var;

/** Similarities and distances of vectors. */
public final class Similarity {

    /** Below this length a vector counts as 0: PyTorch's normalize. */
    private static final float EPS = 1e-12f;

    /** Added to each difference by PyTorch's pairwise_distance, which keeps the gradient finite at 0. */
    private static final float DISTANCE_EPS = 1e-6f;

    private Similarity() {}

    /** Rows of unit length. x: (N, D). */
    public static Var unit(Var x) {
        return Normalization.l2Normalize(x, EPS);
    }

    /** The cosine of each pair of rows. u, v: (N, D). Returns (N). */
    public static Var cosine(Var u, Var v) {
        return Reductions.dotRows(unit(u), unit(v));
    }

    /** The cosines of all pairs of rows. u: (N, D); v: (M, D). Returns (N, M). */
    public static Var cosines(Var u, Var v) {
        return unit(u).matmul(unit(v).transpose());
    }

    /** 1 − cosine of each pair of rows. u, v: (N, D). Returns (N). */
    public static Var cosineDistance(Var u, Var v) {
        return Elementwise.affine(cosine(u, v), -1, 1);
    }

    /** ‖u − v + 10⁻⁶‖₂ of each pair of rows, as PyTorch's pairwise_distance. u, v: (N, D). Returns (N). */
    public static Var euclideanDistance(Var u, Var v) {
        Var difference = u.minus(v).plus(DISTANCE_EPS);
        return Elementwise.sqrt(Reductions.dotRows(difference, difference));
    }
}
