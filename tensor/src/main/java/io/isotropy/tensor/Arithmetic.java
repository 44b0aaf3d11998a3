package io.isotropy.tensor;

import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Unary;

/** What a {@link Tensor} does element by element: arithmetic, comparison, functions. Each makes a new tensor. */
public sealed interface Arithmetic permits Tensor {

    /** x + y. */
    default Tensor plus(Tensor y) {
        return Broadcasting.binary("plus", Binary.ADD, self(), y);
    }

    /** x + y. */
    default Tensor plus(float y) {
        return affine(1, y);
    }

    /** x − y. */
    default Tensor minus(Tensor y) {
        return Broadcasting.binary("minus", Binary.SUBTRACT, self(), y);
    }

    /** x − y. */
    default Tensor minus(float y) {
        return affine(1, -y);
    }

    /** x·y. */
    default Tensor times(Tensor y) {
        return Broadcasting.binary("times", Binary.MULTIPLY, self(), y);
    }

    /** x·y. */
    default Tensor times(float y) {
        return affine(y, -0f); // −0, unlike 0, changes no product's sign
    }

    /** x/y. */
    default Tensor dividedBy(Tensor y) {
        return Broadcasting.binary("dividedBy", Binary.DIVIDE, self(), y);
    }

    /** x/y. */
    default Tensor dividedBy(float y) {
        return withScalar("dividedBy", Binary.DIVIDE, y);
    }

    /** α·x + β. */
    default Tensor affine(float alpha, float beta) {
        Tensor x = self();
        Tensor y = x.like();
        try (Scope _ = Scope.open()) {
            x.kernels().elementwise().affine(alpha, beta, x.contiguous().region(), y.region(), x.shape().size());
        }
        return y;
    }

    /** The larger of x and y; NaN if either is. */
    default Tensor maximum(Tensor y) {
        return Broadcasting.binary("maximum", Binary.MAXIMUM, self(), y);
    }

    /** The smaller of x and y; NaN if either is. */
    default Tensor minimum(Tensor y) {
        return Broadcasting.binary("minimum", Binary.MINIMUM, self(), y);
    }

    /** 1 where x = y, else 0. */
    default Tensor eq(Tensor y) {
        return Broadcasting.binary("eq", Binary.EQUAL, self(), y);
    }

    /** 1 where x &lt; y, else 0. */
    default Tensor lt(Tensor y) {
        return Broadcasting.binary("lt", Binary.LESS, self(), y);
    }

    /** 1 where x ≤ y, else 0. */
    default Tensor le(Tensor y) {
        return Broadcasting.binary("le", Binary.LESS_EQUAL, self(), y);
    }

    /** 1 where x = y, else 0. */
    default Tensor eq(float y) {
        return withScalar("eq", Binary.EQUAL, y);
    }

    /** 1 where x &lt; y, else 0. */
    default Tensor lt(float y) {
        return withScalar("lt", Binary.LESS, y);
    }

    /** 1 where x ≤ y, else 0. */
    default Tensor le(float y) {
        return withScalar("le", Binary.LESS_EQUAL, y);
    }

    private Tensor withScalar(String op, Binary function, float y) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Broadcasting.binary(op, function, self(), Tensor.full(self().backend(), Shape.of(), y)));
        }
    }

    /** yes where this is not 0, else no; all three broadcast. What is not chosen does not matter, NaN included. */
    default Tensor where(Tensor yes, Tensor no) {
        return Filling.where(self(), yes, no);
    }

    /** A function of each element. */
    default Tensor apply(Unary function) {
        Tensor x = self();
        Tensor y = x.like();
        try (Scope _ = Scope.open()) {
            x.kernels().elementwise().unary(function, x.contiguous().region(), y.region(), x.shape().size());
        }
        return y;
    }

    /** −x. */
    default Tensor negate() {
        return apply(Unary.NEGATE);
    }

    /** |x|. */
    default Tensor abs() {
        return apply(Unary.ABS);
    }

    /** x². */
    default Tensor square() {
        return apply(Unary.SQUARE);
    }

    /** √x. */
    default Tensor sqrt() {
        return apply(Unary.SQRT);
    }

    /** eˣ. */
    default Tensor exp() {
        return apply(Unary.EXP);
    }

    /** The natural logarithm. */
    default Tensor log() {
        return apply(Unary.LOG);
    }

    /** The hyperbolic tangent. */
    default Tensor tanh() {
        return apply(Unary.TANH);
    }

    /** 1/(1 + e⁻ˣ). */
    default Tensor sigmoid() {
        return apply(Unary.SIGMOID);
    }

    /** max(x, 0). */
    default Tensor relu() {
        return apply(Unary.RELU);
    }

    private Tensor self() {
        return (Tensor) this; // there is no other
    }
}
