package io.isotropy.kernels;

/**
 * All kernels of a backend, by group. A kernel sees contiguous row-major data with explicit sizes; strides, shapes and broadcasting
 * end in the tensor layer. Every kernel is defined by its reference, which computes in double, and held to it by
 * the conformance suite.
 *
 * <p>For all kernels: sizes may be 0 where nothing else is said; a size that does not fit its buffer, a negative size, or a buffer of
 * another backend throws {@link IllegalArgumentException} before anything is written; an output may be the same buffer as an
 * element-wise input, and must not otherwise overlap an input. NaN and infinities propagate as IEEE 754 wants. Results are the same to
 * the bit for any number of threads, and a row's result does not depend on the other rows of the call.
 *
 * <p>A kernel named …Gradient takes dy, the gradient of a loss by the output, and gives dx, the gradient by the input, and so on. It
 * overwrites its results where nothing else is said.
 */
public interface Kernels {

    /** Matrix products. */
    Blas blas();

    /** Arithmetic and functions element by element, with broadcasting rows and columns; strided copies. */
    Elementwise elementwise();

    /** Sums, extremes and their places, along rows and columns. */
    Reductions reductions();

    /** Softmax, layer and length normalization. */
    Normalization normalization();

    /** Look-up of embedding rows. */
    Embedding embedding();

    /** Attention within the segments of a packed batch. */
    Attention attention();

    /** One vector per segment of a packed batch. */
    Pooling pooling();

    /** Classification loss from logits. */
    CrossEntropy crossEntropy();

    /** Couplings of normalizing flows. */
    Coupling coupling();

    /** Steps of optimizers. */
    Optimization optimization();

    /** Steps of training on tables of word vectors. */
    WordTraining wordTraining();
}
