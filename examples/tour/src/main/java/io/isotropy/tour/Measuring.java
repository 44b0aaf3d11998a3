package io.isotropy.tour;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.eval.StsEvaluation;
import io.isotropy.tour.Result.Anatomy;
import io.isotropy.tour.Result.Cost;
import io.isotropy.tour.Result.Neighbour;
import io.isotropy.tour.Result.Scores;
import java.util.ArrayList;
import java.util.List;

/** Measures every system in the same way. */
final class Measuring {

    private static final int NEIGHBOURS = 3;
    private static final int BEST = 10;
    /** Of the uniformity: Wang and Isola 2020, §4.1.2. */
    private static final double TEMPERATURE = 2;

    private final TourData data;

    Measuring(TourData data) {
        this.data = data;
    }

    Result of(SystemCard card, EmbeddingModel model, double seconds, long bytes, List<double[]> losses) {
        long start = System.nanoTime();
        StsEvaluation.Figures figures = StsEvaluation.of(model, List.of(data.test())).all();
        double rate = 2 * data.test().pairs().size() / ((System.nanoTime() - start) / 1e9);
        List<float[]> pool = model.embed(data.pool().stream().map(TourData.Item::text).toList());
        Cosines cosines = Cosines.of(Backends.preferred(), pool, pool);
        double[] dictionary = dictionary(model);
        return new Result(
                card, new Scores(figures.spearman(), figures.pearson(), dictionary[0], dictionary[1]),
                new Cost(seconds, rate, bytes, model.dimension()), anatomy(cosines), neighbours(model, pool), similarities(model),
                losses, Projection.of(cosines));
    }

    /** The mean reciprocal rank of the right word, and how often it is among the first ten; NaN without a dictionary. */
    private double[] dictionary(EmbeddingModel model) {
        int entries = data.dictionary().size();
        if (entries == 0) {
            return new double[] {Double.NaN, Double.NaN};
        }
        Cosines cosines = Cosines.of(
                Backends.preferred(), model.embed(data.dictionary().stream().map(TourData.Entry::definition).toList()),
                model.embed(data.dictionary().stream().map(TourData.Entry::word).toList()));
        double reciprocal = 0;
        double found = 0;
        for (int i = 0; i < entries; i++) {
            int rank = cosines.rank(i, i);
            reciprocal += 1.0 / (rank + 1);
            found += rank < BEST ? 1 : 0;
        }
        return new double[] {reciprocal / entries, found / entries};
    }

    private static Anatomy anatomy(Cosines cosines) {
        int n = cosines.rows();
        double sum = 0;
        double potential = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    sum += cosines.at(i, j);
                    potential += Math.exp(-TEMPERATURE * (2 - 2 * cosines.at(i, j))); // ‖x − y‖² = 2 − 2·cos
                }
            }
        }
        double pairs = (double) n * (n - 1);
        return new Anatomy(sum / pairs, Projection.effectiveRank(cosines), Math.log(potential / pairs));
    }

    private List<List<Neighbour>> neighbours(EmbeddingModel model, List<float[]> pool) {
        Cosines cosines = Cosines.of(Backends.preferred(), model.embed(data.probes()), pool);
        List<List<Neighbour>> all = new ArrayList<>();
        for (int i = 0; i < data.probes().size(); i++) {
            List<Neighbour> nearest = new ArrayList<>();
            for (int j : cosines.best(i, NEIGHBOURS)) {
                nearest.add(new Neighbour(data.pool().get(j).text(), cosines.at(i, j)));
            }
            all.add(nearest);
        }
        return all;
    }

    private List<double[]> similarities(EmbeddingModel model) {
        List<float[]> vectors = model.embed(data.compared());
        Cosines cosines = Cosines.of(Backends.preferred(), vectors, vectors);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < cosines.rows(); i++) {
            double[] row = new double[cosines.cols()];
            for (int j = 0; j < row.length; j++) {
                row[j] = cosines.at(i, j);
            }
            rows.add(row);
        }
        return rows;
    }
}
