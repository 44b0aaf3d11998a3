package io.isotropy.kernels;

/**
 * A device that stores buffers and runs kernels: {@code reference} (plain loops in double), {@code cpu} (SIMD, multi-threaded),
 * {@code cuda}. Found by {@link Backends}. Nothing is ever copied between two backends silently: a kernel given a buffer of
 * another backend throws {@link IllegalArgumentException}.
 *
 * <p>Kernels of one backend may be called from any number of threads at once, on buffers that no two calls write.
 */
public interface Backend {

    /** The name that {@link Backends#byName} knows it by. */
    String name();

    /** One line for people: instruction set, vector width, threads, and why this variant was chosen. */
    String description();

    /** The kernels that run on this backend's buffers. */
    Kernels kernels();

    /** A zero-filled buffer of {@code length} floats. Closing it hands its memory back for reuse. */
    Buffer allocate(long length);

    /**
     * Like {@link #allocate}, but the contents are undefined: for outputs that a kernel overwrites whole. May return recycled
     * memory.
     */
    Buffer allocateUninitialized(long length);

    /** A zero-filled buffer of {@code length} 32-bit integers. */
    IntBuffer allocateInts(long length);

    /**
     * Tells that word vectors will be trained soon. A backend that must first compile its loops for that does so while the corpus is read, rather
     * than beside the first seconds of training.
     */
    default void expectWordTraining() {}

    /**
     * The number of threads a kernel may use, the caller's included. Results do not depend on it, to the bit.
     *
     * @throws IllegalArgumentException if {@code threads < 1}
     */
    void setThreads(int threads);

    /** The number of threads a kernel may use, the caller's included; 1 where the notion does not apply. */
    int threads();
}
