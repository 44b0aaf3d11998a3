package io.isotropy.nlp.text;

import java.util.Arrays;
import java.util.Objects;

/** A growable run of ints, reused from text to text so that tokenizing allocates nothing per token. Not thread-safe. */
public final class IntSink {

    private int[] values;
    private int size;

    public IntSink() {
        this(64);
    }

    /** A sink with room for {@code capacity} ints before it grows. */
    public IntSink(int capacity) {
        values = new int[Math.max(1, capacity)];
    }

    public int size() {
        return size;
    }

    public int get(int index) {
        return values[Objects.checkIndex(index, size)];
    }

    public void add(int value) {
        if (size == values.length) {
            // 2^31 ints do not fit an array; the sum overflows before that and copyOf says so.
            values = Arrays.copyOf(values, Math.max(size + 1, (int) Math.min(Integer.MAX_VALUE - 8L, size * 2L)));
        }
        values[size++] = value;
    }

    /** Forgets the values from {@code size} on. */
    public void truncate(int size) {
        this.size = Objects.checkIndex(size, this.size + 1);
    }

    public void clear() {
        size = 0;
    }

    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    /** Copies {@code count} values from {@code from} on to {@code target} at {@code offset}. */
    public void copyTo(int from, int[] target, int offset, int count) {
        Objects.checkFromIndexSize(from, count, size);
        System.arraycopy(values, from, target, offset, count);
    }
}
