package io.isotropy.nlp.lexical;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.RandomizedSvd;
import io.isotropy.tensor.linalg.SingularValues;
import java.io.IOException;
import java.util.List;

/**
 * Latent semantic analysis: Deerwester et al. 1990, "Indexing by Latent Semantic Analysis". The matrix of texts and terms, X ≈ U·diag(s)·Vᵀ;
 * a text's vector is x·V, which for a text of the corpus is its row of U·diag(s).
 */
public final class Lsa implements EmbeddingModel {

    private final TermModel terms;
    /** (V, k). */
    private final Matrix directions;
    private final double[] singularValues;

    Lsa(TermModel terms, Matrix directions, double[] singularValues) {
        this.terms = terms;
        this.directions = directions;
        this.singularValues = singularValues;
    }

    /**
     * Decomposes a corpus.
     *
     * @param terms what makes the matrix, TF-IDF as a rule
     * @param dimension k, at most the number of texts and of terms
     */
    public static Lsa train(Corpus corpus, TermModel terms, int dimension, long seed) throws IOException {
        SparseRows rows = terms.rows(corpus);
        if (dimension < 1 || dimension > Math.min(rows.rows(), rows.cols())) {
            throw corpus.error("has " + rows.rows() + " texts and " + rows.cols() + " terms, so that an LSA of 1 to "
                    + Math.min(rows.rows(), rows.cols()) + " dimensions can be made: got " + dimension);
        }
        SingularValues svd = RandomizedSvd.of(rows.rows(), rows.cols(), dimension, seed, rows::times, rows::transposedTimes);
        return new Lsa(terms, svd.v(), svd.values());
    }

    /** What counts terms. */
    public TermModel terms() {
        return terms;
    }

    /** s, falling: how much of the corpus each dimension explains. */
    public double[] singularValues() {
        return singularValues.clone();
    }

    /** Vᵀ: (V, k), a row per term. */
    public Matrix directions() {
        return directions;
    }

    /** The vector of a text: (k). */
    public double[] vector(String text) {
        SparseVector x = terms.vector(text);
        return SparseRows.of(List.of(x), terms.dimension()).times(directions).row(0);
    }

    @Override
    public String name() {
        return "lsa of " + terms.name();
    }

    @Override
    public int dimension() {
        return singularValues.length;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        EmbeddingModel.requireTexts(texts);
        return texts.stream().map(text -> toFloats(vector(text))).toList();
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public void close() {}
}
