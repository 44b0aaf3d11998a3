package io.isotropy.kernels.cpu;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Float arrays that closed buffers gave back, by size class, so that a model's activations are not allocated and zeroed anew for every
 * batch. Lengths are rounded up to four classes per power of two; what exceeds the limit goes to the garbage collector.
 */
final class Recycler {

    private static final int SMALLEST = 1 << 10;
    private static final long LIMIT = 24L << 20;

    private final Map<Integer, ArrayDeque<float[]>> free = new HashMap<>();
    private long held;

    /** An array of at least {@code length} floats with undefined contents. */
    float[] obtain(int length) {
        if (length < SMALLEST) {
            return new float[length];
        }
        int rounded = sizeClass(length);
        float[] array = poll(rounded);
        return array != null ? array : new float[rounded];
    }

    private synchronized float @Nullable [] poll(int rounded) {
        ArrayDeque<float[]> queue = free.get(rounded);
        float[] array = queue == null ? null : queue.pollLast();
        if (array != null) {
            held -= array.length;
        }
        return array;
    }

    synchronized void recycle(float[] array) {
        if (array.length >= SMALLEST && sizeClass(array.length) == array.length && held + array.length <= LIMIT) {
            held += array.length;
            free.computeIfAbsent(array.length, _ -> new ArrayDeque<>()).addLast(array);
        }
    }

    /** The smallest of 1, 1.25, 1.5, 1.75 times a power of two that is at least {@code length}. */
    static int sizeClass(int length) {
        int step = Math.max(1, Integer.highestOneBit(length) >> 2);
        long rounded = ((long) length + step - 1) / step * step;
        return rounded > Integer.MAX_VALUE - 8 ? length : (int) rounded;
    }
}
