package io.isotropy.nlp.eval;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.cluster.Agreement;
import io.isotropy.nlp.cluster.KMeans;
import io.isotropy.nlp.cluster.KMeansConfig;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Do groups that nobody named come out as people named them? k-means into as many clusters as there are classes, from several starts, each judged
 * by itself: the mean of the V-measures, as in MTEB (Muennighoff et al. 2023, §3.1).
 *
 * @param starts each with a seed of its own, from {@code seed} on
 */
public record ClusterTask(String name, LabelledFile texts, int starts, long seed) implements Task {

    /** Checks the number. */
    public ClusterTask {
        if (starts < 1) {
            throw new IllegalArgumentException("[cluster] starts must be 1 or more: got " + starts);
        }
    }

    @Override
    public TaskKind kind() {
        return TaskKind.CLUSTER;
    }

    @Override
    public TaskResult evaluate(EmbeddingModel model, TaskProgress progress) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] classes = texts.labels().stream().mapToInt(label -> numbers.computeIfAbsent(label, _ -> numbers.size())).toArray();
        double[] vMeasures = new double[starts];
        double[] rands = new double[starts];
        try (Scope _ = Scope.open()) {
            Tensor x = TextMatrix.of(model, texts.texts(), progress);
            for (int start = 0; start < starts; start++) {
                int[] clusters = KMeans.of(x, KMeansConfig.of(numbers.size(), seed + start)).labels();
                Agreement agreement = Agreement.of(classes, clusters);
                vMeasures[start] = agreement.vMeasure();
                rands[start] = agreement.adjustedRand();
                progress.at("starts", start + 1, starts);
            }
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("v_measure", mean(vMeasures));
        scores.put("v_measure_std", deviation(vMeasures));
        scores.put("adjusted_rand", mean(rands));
        List<String> remarks = new ArrayList<>();
        if (numbers.size() == 1) {
            remarks.add("there is but one class, which any clustering finds");
        }
        if (texts.skipped() > 0) {
            remarks.add(texts.skipped() + " lines have no label and are left out");
        }
        return new TaskResult(name, kind(), scores, null, remarks);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Of the starts themselves, over their number, as NumPy's. */
    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(Double.NaN));
    }
}
