package io.isotropy.benchmarks;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.hub.Hub;
import io.isotropy.nlp.hub.HubSettings;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.nlp.text.WordPieceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** all-MiniLM-L6-v2 on the cpu backend: what is measured. */
public final class IsotropyEncoder implements Encoder, TextEncoder, AutoCloseable {

    /** The model that every benchmark of an encoder runs. */
    public static final String MODEL = "all-MiniLM-L6-v2";

    private final Backend backend = Backends.byName("cpu");
    private final SentenceEncoder model;

    private IsotropyEncoder(Path folder) {
        try {
            this.model = SentenceEncoder.load(folder, backend);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model, from the cache or fetched into it. */
    public static IsotropyEncoder create() {
        return load(folder());
    }

    /** The model of that folder. */
    public static IsotropyEncoder load(Path folder) {
        return new IsotropyEncoder(folder);
    }

    /** The model's folder, in the cache or fetched into it. */
    public static Path folder() {
        return Hub.resolve(MODEL, HubSettings.fromEnvironment());
    }

    /** Sets the number of threads, which holds for the whole backend. */
    public void setThreads(int threads) {
        backend.setThreads(threads);
    }

    /** The model's tokenizer. */
    public WordPieceTokenizer tokenizer() {
        return model.tokenizer();
    }

    @Override
    public float[][] encode(int[][] ids) {
        return model.encodeIds(Arrays.asList(ids)).toArray(float[][]::new);
    }

    @Override
    public float[][] encode(List<String> texts) {
        return model.embed(texts).toArray(float[][]::new);
    }

    @Override
    public void close() {
        model.close();
    }
}
