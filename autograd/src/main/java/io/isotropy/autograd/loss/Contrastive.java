package io.isotropy.autograd.loss;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Reductions;
import io.isotropy.autograd.Shapes;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Losses that pull some vectors together and push others apart. All return a single number. */
public final class Contrastive {

    private Contrastive() {}

    /** How far apart two vectors are. */
    public enum Distance {
        /** ‖u − v‖₂. */
        EUCLIDEAN,
        /** 1 − cos(u, v). */
        COSINE;

        /** Of each pair of rows. u, v: (N, D). Returns (N). */
        public Var between(Var u, Var v) {
            return switch (this) {
                case EUCLIDEAN -> Similarity.euclideanDistance(u, v);
                case COSINE -> Similarity.cosineDistance(u, v);
            };
        }
    }

    /**
     * InfoNCE with the other pairs of the batch as negatives (van den Oord et al. 2018, eq. 4; Henderson et al. 2017, §4.4), on cosines:
     * multiple negatives ranking; SimCSE (Gao et al. 2021, eq. 1) with a scale of 1/τ = 20.
     *
     * @param anchors (N, D), N ≥ 2
     * @param positives (N, D): row i belongs to anchor i
     * @param scale of the cosines, 1/temperature
     */
    public static Var infoNce(Var anchors, Var positives, float scale) {
        return infoNce(anchors, positives, List.of(), scale, 0, false);
    }

    /**
     * InfoNCE with hard negatives: supervised SimCSE, Gao et al. 2021, eq. 5.
     *
     * @param anchors (N, D), N ≥ 2, or 1 with hard negatives
     * @param positives (N, D): row i belongs to anchor i
     * @param hardNegatives (N, D) each: row i is a negative of all anchors, and one made for anchor i
     * @param hardNegativeWeight added to the logit of an anchor's own hard negatives: log α of the paper's appendix; 0 for none
     * @param symmetric whether the anchors are ranked by the positives as well: the mean of both directions
     */
    public static Var infoNce(
            Var anchors, Var positives, List<Var> hardNegatives, float scale, float hardNegativeWeight, boolean symmetric) {
        int n = anchors.shape().dim(0);
        require(anchors.shape().rank() == 2 && anchors.shape().equals(positives.shape()), "infoNce",
                "anchors and positives must be (N, D)", "anchors", anchors.shape(), "positives", positives.shape());
        require(n > 1 || !hardNegatives.isEmpty(), "infoNce",
                "a batch must have two pairs or more, since the others are the negatives", "anchors", anchors.shape());
        List<Var> candidates = new ArrayList<>(List.of(positives));
        for (Var negative : hardNegatives) {
            require(negative.shape().equals(anchors.shape()), "infoNce", "hard negatives must be (N, D)",
                    "anchors", anchors.shape(), "hard negatives", negative.shape());
            candidates.add(negative);
        }
        Var all = candidates.size() == 1 ? positives : Shapes.concat(0, candidates);
        Var logits = Similarity.cosines(anchors, all).times(scale); // (N, (1 + hard)·N)
        if (hardNegativeWeight != 0 && !hardNegatives.isEmpty()) {
            logits = logits.plus(Var.constant(onDiagonals(anchors, hardNegatives.size(), hardNegativeWeight)));
        }
        IntTensor targets = firstIntegers(anchors, n);
        Var loss = Classification.crossEntropy(logits, targets);
        if (!symmetric) {
            return loss;
        }
        Var back = Classification.crossEntropy(logits.slice(1, 0, n).transpose(), targets);
        return loss.plus(back).times(0.5f);
    }

    /** (N, (1 + hard)·N): the weight where a row meets its own hard negatives. */
    private static Tensor onDiagonals(Var like, int hard, float weight) {
        int n = like.shape().dim(0);
        float[] values = new float[n * (1 + hard) * n];
        for (int i = 0; i < n; i++) {
            for (int h = 1; h <= hard; h++) {
                values[i * (1 + hard) * n + h * n + i] = weight;
            }
        }
        return Tensor.of(like.backend(), Shape.of(n, (1 + hard) * n), values);
    }

    private static IntTensor firstIntegers(Var like, int n) {
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        return IntTensor.of(like.backend(), Shape.of(n), values);
    }

    /**
     * Hadsell, Chopra, LeCun 2006, eq. 4: the mean of ½·(y·d² + (1 − y)·max(0, margin − d)²).
     *
     * @param u (N, D); v likewise
     * @param labels y, (N): 1 for pairs that belong together, else 0
     */
    public static Var contrastive(Var u, Var v, Tensor labels, Distance distance, float margin) {
        Var d = distance.between(u, v);
        Var y = labels("contrastive", labels, d);
        Var near = Elementwise.square(d).times(y);
        Var far = Elementwise.square(Elementwise.relu(Elementwise.affine(d, -1, margin))).times(Elementwise.affine(y, -1, 1));
        return Reductions.mean(near.plus(far)).times(0.5f);
    }

    /**
     * The contrastive loss of the hard pairs of a batch alone: positive pairs farther apart than the nearest negative pair, negative
     * pairs nearer than the farthest positive pair; Σ d² + Σ max(0, margin − d)², as sentence-transformers' OnlineContrastiveLoss.
     * Where a batch has only one kind of pair, the mean distance stands in for the other's extreme, as there.
     *
     * @param u (N, D); v likewise
     * @param labels (N): 1 for pairs that belong together, else 0
     */
    public static Var onlineContrastive(Var u, Var v, Tensor labels, Distance distance, float margin) {
        Var d = distance.between(u, v);
        labels("onlineContrastive", labels, d);
        double[] distances = d.value().toDoubles();
        double[] y = labels.toDoubles();
        double nearestNegative = extreme(distances, y, 0, -1);
        double farthestPositive = extreme(distances, y, 1, 1);
        double[] hardPositive = new double[y.length];
        double[] hardNegative = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            hardPositive[i] = y[i] == 1 && distances[i] > nearestNegative ? 1 : 0;
            hardNegative[i] = y[i] == 0 && distances[i] < farthestPositive ? 1 : 0;
        }
        Var near = Elementwise.square(d).times(constant(d, hardPositive));
        Var far = Elementwise.square(Elementwise.relu(Elementwise.affine(d, -1, margin))).times(constant(d, hardNegative));
        return near.sum().plus(far.sum());
    }

    /** The largest (sign 1) or smallest (sign −1) distance of the pairs with a label; the mean of the others' if there is at most one. */
    private static double extreme(double[] distances, double[] labels, double label, int sign) {
        double best = Double.NEGATIVE_INFINITY;
        double others = 0;
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == label) {
                best = Math.max(best, sign * distances[i]);
                count++;
            } else {
                others += distances[i];
            }
        }
        return count > 1 ? sign * best : others / (labels.length - count);
    }

    /**
     * The mean of max(0, d(anchor, positive) − d(anchor, negative) + margin): Reimers and Gurevych 2019, eq. 2 (Euclidean, margin 1);
     * Schroff et al. 2015.
     *
     * @param anchors (N, D); positives and negatives likewise
     */
    public static Var triplet(Var anchors, Var positives, Var negatives, Distance distance, float margin) {
        Var gap = distance.between(anchors, positives).minus(distance.between(anchors, negatives));
        return Reductions.mean(Elementwise.relu(gap.plus(margin)));
    }

    private static Var labels(String op, Tensor labels, Var d) {
        require(labels.shape().equals(d.shape()), op, "there must be one label per pair", "labels", labels.shape(), "pairs", d.shape());
        for (double label : labels.toDoubles()) {
            require(label == 0 || label == 1, op, "a label must be 0 or 1", "label", label);
        }
        return Var.constant(labels);
    }

    private static Var constant(Var like, double[] values) {
        return Var.constant(Tensor.of(like.backend(), like.shape(), values));
    }
}
