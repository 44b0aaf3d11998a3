package io.isotropy.tour;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.anatomy.Cone;
import io.isotropy.nlp.anatomy.Spectrum;
import io.isotropy.nlp.eval.Cosine;
import io.isotropy.nlp.eval.RankingFigures;
import io.isotropy.nlp.eval.StsEvaluation;
import io.isotropy.nlp.projection.Pca;
import io.isotropy.nlp.search.Hit;
import io.isotropy.nlp.search.Measure;
import io.isotropy.nlp.search.VectorSearch;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tour.Result.Anatomy;
import io.isotropy.tour.Result.Cost;
import io.isotropy.tour.Result.Neighbour;
import io.isotropy.tour.Result.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Measures every system in the same way. */
final class Measuring {

    private static final int NEIGHBOURS = 3;
    /** How far down the reverse dictionary is read. */
    private static final int DEPTH = 10;
    private static final int PLANE = 2;

    private final TourData data;
    private final Backend backend;

    Measuring(TourData data, Backend backend) {
        this.data = data;
        this.backend = backend;
    }

    Result of(SystemCard card, EmbeddingModel model, double seconds, long bytes, List<double[]> losses) {
        long start = System.nanoTime();
        StsEvaluation.Figures figures = StsEvaluation.of(model, List.of(data.test())).all();
        double rate = 2 * data.test().pairs().size() / ((System.nanoTime() - start) / 1e9);
        List<float[]> pool = model.embed(data.pool().stream().map(TourData.Item::text).toList());
        double[] dictionary = dictionary(model);
        Pca pca = Pca.fit(pool, model.dimension(), PLANE);
        Cone cone = Cone.of(pool, model.dimension());
        double rank = Spectrum.effectiveRank(Arrays.stream(pca.variances()).map(Math::sqrt).toArray());
        return new Result(
                card, new Scores(figures.spearman(), figures.pearson(), dictionary[0], dictionary[1]),
                new Cost(seconds, rate, bytes, model.dimension()), new Anatomy(cone.meanCosine(), rank, cone.uniformity()),
                neighbours(model, pool), similarities(model), losses, rows(pca.apply(pool)));
    }

    /** The mean reciprocal rank of the right word, and how often it is found, among the first ten; NaN without a dictionary. */
    private double[] dictionary(EmbeddingModel model) {
        int entries = data.dictionary().size();
        List<float[]> words = model.embed(data.dictionary().stream().map(TourData.Entry::word).toList());
        List<float[]> definitions = model.embed(data.dictionary().stream().map(TourData.Entry::definition).toList());
        double reciprocal = 0;
        double found = 0;
        List<List<Hit>> hits = best(words, definitions, model.dimension(), DEPTH);
        for (int i = 0; i < entries; i++) {
            List<String> ranking = hits.get(i).stream().map(hit -> Integer.toString(hit.row())).toList();
            RankingFigures figures = RankingFigures.of(ranking, Map.of(Integer.toString(i), 1));
            reciprocal += figures.reciprocalRank();
            found += figures.recall().get(RankingFigures.DEPTHS.indexOf(DEPTH));
        }
        return new double[] {reciprocal / entries, found / entries};
    }

    private List<List<Hit>> best(List<float[]> vectors, List<float[]> queries, int dimension, int count) {
        return VectorSearch.of(backend, vectors, dimension, Measure.COSINE).best(queries, count);
    }

    private List<List<Neighbour>> neighbours(EmbeddingModel model, List<float[]> pool) {
        return best(pool, model.embed(data.probes()), model.dimension(), NEIGHBOURS).stream()
                .map(hits -> hits.stream().map(hit -> new Neighbour(data.pool().get(hit.row()).text(), hit.score())).toList())
                .toList();
    }

    private List<double[]> similarities(EmbeddingModel model) {
        List<float[]> vectors = model.embed(data.compared());
        return vectors.stream().map(one -> vectors.stream().mapToDouble(other -> Cosine.of(one, other)).toArray()).toList();
    }

    private static List<double[]> rows(Matrix matrix) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < matrix.rows(); i++) {
            rows.add(matrix.row(i));
        }
        return rows;
    }
}
