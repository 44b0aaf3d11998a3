package io.isotropy.kernels;

/**
 * A flat run of floating-point numbers in the memory of one {@link Backend}; opaque, so that it may lie on a device. The element
 * type is float32 on every backend but the reference, which keeps double.
 *
 * <p>{@link #write} and {@link #read} are the only ways between it and the host. All offsets and counts are in elements; one that
 * falls outside throws {@link IndexOutOfBoundsException}.
 */
public interface Buffer extends AutoCloseable {

    /** The backend whose memory this is. */
    Backend backend();

    /** The number of elements. */
    long length();

    /** A view of {@code length} elements from {@code offset}, sharing memory. Closing a view does nothing. */
    Buffer slice(long offset, long length);

    /** Copies {@code count} elements from {@code source[from…]} to this buffer at {@code offset}. */
    void write(long offset, float[] source, int from, int count);

    /** Copies {@code count} elements of this buffer from {@code offset} to {@code target[from…]}. */
    void read(long offset, float[] target, int from, int count);

    /** As {@link #write(long, float[], int, int)}; rounds to float32 where the backend stores that. */
    void write(long offset, double[] source, int from, int count);

    /** As {@link #read(long, float[], int, int)}, without rounding. */
    void read(long offset, double[] target, int from, int count);

    /**
     * Hands the memory back to the backend for reuse; the buffer and its views must not be used afterwards: to read, write or slice them
     * throws {@link IllegalStateException}, and so does a kernel that is given one.
     */
    @Override
    void close();

    /** Whether it is closed or, of a view, what it is a view of. */
    boolean isClosed();
}
