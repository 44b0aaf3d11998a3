package io.isotropy.nlp.eval;

import io.isotropy.nlp.EmbeddingModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well the cosine of sentence vectors follows human scores, in the three ways that papers report (Reimers et al. 2016, §4; SentEval,
 * Conneau and Kiela 2018).
 *
 * @param files each file by itself
 * @param all over the pairs of all files together
 * @param mean the mean of the files' figures
 * @param weightedMean the same, weighted with the files' numbers of pairs
 */
public record StsEvaluation(List<FileResult> files, Figures all, Figures mean, Figures weightedMean) {

    /** Correlations from -1 to 1; NaN where undefined, as for a file with one pair or a model whose vectors are all the same. */
    public record Figures(double pearson, double spearman) {

        static Figures of(double[] cosines, double[] scores) {
            return new Figures(Correlation.pearson(cosines, scores), Correlation.spearman(cosines, scores));
        }
    }

    /**
     * The figures of one file.
     *
     * @param pairs those with a score
     * @param blank lines without one
     */
    public record FileResult(String name, int pairs, int blank, Figures figures) {}

    /** Texts that are embedded at once. */
    private static final int WINDOW = 2048;

    /** Evaluates a model. Means leave out files whose figure is undefined. */
    public static StsEvaluation of(EmbeddingModel model, List<StsFile> files) {
        return of(files, files.stream().map(file -> cosines(model, file.pairs(), TaskProgress.NONE)).toList());
    }

    /** Evaluates the cosines of the files' pairs. */
    static StsEvaluation of(List<StsFile> files, List<double[]> cosines) {
        List<FileResult> results = new ArrayList<>();
        List<double[]> scores = files.stream().map(StsFile::scores).toList();
        for (int i = 0; i < files.size(); i++) {
            StsFile file = files.get(i);
            results.add(new FileResult(file.name(), file.pairs().size(), file.blank(), Figures.of(cosines.get(i), scores.get(i))));
        }
        return new StsEvaluation(
                List.copyOf(results),
                Figures.of(joined(cosines), joined(scores)),
                means(results, result -> 1),
                means(results, FileResult::pairs));
    }

    private static Figures means(List<FileResult> results, ToDoubleFunction<FileResult> weight) {
        return new Figures(
                mean(results, result -> result.figures().pearson(), weight),
                mean(results, result -> result.figures().spearman(), weight));
    }

    private static double mean(
            List<FileResult> results, ToDoubleFunction<FileResult> figure, ToDoubleFunction<FileResult> weight) {
        double sum = 0;
        double weights = 0;
        for (FileResult result : results) {
            double value = figure.applyAsDouble(result);
            if (!Double.isNaN(value)) {
                sum += weight.applyAsDouble(result) * value;
                weights += weight.applyAsDouble(result);
            }
        }
        return sum / weights; // 0 / 0, NaN, where no file has a figure
    }

    /** The cosine of every pair. */
    static double[] cosines(EmbeddingModel model, List<StsFile.Pair> pairs, TaskProgress progress) {
        double[] cosines = new double[pairs.size()];
        for (int from = 0; from < pairs.size(); from += WINDOW / 2) {
            List<StsFile.Pair> window = pairs.subList(from, Math.min(pairs.size(), from + WINDOW / 2));
            List<String> texts = new ArrayList<>();
            window.forEach(pair -> texts.add(pair.first()));
            window.forEach(pair -> texts.add(pair.second()));
            List<float[]> vectors = model.embed(texts);
            for (int i = 0; i < window.size(); i++) {
                cosines[from + i] = Cosine.of(vectors.get(i), vectors.get(window.size() + i));
            }
            progress.at("pairs", from + window.size(), pairs.size());
        }
        return cosines;
    }

    static double[] joined(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
