package io.isotropy.nlp.glove;

import io.isotropy.tensor.Philox;
import java.util.Arrays;

/** Pairs of words and how often they occur together: a growing run of cells of the matrix X. */
final class Cells {

    /** Places of word and context within their parts, 16 bits each. */
    int[] keys;
    float[] values;
    int size;

    Cells(int capacity) {
        keys = new int[capacity];
        values = new float[capacity];
    }

    static int key(int word, int context) {
        return word << 16 | context;
    }

    static int word(int key) {
        return key >>> 16;
    }

    static int context(int key) {
        return key & 0xFFFF;
    }

    void add(int key, float value) {
        if (size == keys.length) {
            int capacity = Math.max(16, size + (size >> 1));
            keys = Arrays.copyOf(keys, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        keys[size] = key;
        values[size++] = value;
    }

    Cells trimmed() {
        if (size < keys.length) {
            keys = Arrays.copyOf(keys, size);
            values = Arrays.copyOf(values, size);
        }
        return this;
    }

    /** Adds up cells of the same pair, in their order; the result is in the order of the keys. */
    Cells merged() {
        long[] order = new long[size];
        for (int i = 0; i < size; i++) {
            order[i] = (keys[i] & 0xFFFFFFFFL) << 31 | i;
        }
        Arrays.sort(order);
        Cells merged = new Cells(size);
        for (int from = 0, to; from < size; from = to) {
            double sum = 0;
            for (to = from; to < size && order[to] >>> 31 == order[from] >>> 31; to++) {
                sum += values[(int) (order[to] & Integer.MAX_VALUE)];
            }
            merged.add((int) (order[from] >>> 31), (float) sum);
        }
        return merged;
    }

    /** Puts them in an order that depends on the random numbers alone: Fisher and Yates. */
    void shuffle(Philox random) {
        for (int i = size - 1; i > 0; i--) {
            int j = random.integer(i, i + 1);
            int key = keys[i];
            keys[i] = keys[j];
            keys[j] = key;
            float value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}
