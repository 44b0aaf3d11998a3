package io.isotropy.nlp.word;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a file while it is read: straight into the matrix where it is known how many there are, else in blocks, so that nothing is
 * allocated for what is not there.
 */
final class WordVectorRows implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WordVectors.class.getName());
    /** Numbers in a block. */
    private static final int BLOCK = 1 << 20;
    /** What a word takes beside its vector. */
    private static final int BYTES_OF_WORD = 150;
    /** The serial collector keeps a third of the heap for young objects, which a large array is not. */
    private static final double ROOM = 1.6;

    private final Path file;
    private final Backend backend;
    private final int dimension;
    private final int perBlock;
    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> rows = new HashMap<>();
    private final List<float[]> blocks = new ArrayList<>();
    private @Nullable Tensor matrix;
    private int repeated;
    private String firstRepeated = "";

    /**
     * Room for vectors.
     *
     * @param count how many there are at most; 0 if unknown
     */
    WordVectorRows(Path file, Backend backend, int dimension, long count) throws IOException {
        this.file = file;
        this.backend = backend;
        this.dimension = dimension;
        this.perBlock = Math.max(1, BLOCK / dimension);
        if (count > 0) {
            checkSize(count);
            try {
                this.matrix = Scope.outside(() -> Tensor.uninitialized(backend, Shape.of((int) count, dimension)));
            } catch (OutOfMemoryError e) {
                throw tooLarge(count, e);
            }
        }
    }

    private IOException tooLarge(long count, OutOfMemoryError e) {
        long needed = count * (4L * dimension + BYTES_OF_WORD);
        String problem = "has " + count + " vectors of " + dimension + " numbers, which take " + (needed >> 20) + " MiB, more than there is in a heap of "
                + (Runtime.getRuntime().maxMemory() >> 20) + ": give it " + (long) (needed * ROOM / (1 << 20)) + " with -Xmx"
                + (long) (needed * ROOM / (1 << 20)) + "m (ISOTROPY_JAVA_OPTS), or read only its first words";
        TextFileException failure = new TextFileException(file.toString(), problem);
        failure.initCause(e);
        return failure;
    }

    private void checkSize(long count) throws IOException {
        long most = (Integer.MAX_VALUE - 8L) / dimension;
        if (count > most) {
            throw new TextFileException(file.toString(), "has more than 2^31 numbers; read only its first words, " + most + " at most");
        }
    }

    /** Adds a word unless it is there. */
    void add(String word, float[] values, int from) throws IOException {
        int row = words.size();
        if (rows.putIfAbsent(word, row) != null) {
            firstRepeated = repeated++ == 0 ? word : firstRepeated;
            return;
        }
        words.add(word);
        if (matrix != null) {
            matrix.buffer().write((long) row * dimension, values, from, dimension);
            return;
        }
        checkSize(row + 1L);
        int place = row % perBlock;
        if (place == 0) {
            blocks.add(new float[Math.multiplyExact(perBlock, dimension)]);
        }
        System.arraycopy(values, from, blocks.getLast(), place * dimension, dimension);
    }

    /** Complains of a file that has fewer vectors than its first line says. */
    void checkCount(int count, int claimed, int most) throws IOException {
        if (count == 0 || claimed != Integer.MAX_VALUE && count < Math.min(claimed, most)) {
            throw new TextFileException(file.toString(), "ends after " + count + " vectors"
                    + (claimed == Integer.MAX_VALUE ? "" : ", but its first line says " + claimed) + "; fetch it again");
        }
    }

    /** The vectors, which are the caller's to close. */
    WordVectors finish() {
        if (repeated > 0) {
            LOG.log(System.Logger.Level.WARNING, "{0} has {1} words that came before, first \"{2}\"; their first vectors count", file, repeated,
                    firstRepeated);
        }
        Tensor all = matrix != null ? matrix.slice(0, 0, words.size()) : joined();
        matrix = null;
        return WordVectors.ofRows(words, rows, all);
    }

    private Tensor joined() {
        Tensor joined = Scope.outside(() -> Tensor.uninitialized(backend, Shape.of(words.size(), dimension)));
        for (int b = 0; b < blocks.size(); b++) {
            long from = (long) b * perBlock * dimension;
            int count = (int) Math.min((long) perBlock * dimension, joined.shape().size() - from);
            joined.buffer().write(from, blocks.set(b, new float[0]), 0, count);
        }
        return joined;
    }

    /** Frees what was not finished. */
    @Override
    public void close() {
        if (matrix != null) {
            matrix.release();
        }
    }
}
