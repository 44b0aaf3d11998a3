package io.isotropy.nlp.word;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Word vectors with what trained them. A text's vector is the mean of its words' vectors; words without one are left out, and a text that has
 * none with one has the vector 0.
 *
 * @param name of the model: word2vec, glove, …, which the folder names
 * @param tokenizer what finds the words of a text
 * @param config the settings of the training, as the folder keeps them; empty if unknown
 * @param counts how often the words came in the corpus; null if unknown
 */
public record WordModel(
        String name, WordVectors vectors, Tokenizer tokenizer, Map<String, ?> config, @Nullable Vocabulary counts)
        implements WordVectorModel {

    @Override
    public int dimension() {
        return vectors.dimension();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        EmbeddingModel.requireTexts(texts);
        return texts.stream().map(this::mean).toList();
    }

    private float[] mean(String text) {
        int size = dimension();
        double[] sum = new double[size];
        float[] vector = new float[size];
        int[] known = new int[1];
        tokenizer.tokenize(text, word -> {
            int row = vectors.row(word);
            if (row >= 0) {
                known[0]++;
                vectors.matrix().buffer().read((long) row * size, vector, 0, size);
                for (int i = 0; i < size; i++) {
                    sum[i] += vector[i];
                }
            }
        });
        float[] mean = new float[size];
        for (int i = 0; i < size && known[0] > 0; i++) {
            mean[i] = (float) (sum[i] / known[0]);
        }
        return mean;
    }

    /** Frees the vectors. */
    @Override
    public void close() {
        vectors.close();
    }
}
