package io.isotropy.tensor;

import io.isotropy.kernels.Reductions.Reduction;

/** What sums over elements of a {@link Tensor}: products and reductions, of all elements or along an axis. Each makes a new tensor. */
public sealed interface Reducing permits Tensor {

    /**
     * Matrix product of the last two dims, (…, m, k)·(…, k, n) = (…, m, n); the others broadcast. A vector counts as
     * one row or column.
     */
    default Tensor matmul(Tensor y) {
        return MatrixProduct.of(self(), y);
    }

    /** Σ of all elements, a single number. */
    default Tensor sum() {
        return AxisReduction.reduceAll("sum", Reduction.SUM, self());
    }

    /** Σ along an axis, which goes. */
    default Tensor sum(int axis) {
        return sum(axis, false);
    }

    /** Σ along an axis, which stays with size 1 if {@code keepDims}. */
    default Tensor sum(int axis, boolean keepDims) {
        return AxisReduction.reduce("sum", Reduction.SUM, self(), axis, keepDims);
    }

    /** The mean of all elements; NaN without any. */
    default Tensor mean() {
        return self().flatten().mean(0);
    }

    /** The mean along an axis, which goes. */
    default Tensor mean(int axis) {
        return mean(axis, false);
    }

    /** The mean along an axis, which stays with size 1 if {@code keepDims}. */
    default Tensor mean(int axis, boolean keepDims) {
        try (Scope scope = Scope.open()) {
            return scope.keep(sum(axis, keepDims).dividedBy((float) self().shape().dim(axis)));
        }
    }

    /** The largest of all elements; NaN if any is. */
    default Tensor max() {
        return AxisReduction.reduceAll("max", Reduction.MAX, self());
    }

    /** The largest along an axis, which goes. */
    default Tensor max(int axis) {
        return AxisReduction.reduce("max", Reduction.MAX, self(), axis, false);
    }

    /** The smallest of all elements; NaN if any is. */
    default Tensor min() {
        return AxisReduction.reduceAll("min", Reduction.MIN, self());
    }

    /** The smallest along an axis, which goes. */
    default Tensor min(int axis) {
        return AxisReduction.reduce("min", Reduction.MIN, self(), axis, false);
    }

    /** The first place of the largest along an axis, which goes; the first NaN counts as largest. */
    default IntTensor argMax(int axis) {
        return AxisReduction.argMax(self(), axis);
    }

    /** The variance along an axis, Σ(x − mean)²/(n − ddof); the axis goes. */
    default Tensor variance(int axis, int ddof) {
        return AxisReduction.variance(self(), axis, ddof, false);
    }

    /** √Σx² of all elements. */
    default Tensor norm() {
        return self().flatten().norm(0, false);
    }

    /** √Σx² along an axis, which stays with size 1 if {@code keepDims}. */
    default Tensor norm(int axis, boolean keepDims) {
        try (Scope scope = Scope.open()) {
            return scope.keep(AxisReduction.reduce("norm", Reduction.SUM_OF_SQUARES, self(), axis, keepDims).sqrt());
        }
    }

    /** eˣ/Σeˣ along an axis. */
    default Tensor softmax(int axis) {
        return AxisReduction.softmax(self(), axis);
    }

    private Tensor self() {
        return (Tensor) this; // there is no other
    }
}
