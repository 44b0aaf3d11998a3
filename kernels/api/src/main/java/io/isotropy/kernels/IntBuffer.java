package io.isotropy.kernels;

/** A flat run of 32-bit integers (token ids, segment offsets, row indices) in the memory of one {@link Backend}. */
public interface IntBuffer extends AutoCloseable {

    /** The backend whose memory this is. */
    Backend backend();

    /** The number of elements. */
    long length();

    /** A view of {@code length} elements from {@code offset}, sharing memory. Closing a view does nothing. */
    IntBuffer slice(long offset, long length);

    /** Copies {@code count} integers from {@code source[from…]} to this buffer at {@code offset}. */
    void write(long offset, int[] source, int from, int count);

    /** Copies {@code count} integers of this buffer from {@code offset} to {@code target[from…]}. */
    void read(long offset, int[] target, int from, int count);

    /** Hands the memory back to the backend for reuse. */
    @Override
    void close();
}
