package io.isotropy.autograd.train;

import java.util.Map;

/**
 * The best evaluation so far.
 *
 * @param metric its figure; NaN if there was none
 * @param step its step; 0 if there was none
 * @param since evaluations after it, which were no better
 */
record Best(double metric, long step, int since) {

    static final Best NONE = new Best(Double.NaN, 0, 0);

    /** After another evaluation. NaN is never better. */
    Best after(double figure, long at, TrainingArguments arguments) {
        double gain = arguments.greaterIsBetter() ? figure - metric : metric - figure;
        boolean better = !Double.isNaN(figure) && (step == 0 || gain > arguments.earlyStoppingThreshold());
        return better ? new Best(figure, at, 0) : new Best(metric, step, since + 1);
    }

    boolean exhausted(TrainingArguments arguments) {
        return arguments.earlyStoppingPatience() > 0 && since >= arguments.earlyStoppingPatience();
    }

    /** The figure that counts. */
    static double figure(Map<String, Double> metrics, TrainingArguments arguments) {
        String name = arguments.metricForBestModel();
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("[training] the evaluation gave no figure");
        }
        Double figure = name.isEmpty() ? metrics.values().iterator().next() : metrics.get(name);
        if (figure == null) {
            throw new IllegalArgumentException("[training] metric_for_best_model must be one of " + metrics.keySet() + ": got " + name);
        }
        return figure;
    }
}
