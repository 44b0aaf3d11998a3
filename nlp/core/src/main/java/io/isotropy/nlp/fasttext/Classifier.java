package io.isotropy.nlp.fasttext;

import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** From a text's vector to its labels, by the loss that the classifier was trained for. Scores are those of the original tool. */
final class Classifier {

    /** What the original adds to a probability before it takes the logarithm. */
    private static final double FLOOR = 1e-5;
    /** Beyond it the original's table of the logistic function says 0 or 1; below, it has steps of 1/32. */
    private static final double TABLE_END = 8;

    private static final double TABLE_STEPS = 32;

    private final List<String> labels;
    private final FastTextConfig.Loss loss;
    private final Tensor output;
    private final @Nullable LabelTree tree;

    Classifier(FastTextDictionary dictionary, FastTextConfig.Loss loss, Tensor output) {
        this.labels = dictionary.labels();
        this.loss = loss;
        this.output = output;
        this.tree = loss == FastTextConfig.Loss.HIERARCHICAL_SOFTMAX ? LabelTree.of(dictionary.labelCounts()) : null;
    }

    /** A label's number and the logarithm of its probability. */
    private record Score(int label, double logarithm) {}

    /** The best first; of equally good ones the more frequent. */
    private static final Comparator<Score> BEST_FIRST =
            Comparator.comparingDouble(Score::logarithm).reversed().thenComparingInt(Score::label);

    /** The best labels. */
    private final class Best {

        private final PriorityQueue<Score> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
        private final int count;

        Best(int count) {
            this.count = count;
        }

        /** Whether a score could still be one of the best. */
        boolean admits(double logarithm) {
            return worstFirst.size() < count || logarithm > worstFirst.element().logarithm;
        }

        void add(int label, double logarithm) {
            if (admits(logarithm)) {
                worstFirst.add(new Score(label, logarithm));
                if (worstFirst.size() > count) {
                    worstFirst.remove();
                }
            }
        }

        List<Prediction> predictions() {
            List<Score> sorted = new ArrayList<>(worstFirst);
            sorted.sort(BEST_FIRST);
            return sorted.stream().map(score -> new Prediction(labels.get(score.label), Math.exp(score.logarithm))).toList();
        }
    }

    /** The {@code count} best labels of those that have a probability of {@code threshold} at least. */
    List<Prediction> predict(float[] hidden, int count, double threshold) {
        Best best = new Best(count);
        if (tree != null) {
            descend(tree, tree.root(), 0, hidden, Math.log(threshold + FLOOR), best);
            return best.predictions();
        }
        double[] probabilities = new double[labels.size()];
        float[] row = new float[hidden.length];
        for (int label = 0; label < probabilities.length; label++) {
            probabilities[label] = dot(label, hidden, row);
        }
        switch (loss) {
            case SOFTMAX -> softmax(probabilities);
            case NEGATIVE_SAMPLING, ONE_VS_ALL, HIERARCHICAL_SOFTMAX -> {
                for (int label = 0; label < probabilities.length; label++) {
                    probabilities[label] = tableOfLogistic(probabilities[label]);
                }
            }
        }
        for (int label = 0; label < probabilities.length; label++) {
            if (probabilities[label] >= threshold) {
                best.add(label, Math.log(probabilities[label] + FLOOR));
            }
        }
        return best.predictions();
    }

    private void descend(LabelTree nodes, int node, double logarithm, float[] hidden, double least, Best best) {
        if (node < 0 || logarithm < least || !best.admits(logarithm)) {
            return;
        }
        if (nodes.isTarget(node)) {
            best.add(node, logarithm);
            return;
        }
        double right = 1 / (1 + Math.exp(-dot(nodes.row(node), hidden, new float[hidden.length])));
        descend(nodes, nodes.left(node), logarithm + Math.log(1 - right + FLOOR), hidden, least, best);
        descend(nodes, nodes.right(node), logarithm + Math.log(right + FLOOR), hidden, least, best);
    }

    private double dot(int index, float[] hidden, float[] row) {
        output.buffer().read((long) index * row.length, row, 0, row.length);
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += (double) row[i] * hidden[i];
        }
        return sum;
    }

    private static void softmax(double[] values) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            highest = Math.max(highest, value);
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(values[i] - highest);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
    }

    private static double tableOfLogistic(double x) {
        if (x < -TABLE_END || x > TABLE_END) {
            return x < 0 ? 0 : 1;
        }
        return 1 / (1 + Math.exp(-Math.floor(x * TABLE_STEPS) / TABLE_STEPS));
    }
}
