package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.TextEncoder;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one writes today to embed texts in Java: DJL's tokenizer, the texts sorted by length so that little is padded,
 * batches of 32, ONNX Runtime.
 */
final class OrtTextEncoder implements TextEncoder, AutoCloseable {

    private static final int BATCH = 32;

    private final DjlTokenizer tokenizer = DjlTokenizer.create();
    private final OrtEncoder encoder;
    private final boolean parallel;

    OrtTextEncoder(int threads) {
        this.encoder = OrtEncoder.create(threads);
        this.parallel = threads > 1;
    }

    @Override
    public float[][] encode(List<String> texts) {
        int[][] ids = parallel ? tokenizer.batch(texts) : tokenizer.oneByOne(texts);
        int[] byLength = IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> ids[i].length))
                .mapToInt(Integer::intValue)
                .toArray();
        float[][] vectors = new float[ids.length][];
        for (int from = 0; from < ids.length; from += BATCH) {
            int first = from;
            int size = Math.min(BATCH, ids.length - from);
            int[][] batch = IntStream.range(0, size).mapToObj(i -> ids[byLength[first + i]]).toArray(int[][]::new);
            float[][] encoded = encoder.encode(batch);
            for (int i = 0; i < size; i++) {
                vectors[byLength[first + i]] = encoded[i];
            }
        }
        return vectors;
    }

    @Override
    public void close() {
        tokenizer.close();
        encoder.close();
    }
}
