package io.isotropy.nlp.word2vec;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.nlp.HeapRoom;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;

/**
 * Vectors to be trained, a row each, padded with zeros to whole vectors of the processor.
 *
 * @param buffer (rows, width)
 */
public record VectorTable(Buffer buffer, int rows, int dimension, int width) implements AutoCloseable {

    private static final int PAD = 8;

    /** Zeros. */
    public static VectorTable zeros(Backend backend, int rows, int dimension) {
        int width = width(dimension);
        return new VectorTable(backend.allocate((long) rows * width), rows, dimension, width);
    }

    /** Uniform in ±1/(2·dimension), as word2vec.c begins. */
    public static VectorTable random(Backend backend, int rows, int dimension, long seed, long stream) {
        return random(backend, rows, dimension, 1, seed, stream);
    }

    /** Uniform in ±span/(2·dimension). */
    public static VectorTable random(Backend backend, int rows, int dimension, int span, long seed, long stream) {
        VectorTable table = zeros(backend, rows, dimension);
        float[] row = new float[dimension];
        for (int r = 0; r < rows; r++) {
            table.randomize(row, span, seed, stream, r);
            table.write(r, row);
        }
        return table;
    }

    private void randomize(float[] row, int span, long seed, long stream, int number) {
        int[] block = new int[4];
        long first = (long) number * ((dimension + 3) / 4);
        for (int i = 0; i < dimension; i++) {
            if (i % 4 == 0) {
                PhiloxBlock.fill(seed, stream, first + i / 4, block);
            }
            row[i] = (PhiloxBlock.uniform(block[i % 4]) - 0.5f) * span / dimension;
        }
    }

    /** The numbers of a row of that dimension, with the padding. */
    public static int width(int dimension) {
        return (dimension + PAD - 1) / PAD * PAD;
    }

    /**
     * Asks, before anything is allocated, whether tables fit the heap.
     *
     * @param what is to be trained, "[word2vec] 84,214 words"
     * @param rows of all tables
     * @throws IllegalArgumentException if they do not; the message says what they need
     */
    public static void requireRoom(String what, long rows, int dimension) {
        String missing = HeapRoom.missingForBuffer(rows * width(dimension), "leave out rare words (--min-count) or use a smaller dimension");
        if (missing != null) {
            throw new IllegalArgumentException(what + " make a model that does not fit the memory: " + missing);
        }
    }

    /** The first {@code count} rows from {@code from} on without the padding, (count, dimension), in no scope. */
    public Tensor tensor(int from, int count) {
        Tensor result = Scope.outside(() -> Tensor.uninitialized(buffer.backend(), Shape.of(count, dimension)));
        float[] row = new float[dimension];
        for (int r = 0; r < count; r++) {
            read(from + r, row);
            result.buffer().write((long) r * dimension, row, 0, dimension);
        }
        return result;
    }

    /** A row without the padding. */
    public void read(int row, float[] values) {
        buffer.read((long) row * width, values, 0, dimension);
    }

    /** Sets a row. */
    public void write(int row, float[] values) {
        buffer.write((long) row * width, values, 0, dimension);
    }

    /** A copy of some rows. */
    public VectorTable copy(int from, int count) {
        VectorTable copy = zeros(buffer.backend(), count, dimension);
        float[] row = new float[dimension];
        for (int r = 0; r < count; r++) {
            read(from + r, row);
            copy.write(r, row);
        }
        return copy;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
