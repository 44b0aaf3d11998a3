package io.isotropy.nlp.fasttext;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * The matrices of a model while it learns: rows of a multiple of 8 numbers, those beyond D zero, since kernels are fastest there.
 *
 * @param input (rows, cols), flat
 * @param output (targets, cols), flat
 */
record TrainingTables(Tensor input, Tensor output, int dimension, int cols) {

    private static final int LANES = 8;
    /** Rows that go to a matrix or come from it at once. */
    private static final int ROWS_AT_ONCE = 1 << 10;
    /** Parts in which threads make a matrix. */
    private static final int TASKS = 64;
    /** The stream of random numbers that no part of a training uses. */
    private static final long STREAM = -1;

    static int padded(int dimension) {
        return (dimension + LANES - 1) / LANES * LANES;
    }

    /** Input uniform in ±1/D, output zero: fasttext.cc of version 0.9.2. */
    static TrainingTables create(Backend backend, int rows, int targets, int dimension, long seed) {
        int cols = padded(dimension);
        TrainingTables tables = new TrainingTables(
                Scope.outside(() -> Tensor.uninitialized(backend, Shape.of(rows * cols))),
                Scope.outside(() -> Tensor.zeros(backend, Shape.of(targets * cols))), dimension, cols);
        Buffer numbers = tables.input.buffer();
        IntStream.range(0, TASKS).parallel().forEach(task -> {
            int last = (int) ((task + 1L) * rows / TASKS);
            float[] values = new float[ROWS_AT_ONCE * cols];
            for (int first = (int) ((long) task * rows / TASKS); first < last; first += ROWS_AT_ONCE) {
                int count = Math.min(ROWS_AT_ONCE, last - first);
                for (int row = 0; row < count; row++) {
                    randomize(values, row * cols, dimension, seed, (long) (first + row) * cols);
                }
                numbers.write((long) first * cols, values, 0, count * cols);
            }
        });
        return tables;
    }

    private static void randomize(float[] values, int at, int dimension, long seed, long counter) {
        int[] block = new int[4];
        for (int d = 0; d < dimension; d++) {
            if ((d & 3) == 0) {
                PhiloxBlock.fill(seed, STREAM, counter + d, block);
            }
            values[at + d] = (2 * PhiloxBlock.uniform(block[d & 3]) - 1) / dimension;
        }
    }

    /** The input, (rows, D), in the same memory: the tables must not be used afterwards. */
    Tensor finishInput() {
        return compact(input);
    }

    /** The output, (targets, D), in the same memory. */
    Tensor finishOutput() {
        return compact(output);
    }

    /** Moves the rows of a table together, from the first on, so that none is overwritten before it moves. */
    private Tensor compact(Tensor table) {
        int rows = (int) (table.buffer().length() / cols);
        float[] part = new float[ROWS_AT_ONCE * cols];
        for (int first = 0; first < rows && cols > dimension; first += ROWS_AT_ONCE) {
            int count = Math.min(ROWS_AT_ONCE, rows - first);
            table.buffer().read((long) first * cols, part, 0, count * cols);
            for (int row = 1; row < count; row++) {
                System.arraycopy(part, row * cols, part, row * dimension, dimension);
            }
            table.buffer().write((long) first * dimension, part, 0, count * dimension);
        }
        return table.slice(0, 0, rows * dimension).reshape(rows, dimension);
    }
}
