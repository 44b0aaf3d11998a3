package io.isotropy.nlp.eval;

import io.isotropy.nlp.EmbeddingModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Semantic Textual Similarity. The figure that counts is Spearman's ρ over the pairs of all files.
 *
 * @param files one or several of one year
 */
public record StsTask(String name, List<StsFile> files) implements Task {

    @Override
    public TaskKind kind() {
        return TaskKind.STS;
    }

    @Override
    public TaskResult evaluate(EmbeddingModel model, TaskProgress progress) {
        List<double[]> cosines = files.stream().map(file -> StsEvaluation.cosines(model, file.pairs(), progress)).toList();
        StsEvaluation evaluation = StsEvaluation.of(files, cosines);
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("cosine_pearson", evaluation.all().pearson());
        scores.put("cosine_spearman", evaluation.all().spearman());
        scores.put("mean_pearson", evaluation.mean().pearson());
        scores.put("mean_spearman", evaluation.mean().spearman());
        scores.put("wmean_pearson", evaluation.weightedMean().pearson());
        scores.put("wmean_spearman", evaluation.weightedMean().spearman());
        double[] all = StsEvaluation.joined(cosines);
        double[] gold = StsEvaluation.joined(files.stream().map(StsFile::scores).toList());
        List<String> remarks = new ArrayList<>();
        int blank = files.stream().mapToInt(StsFile::blank).sum();
        if (blank > 0) {
            remarks.add(blank + " lines have no score and are left out");
        }
        if (Double.isNaN(evaluation.all().spearman())) {
            remarks.add("undefined: all cosines or all scores are equal, or there are fewer than two pairs");
        }
        return new TaskResult(name, kind(), scores, Resampled.RankCorrelation.of(all, gold), remarks);
    }
}
