package io.isotropy.kernels;

/**
 * The right-hand matrix of a product, (k, n), rearranged once into the order in which a backend's gemm reads it: made by
 * {@link Blas#pack}, used by {@link Blas#linear}. Immutable, so any number of threads may share it.
 */
public interface PackedMatrix extends AutoCloseable {

    /** The backend that packed it. */
    Backend backend();

    /** The number of rows k, the length of the sums. */
    int rows();

    /** The number of columns n. */
    int columns();

    /** Hands the memory back to the backend. */
    @Override
    void close();
}
