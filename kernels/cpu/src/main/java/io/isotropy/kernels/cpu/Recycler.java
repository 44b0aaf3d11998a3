package io.isotropy.kernels.cpu;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Float arrays that closed buffers gave back, by size class, so that a model's activations are not allocated and zeroed anew for every
 * batch. Lengths are rounded up to four classes per power of two. Where the right class is empty, an array of up to twice the size will do:
 * otherwise each batch with a new number of tokens would make a set of arrays of its own.
 *
 * <p>The bound follows the program: what is lent and what is held together stay within 5/4 of the most that was ever lent at once, so that
 * a training step finds all of its activations again while a program that embeds short texts keeps little. Beyond it, arrays of the class
 * out of use for longest go to the garbage collector, lest sizes no longer asked for keep out those that every batch needs.
 */
final class Recycler {

    private static final int SMALLEST = 1 << 10;

    /** The class out of use for longest comes first. */
    private final Map<Integer, ArrayDeque<float[]>> free = new LinkedHashMap<>(16, 0.75f, true);
    private long held;
    private long lent;
    private long mostLent;

    /** An array of at least {@code length} floats with undefined contents. */
    float[] obtain(int length) {
        if (length < SMALLEST) {
            return new float[length];
        }
        int rounded = sizeClass(length);
        float[] array = lend(rounded);
        return array != null ? array : new float[rounded];
    }

    private synchronized float @Nullable [] lend(int rounded) {
        float[] array = poll(rounded);
        lent += array == null ? rounded : array.length;
        mostLent = Math.max(mostLent, lent);
        return array;
    }

    private float @Nullable [] poll(int rounded) {
        for (int size = rounded; size - rounded <= rounded; size = sizeClass(size + 1)) {
            ArrayDeque<float[]> queue = free.get(size);
            float[] array = queue == null ? null : queue.pollLast();
            if (array != null) {
                held -= array.length;
                return array;
            }
            if (size > Integer.MAX_VALUE / 2) {
                return null;
            }
        }
        return null;
    }

    /** Takes back an array of {@link #obtain}. */
    synchronized void recycle(float[] array) {
        if (array.length < SMALLEST) {
            return;
        }
        lent -= array.length;
        free.computeIfAbsent(array.length, _ -> new ArrayDeque<>()).addLast(array);
        held += array.length;
        while (lent + held > mostLent + mostLent / 4) {
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
