package io.isotropy.nlp.glove;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * What is learnt: of each word a vector and a bias as a word and as a context, each number with AdaGrad's sum of squares. The rows of a part
 * lie together.
 */
final class GloveTables implements AutoCloseable {

    /** Cells per call of the kernel. */
    private static final int BATCH = 1 << 12;
    /** Numbers of a row come in whole vectors of this many. */
    private static final int LANES = 16;

    private final Backend backend;
    private final Partition partition;
    private final GloveConfig config;
    /** The vector's numbers, with zeros up to whole half vectors; the bias follows. */
    private final int cols;
    private final int leading;
    private final Buffer words;
    private final Buffer wordSquares;
    private final Buffer contexts;
    private final Buffer contextSquares;

    GloveTables(Backend backend, Partition partition, GloveConfig config) {
        this.backend = backend;
        this.partition = partition;
        this.config = config;
        this.cols = cols(config.dimension());
        this.leading = leading(config.dimension());
        this.words = random(0);
        this.wordSquares = ones();
        this.contexts = random(1);
        this.contextSquares = ones();
    }

    private static int roundedUp(int n, int multiple) {
        return (n + multiple - 1) / multiple * multiple;
    }

    private static int cols(int dimension) {
        return roundedUp(dimension, LANES / 2);
    }

    private static int leading(int dimension) {
        return roundedUp(cols(dimension) + 1, LANES);
    }

    /** What the four tables and the finished vectors of so many words take. */
    static long bytes(int words, int dimension) {
        return (4L * leading(dimension) + 2L * dimension) * Float.BYTES * words;
    }

    private long size() {
        return (long) partition.parts() * partition.rows() * leading;
    }

    /** Vectors and biases from −½/(D + 1) to ½/(D + 1), as in the authors' program. */
    private Buffer random(int stream) {
        Buffer table = backend.allocate(size());
        Philox random = Philox.of(config.seed()).withStream(stream);
        float[] row = new float[config.dimension() + 1];
        for (int id = 0; id < partition.words(); id++) {
            random.uniform((long) id * row.length, row, 0, row.length);
            for (int i = 0; i < row.length; i++) {
                row[i] = (row[i] - 0.5f) / row.length;
            }
            long at = (long) partition.row(id) * leading;
            table.write(at, row, 0, config.dimension());
            table.write(at + cols, row, config.dimension(), 1);
        }
        return table;
    }

    private Buffer ones() {
        Buffer table = backend.allocateUninitialized(size());
        float[] row = new float[leading];
        Arrays.fill(row, 1f);
        for (long at = 0; at < table.length(); at += leading) {
            table.write(at, row, 0, leading);
        }
        return table;
    }

    /** Learns the cells of a block in their order; returns the sum of their losses. */
    double train(Cells cells, int wordPart, int contextPart) {
        double sum = 0;
        int size = Math.min(BATCH, cells.size);
        int[] rows = new int[size];
        int[] columns = new int[size];
        float[] one = new float[1];
        try (IntBuffer is = backend.allocateInts(size);
                IntBuffer js = backend.allocateInts(size);
                Buffer counts = backend.allocateUninitialized(size);
                Buffer loss = backend.allocateUninitialized(1)) {
            for (int from = 0; from < cells.size; from += BATCH) {
                int batch = Math.min(BATCH, cells.size - from);
                for (int i = 0; i < batch; i++) {
                    rows[i] = wordPart * partition.rows() + Cells.word(cells.keys[from + i]);
                    columns[i] = contextPart * partition.rows() + Cells.context(cells.keys[from + i]);
                }
                is.write(0, rows, 0, batch);
                js.write(0, columns, 0, batch);
                counts.write(0, cells.values, from, batch);
                backend.kernels().wordTraining().glove(
                        words, wordSquares, contexts, contextSquares, cols, leading, is, js, counts, batch, config.xMax(),
                        config.alpha(), config.learningRate(), loss);
                loss.read(0, one, 0, 1);
                sum += one[0];
            }
        }
        return sum;
    }

    /** The vectors of all words, in the order of the vocabulary. */
    WordVectors vectors(List<String> names) {
        int D = config.dimension();
        boolean both = config.vectors() == GloveConfig.Vectors.CONCATENATION;
        int width = both ? 2 * D : D;
        Tensor matrix = Scope.outside(() -> Tensor.zeros(backend, Shape.of(names.size(), width)));
        float[] word = new float[D];
        float[] context = new float[D];
        for (int id = 0; id < names.size(); id++) {
            words.read((long) partition.row(id) * leading, word, 0, D);
            contexts.read((long) partition.row(id) * leading, context, 0, D);
            if (config.vectors() == GloveConfig.Vectors.SUM) {
                for (int i = 0; i < D; i++) {
                    word[i] += context[i];
                }
            }
            matrix.buffer().write((long) id * width, word, 0, D);
            if (both) {
                matrix.buffer().write((long) id * width + D, context, 0, D);
            }
        }
        return WordVectors.of(names, matrix);
    }

    @Override
    public void close() {
        words.close();
        wordSquares.close();
        contexts.close();
        contextSquares.close();
    }
}
