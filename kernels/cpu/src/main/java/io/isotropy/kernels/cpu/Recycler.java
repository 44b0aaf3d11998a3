package io.isotropy.kernels.cpu;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Float arrays that closed buffers gave back, by size class, so that a model's activations are not allocated and zeroed anew for every
 * batch. Lengths are rounded up to four classes per power of two. Where the right class is empty, an array of up to twice the size will do:
 * otherwise each batch with a new number of tokens would make a set of arrays of its own. Beyond the limit, arrays of the class out of use for
 * longest go to the garbage collector, lest sizes no longer asked for keep out those that every batch needs.
 */
final class Recycler {

    private static final int SMALLEST = 1 << 10;
    private static final long LIMIT = 24L << 20;

    /** The class out of use for longest comes first. */
    private final Map<Integer, ArrayDeque<float[]>> free = new LinkedHashMap<>(16, 0.75f, true);
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
        for (int size = rounded; size - rounded <= rounded; size = sizeClass(size + 1)) {
            ArrayDeque<float[]> queue = free.get(size);
            float[] array = queue == null ? null : queue.pollLast();
            if (array != null) {
                held -= array.length;
                return array;
            }
            if (size > LIMIT) {
                return null;
            }
        }
        return null;
    }

    synchronized void recycle(float[] array) {
        if (array.length < SMALLEST || array.length > LIMIT || sizeClass(array.length) != array.length) {
            return;
        }
        free.computeIfAbsent(array.length, _ -> new ArrayDeque<>()).addLast(array);
        held += array.length;
        while (held > LIMIT) {
            Iterator<ArrayDeque<float[]>> classes = free.values().iterator();
            float[] dropped = classes.next().pollFirst();
            if (dropped == null) {
                classes.remove();
            } else {
                held -= dropped.length;
            }
        }
    }

    /** The smallest of 1, 1.25, 1.5, 1.75 times a power of two that is at least {@code length}. */
    static int sizeClass(int length) {
        int step = Math.max(1, Integer.highestOneBit(length) >> 2);
        long rounded = ((long) length + step - 1) / step * step;
        return rounded > Integer.MAX_VALUE - 8 ? length : (int) rounded;
    }
}
