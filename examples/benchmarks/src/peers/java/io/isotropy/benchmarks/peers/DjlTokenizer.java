package io.isotropy.benchmarks.peers;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Hugging Face's tokenizer (Rust), through DJL, without padding and with the model's length of 256. */
final class DjlTokenizer implements AutoCloseable {

    private static final String FILE = "/all-minilm-l6-v2-tokenizer.json";

    private final HuggingFaceTokenizer tokenizer;

    private DjlTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static DjlTokenizer create() {
        try (InputStream file = DjlTokenizer.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("no " + FILE + " on the class path");
            }
            return new DjlTokenizer(HuggingFaceTokenizer.newInstance(
                    file,
                    Map.of("padding", "false", "truncation", "true", "maxLength", "256", "modelMaxLength", "256")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of each text, one call per text, on the calling thread. */
    int[][] oneByOne(List<String> texts) {
        int[][] ids = new int[texts.size()][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = ints(tokenizer.encode(texts.get(i)).getIds());
        }
        return ids;
    }

    /**
     * As {@link #oneByOne}, but nothing else of an encoding crosses into Java: pieces, offsets and masks take DJL most
     * of its time.
     */
    int[][] idsOnly(List<String> texts) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        int[][] ids = new int[texts.size()][];
        for (int i = 0; i < ids.length; i++) {
            long encoding = library.encode(tokenizer.getHandle(), texts.get(i), true);
            ids[i] = ints(library.getTokenIds(encoding));
            library.deleteEncoding(encoding);
        }
        return ids;
    }

    /**
     * The ids of each text by one call for all; the tokenizer uses as many threads as the variable RAYON_NUM_THREADS
     * says.
     */
    int[][] batch(List<String> texts) {
        Encoding[] encodings = tokenizer.batchEncode(texts);
        int[][] ids = new int[encodings.length][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = ints(encodings[i].getIds());
        }
        return ids;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int[] ints(long[] ids) {
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = (int) ids[i];
        }
        return result;
    }
}
