package io.isotropy.nlp.word;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The vectors of a file while it is read: in blocks, so that nothing is allocated for what is not there. */
final class WordVectorRows {

    private static final System.Logger LOG = System.getLogger(WordVectors.class.getName());
    /** Numbers in a block. */
    private static final int BLOCK = 1 << 20;

    private final Path file;
    private final int dimension;
    private final int perBlock;
    private final List<String> words = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final List<float[]> blocks = new ArrayList<>();
    private int repeated;

    WordVectorRows(Path file, int dimension) {
        this.file = file;
        this.dimension = dimension;
        this.perBlock = Math.max(1, BLOCK / dimension);
    }

    int dimension() {
        return dimension;
    }

    /** Adds a word unless it is there. */
    void add(String word, float[] values) throws IOException {
        if (!seen.add(word)) {
            repeated++;
            return;
        }
        if ((words.size() + 1L) * dimension > Integer.MAX_VALUE - 8) {
            throw new TextFileException(file.toString(), "has more than 2^31 numbers; read only its first words, " + words.size() + " at most");
        }
        int place = words.size() % perBlock;
        if (place == 0) {
            blocks.add(new float[Math.multiplyExact(perBlock, dimension)]);
        }
        System.arraycopy(values, 0, blocks.getLast(), place * dimension, dimension);
        words.add(word);
    }

    /** Complains of a file that has fewer vectors than its first line says. */
    void checkCount(int count, int claimed, int most) throws IOException {
        if (count == 0 || claimed != Integer.MAX_VALUE && count < Math.min(claimed, most)) {
            throw new TextFileException(file.toString(), "ends after " + count + " vectors"
                    + (claimed == Integer.MAX_VALUE ? "" : ", but its first line says " + claimed) + "; fetch it again");
        }
    }

    WordVectors finish(Backend backend) {
        if (repeated > 0) {
            LOG.log(System.Logger.Level.WARNING, "{0} has {1} words that came before; their first vectors count", file, repeated);
        }
        Tensor matrix = Scope.outside(() -> Tensor.uninitialized(backend, Shape.of(words.size(), dimension)));
        for (int b = 0; b < blocks.size(); b++) {
            long from = (long) b * perBlock * dimension;
            int count = (int) Math.min((long) perBlock * dimension, matrix.shape().size() - from);
            matrix.buffer().write(from, blocks.set(b, new float[0]), 0, count);
        }
        return WordVectors.of(words, matrix);
    }
}
