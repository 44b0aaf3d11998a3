package io.isotropy.nlp.eval;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.logistic.CrossValidation;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which class a text has, or what holds between two texts, by logistic regression on the vectors of a model that learns nothing more: the transfer
 * tasks of SentEval (Conneau and Kiela 2018, §3.1). A pair's vector is (u, v, |u − v|, u∗v) of its texts' (Conneau et al. 2017, "InferSent", §3.1).
 *
 * <p>Without texts of its own for the test each text is predicted by a regression that has not seen it. A class of the test that no text of the
 * training has cannot be predicted and counts as wrong.
 *
 * @param train also the test, by cross-validation, where there is no other
 */
public record TransferTask(String name, LabelledFile train, @Nullable LabelledFile test, CrossValidation validation) implements Task {

    @Override
    public TaskKind kind() {
        return train.seconds().isEmpty() ? TaskKind.TRANSFER : TaskKind.NLI;
    }

    @Override
    public TaskResult evaluate(EmbeddingModel model, TaskProgress progress) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] y = numbered(train, numbers);
        int[] gold = test == null ? y : numbered(test, numbers);
        int[] predicted;
        try (Scope _ = Scope.open()) {
            Tensor x = features(model, train, progress);
            if (test == null) {
                predicted = validation.predict(x, y, done -> progress.at("folds", done, validation.folds()));
            } else {
                predicted = validation.learn(x, y).predict(features(model, test, progress));
            }
        }
        return result(y, gold, predicted);
    }

    private TaskResult result(int[] y, int[] gold, int[] predicted) {
        double[] right = new double[gold.length];
        double sum = 0;
        for (int i = 0; i < right.length; i++) {
            right[i] = gold[i] == predicted[i] ? 1 : 0;
            sum += right[i];
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("accuracy", sum / right.length);
        scores.put("f1", macroF1(gold, predicted));
        return new TaskResult(name, kind(), scores, new Resampled.Mean(right), remarks(y, gold));
    }

    private List<String> remarks(int[] y, int[] gold) {
        List<String> remarks = new ArrayList<>();
        int skipped = train.skipped() + (test == null ? 0 : test.skipped());
        if (skipped > 0) {
            remarks.add(skipped + " lines have no label and are left out");
        }
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (int label : y) {
            counts.merge(label, 1, Integer::sum);
        }
        if (counts.size() == 1) {
            remarks.add("there is but one class to learn, which any model predicts");
        }
        if (test == null) {
            long few = counts.values().stream().filter(count -> count < validation.folds()).count();
            if (few > 0) {
                remarks.add(few + " classes have fewer texts than there are folds, " + validation.folds());
            }
        } else {
            Set<Integer> unseen = new HashSet<>();
            for (int label : gold) {
                if (!counts.containsKey(label)) {
                    unseen.add(label);
                }
            }
            if (!unseen.isEmpty()) {
                remarks.add(unseen.size() + " classes of the test are not in the training and count as wrong");
            }
        }
        return remarks;
    }

    private static int[] numbered(LabelledFile file, Map<String, Integer> numbers) {
        return file.labels().stream().mapToInt(label -> numbers.computeIfAbsent(label, _ -> numbers.size())).toArray();
    }

    /** (N, D) for texts, (N, 4D) for pairs. */
    private static Tensor features(EmbeddingModel model, LabelledFile file, TaskProgress progress) {
        if (file.seconds().isEmpty()) {
            return TextMatrix.of(model, file.texts(), progress);
        }
        // A text may come in many pairs.
        List<String> texts = Stream.concat(file.texts().stream(), file.seconds().stream()).distinct().toList();
        Map<String, Integer> rows = new LinkedHashMap<>();
        texts.forEach(text -> rows.put(text, rows.size()));
        Tensor vectors = TextMatrix.of(model, texts, progress);
        int dimension = model.dimension();
        Tensor features = Tensor.uninitialized(Backends.preferred(), Shape.of(file.size(), 4 * dimension));
        float[] u = new float[dimension];
        float[] v = new float[dimension];
        float[] row = new float[4 * dimension];
        for (int i = 0; i < file.size(); i++) {
            read(vectors, rows.getOrDefault(file.texts().get(i), 0), u);
            read(vectors, rows.getOrDefault(file.seconds().get(i), 0), v);
            for (int k = 0; k < dimension; k++) {
                row[k] = u[k];
                row[dimension + k] = v[k];
                row[2 * dimension + k] = Math.abs(u[k] - v[k]);
                row[3 * dimension + k] = u[k] * v[k];
            }
            features.buffer().write((long) i * row.length, row, 0, row.length);
        }
        return features;
    }

    private static void read(Tensor vectors, int row, float[] target) {
        vectors.buffer().read((long) row * target.length, target, 0, target.length);
    }

    /** The mean over classes, those of the gold and those predicted, of 2·right/(gold + predicted), as scikit-learn's macro average. */
    private static double macroF1(int[] gold, int[] predicted) {
        Map<Integer, int[]> counts = new LinkedHashMap<>(); // right, gold + predicted
        for (int i = 0; i < gold.length; i++) {
            counts.computeIfAbsent(gold[i], _ -> new int[2])[1]++;
            counts.computeIfAbsent(predicted[i], _ -> new int[2])[1]++;
            counts.get(gold[i])[0] += gold[i] == predicted[i] ? 1 : 0;
        }
        return counts.values().stream().mapToDouble(count -> 2.0 * count[0] / count[1]).average().orElse(Double.NaN);
    }
}
