package io.isotropy.nlp.word;

import io.isotropy.kernels.Backend;
import java.util.ArrayList;
import java.util.List;

/** Words c0f0 … c11f3 whose vectors are the sum of a part for c, a part for f and some noise, so that analogies mostly hold. */
public final class GridVectors {

    private static final int DIMENSION = 8;

    private GridVectors() {}

    /** The vectors, after them two words that differ but in case from earlier ones. */
    public static WordVectors of(Backend backend) {
        List<String> words = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        for (int p = 0; p < 12; p++) {
            for (int q = 0; q < 4; q++) {
                words.add("c" + p + "f" + q);
                float[] row = new float[DIMENSION];
                for (int j = 0; j < DIMENSION; j++) {
                    row[j] = (float) (Math.sin(1 + p * (j + 1) * 0.7) + 0.8 * Math.cos(2 + q * (j + 1) * 1.3)
                            + 0.35 * Math.sin((p * 4 + q) * (j + 3) * 2.1));
                }
                rows.add(row);
            }
        }
        words.add("C0F0");
        rows.add(new float[DIMENSION]);
        for (int j = 0; j < DIMENSION; j++) {
            rows.getLast()[j] = (float) Math.sin(j + 1.0);
        }
        words.add("C1F1");
        rows.add(rows.get(5));
        float[] values = new float[words.size() * DIMENSION];
        for (int i = 0; i < words.size(); i++) {
            System.arraycopy(rows.get(i), 0, values, i * DIMENSION, DIMENSION);
        }
        return WordVectors.of(backend, words, DIMENSION, values);
    }
}
