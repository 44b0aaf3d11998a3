package io.isotropy.autograd.train;

import io.isotropy.autograd.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to train, with the names and the defaults of Hugging Face's {@code TrainingArguments} ({@code per_device_train_batch_size} is a
 * sampler's business: {@link Batching}).
 *
 * @param learningRate the highest of the schedule
 * @param epochs {@code num_train_epochs}; not whole numbers are allowed
 * @param maxSteps ends training before or after that many epochs; 0 for none, where Hugging Face has −1
 * @param warmupRatio the share of steps in which the learning rate rises from 0
 * @param warmupSteps the number of such steps; 0 to let the ratio say it
 * @param schedule {@code lr_scheduler_type}
 * @param weightDecay decoupled; biases and normalizations have none
 * @param maxGradNorm the global norm to which gradients are cut; 0 for no limit
 * @param gradientAccumulationSteps batches per step
 * @param evalSteps steps from one evaluation to the next; 0 for one after each epoch
 * @param saveSteps steps from one checkpoint to the next; 0 for one at the end and when stopped
 * @param saveTotalLimit the most checkpoints that are kept; 0 for all
 * @param loggingSteps steps whose mean loss is logged together
 * @param loadBestModelAtEnd whether the result is the best model that was evaluated, not the last
 * @param metricForBestModel the name of one of the evaluator's figures; empty for its first
 * @param greaterIsBetter whether a greater figure is a better one
 * @param earlyStoppingPatience evaluations without a better figure after which training ends; 0 for no end
 * @param earlyStoppingThreshold what a figure must be better by to count
 * @param seed of everything that is drawn
 */
public record TrainingArguments(
        double learningRate,
        double epochs,
        long maxSteps,
        double warmupRatio,
        long warmupSteps,
        ScheduleType schedule,
        double weightDecay,
        double adamBeta1,
        double adamBeta2,
        double adamEpsilon,
        double maxGradNorm,
        int gradientAccumulationSteps,
        long evalSteps,
        long saveSteps,
        int saveTotalLimit,
        long loggingSteps,
        boolean loadBestModelAtEnd,
        String metricForBestModel,
        boolean greaterIsBetter,
        int earlyStoppingPatience,
        double earlyStoppingThreshold,
        long seed) {

    /** How the learning rate goes on after warm-up. */
    public enum ScheduleType {
        CONSTANT,
        /** To 0 in a straight line. */
        LINEAR,
        /** To 0 along half a cosine. */
        COSINE
    }

    /** The published defaults: 5e-5, 3 epochs, linear, no warm-up, no decay, norm 1, seed 42. */
    public static final TrainingArguments DEFAULT = new TrainingArguments(
            5e-5, 3, 0, 0, 0, ScheduleType.LINEAR, 0, 0.9, 0.999, 1e-8, 1, 1, 0, 500, 0, 500, false, "", true, 0, 0, 42);

    /** Checks every number. */
    public TrainingArguments {
        require(learningRate > 0 && Double.isFinite(learningRate), "learning_rate", "above 0", learningRate);
        require(maxSteps >= 0, "max_steps", "0 or more", maxSteps);
        require(epochs > 0 && Double.isFinite(epochs), "num_train_epochs", "above 0", epochs);
        require(warmupRatio >= 0 && warmupRatio <= 1, "warmup_ratio", "from 0 to 1", warmupRatio);
        require(warmupSteps >= 0, "warmup_steps", "0 or more", warmupSteps);
        require(weightDecay >= 0, "weight_decay", "0 or more", weightDecay);
        require(adamBeta1 >= 0 && adamBeta1 < 1, "adam_beta1", "0 or more and below 1", adamBeta1);
        require(adamBeta2 >= 0 && adamBeta2 < 1, "adam_beta2", "0 or more and below 1", adamBeta2);
        require(adamEpsilon > 0, "adam_epsilon", "above 0", adamEpsilon);
        require(maxGradNorm >= 0, "max_grad_norm", "0 or more", maxGradNorm);
        require(gradientAccumulationSteps >= 1, "gradient_accumulation_steps", "1 or more", gradientAccumulationSteps);
        require(evalSteps >= 0, "eval_steps", "0 or more", evalSteps);
        require(saveSteps >= 0, "save_steps", "0 or more", saveSteps);
        require(saveTotalLimit >= 0, "save_total_limit", "0 or more", saveTotalLimit);
        require(loggingSteps >= 1, "logging_steps", "1 or more", loggingSteps);
        require(earlyStoppingPatience >= 0, "early_stopping_patience", "0 or more", earlyStoppingPatience);
        require(earlyStoppingThreshold >= 0, "early_stopping_threshold", "0 or more", earlyStoppingThreshold);
    }

    private static void require(boolean holds, String name, String rule, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("[training] " + name + " must be " + rule + ": got " + got);
        }
    }

    public TrainingArguments withLearningRate(double rate) {
        return new TrainingArguments(
                rate, epochs, maxSteps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit,
                loggingSteps, loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience,
                earlyStoppingThreshold, seed);
    }

    public TrainingArguments withEpochs(double count) {
        return new TrainingArguments(
                learningRate, count, maxSteps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit,
                loggingSteps, loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience,
                earlyStoppingThreshold, seed);
    }

    public TrainingArguments withMaxSteps(long steps) {
        return new TrainingArguments(
                learningRate, epochs, steps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit,
                loggingSteps, loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience,
                earlyStoppingThreshold, seed);
    }

    public TrainingArguments withWarmup(double ratio, long steps) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, ratio, steps, schedule, weightDecay, adamBeta1, adamBeta2, adamEpsilon,
                maxGradNorm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit, loggingSteps,
                loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience, earlyStoppingThreshold,
                seed);
    }

    public TrainingArguments withSchedule(ScheduleType type) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, warmupRatio, warmupSteps, type, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit,
                loggingSteps, loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience,
                earlyStoppingThreshold, seed);
    }

    public TrainingArguments withAdamW(double decay, double beta1, double beta2, double epsilon) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, warmupRatio, warmupSteps, schedule, decay, beta1, beta2, epsilon,
                maxGradNorm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit, loggingSteps,
                loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience, earlyStoppingThreshold,
                seed);
    }

    public TrainingArguments withMaxGradNorm(double norm) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, norm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit, loggingSteps,
                loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience, earlyStoppingThreshold,
                seed);
    }

    public TrainingArguments withGradientAccumulation(int steps) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, steps, evalSteps, saveSteps, saveTotalLimit, loggingSteps,
                loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience, earlyStoppingThreshold,
                seed);
    }

    public TrainingArguments withEvaluation(long steps, String metric, boolean greater, boolean loadBest) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, gradientAccumulationSteps, steps, saveSteps, saveTotalLimit, loggingSteps,
                loadBest, metric, greater, earlyStoppingPatience, earlyStoppingThreshold, seed);
    }

    public TrainingArguments withEarlyStopping(int patience, double threshold) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit,
                loggingSteps, loadBestModelAtEnd, metricForBestModel, greaterIsBetter, patience, threshold, seed);
    }

    public TrainingArguments withSaving(long steps, int limit) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, gradientAccumulationSteps, evalSteps, steps, limit, loggingSteps,
                loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience, earlyStoppingThreshold,
                seed);
    }

    public TrainingArguments withLogging(long steps) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit, steps,
                loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience, earlyStoppingThreshold,
                seed);
    }

    public TrainingArguments withSeed(long value) {
        return new TrainingArguments(
                learningRate, epochs, maxSteps, warmupRatio, warmupSteps, schedule, weightDecay, adamBeta1, adamBeta2,
                adamEpsilon, maxGradNorm, gradientAccumulationSteps, evalSteps, saveSteps, saveTotalLimit,
                loggingSteps, loadBestModelAtEnd, metricForBestModel, greaterIsBetter, earlyStoppingPatience,
                earlyStoppingThreshold, value);
    }

    /** The learning rate of a step from 1 to {@code total}. */
    public double learningRate(long step, long total) {
        long warmup = warmupSteps > 0 ? warmupSteps : (long) Math.ceil(warmupRatio * total);
        Schedule factor = switch (schedule) {
            case CONSTANT -> new Schedule.Constant(warmup);
            case LINEAR -> new Schedule.Linear(warmup, total);
            case COSINE -> new Schedule.Cosine(warmup, total);
        };
        return learningRate * factor.factor(step - 1);
    }

    /** What a checkpoint must agree with for a run to go on from it: all that changes a weight, by Hugging Face's names. */
    Map<String, String> binding() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("learning_rate", "" + learningRate);
        all.put("num_train_epochs", "" + epochs);
        all.put("max_steps", "" + maxSteps);
        all.put("warmup_ratio", "" + warmupRatio);
        all.put("warmup_steps", "" + warmupSteps);
        all.put("lr_scheduler_type", "" + schedule);
        all.put("weight_decay", "" + weightDecay);
        all.put("adam_beta1", "" + adamBeta1);
        all.put("adam_beta2", "" + adamBeta2);
        all.put("adam_epsilon", "" + adamEpsilon);
        all.put("max_grad_norm", "" + maxGradNorm);
        all.put("gradient_accumulation_steps", "" + gradientAccumulationSteps);
        all.put("eval_steps", "" + evalSteps);
        all.put("metric_for_best_model", metricForBestModel);
        all.put("greater_is_better", "" + greaterIsBetter);
        all.put("early_stopping_patience", "" + earlyStoppingPatience);
        all.put("early_stopping_threshold", "" + earlyStoppingThreshold);
        all.put("seed", "" + seed);
        return all;
    }
}
