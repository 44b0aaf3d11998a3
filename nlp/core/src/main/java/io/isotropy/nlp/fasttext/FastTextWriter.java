package io.isotropy.nlp.fasttext;

import io.isotropy.kernels.Buffer;
import io.isotropy.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes the original's {@code .bin}, which it and gensim load: see {@link FastTextReader}. */
final class FastTextWriter {

    private static final int WINDOW = 1 << 20;
    /** How often the original looks at its learning rate; of no use to whoever reads a model. */
    private static final int UPDATE_RATE = 100;

    private final OutputStream out;
    private final ByteBuffer bytes = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN);

    private FastTextWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes to a file beside the target, which then takes its place. */
    static void write(FastText model, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp" + ProcessHandle.current().pid());
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                new FastTextWriter(out).model(model);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void model(FastText model) throws IOException {
        FastTextConfig config = model.config();
        ints(FastTextReader.MAGIC, FastTextReader.VERSION);
        ints(config.dimension(), config.window(), config.epochs(), config.minCount(), config.negatives(), config.wordNGrams(),
                config.loss().number, config.architecture().number, config.buckets(), config.shortest(), config.longest(),
                UPDATE_RATE);
        bytes.putDouble(config.sampling());
        flush();
        dictionary(model.dictionary());
        matrix(model.input());
        matrix(model.output());
    }

    private void dictionary(FastTextDictionary dictionary) throws IOException {
        int words = dictionary.words().size();
        int labels = dictionary.labels().size();
        ints(words + labels, words, labels);
        int[] kept = dictionary.kept();
        bytes.putLong(dictionary.tokens()).putLong(kept == null ? -1 : dictionary.rows() - words);
        flush();
        entries(dictionary.words(), dictionary.wordCounts(), FastTextReader.WORD);
        entries(dictionary.labels(), dictionary.labelCounts(), FastTextReader.LABEL);
        for (int bucket = 0; kept != null && bucket < kept.length; bucket++) {
            if (kept[bucket] >= 0) {
                ints(bucket, kept[bucket]);
            }
        }
    }

    private void entries(List<String> names, long[] counts, byte kind) throws IOException {
        for (int id = 0; id < counts.length; id++) {
            out.write(names.get(id).getBytes(StandardCharsets.UTF_8));
            bytes.put((byte) 0).putLong(counts[id]).put(kind);
            flush();
        }
    }

    /** Whether it is quantized, which it never is, its sizes, its numbers. */
    private void matrix(Tensor matrix) throws IOException {
        bytes.put((byte) 0).putLong(matrix.shape().dim(0)).putLong(matrix.shape().dim(1));
        flush();
        Buffer numbers = matrix.buffer();
        float[] part = new float[WINDOW / Float.BYTES];
        for (long at = 0; at < numbers.length(); at += part.length) {
            int count = (int) Math.min(part.length, numbers.length() - at);
            numbers.read(at, part, 0, count);
            bytes.asFloatBuffer().put(part, 0, count);
            bytes.position(count * Float.BYTES);
            flush();
        }
    }

    private void ints(int... numbers) throws IOException {
        for (int number : numbers) {
            bytes.putInt(number);
        }
        flush();
    }

    private void flush() throws IOException {
        out.write(bytes.array(), 0, bytes.position());
        bytes.clear();
    }
}
