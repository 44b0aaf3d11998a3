package io.isotropy.autograd.loss;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Reductions;
import io.isotropy.autograd.Var;

/** Losses against numbers. All return a single number. */
public final class Regression {

    private Regression() {}

    /** The mean of (x − y)². x, y: one shape. */
    public static Var meanSquaredError(Var x, Var y) {
        require(x.shape().equals(y.shape()), "meanSquaredError", "x and y must have one shape", "x", x.shape(), "y", y.shape());
        return Reductions.mean(Elementwise.square(x.minus(y)));
    }

    /**
     * The mean of (cos(u, v) − score)²: the regression objective of Reimers and Gurevych 2019, §3; sentence-transformers'
     * CosineSimilarityLoss.
     *
     * @param u (N, D); v likewise
     * @param scores (N), 0 … 1 for STS scores divided by 5
     */
    public static Var cosine(Var u, Var v, Var scores) {
        return meanSquaredError(Similarity.cosine(u, v), scores);
    }
}
