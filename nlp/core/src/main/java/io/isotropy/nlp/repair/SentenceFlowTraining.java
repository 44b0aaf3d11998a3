package io.isotropy.nlp.repair;

import io.isotropy.autograd.flow.FlowTraining;
import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Mixture;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.autograd.train.Trainer;
import io.isotropy.autograd.train.TrainingArguments;
import io.isotropy.autograd.train.TrainingArguments.ScheduleType;
import io.isotropy.autograd.train.TrainingListener;
import io.isotropy.kernels.Backend;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a {@link SentenceFlow} on the vectors of some texts by maximum likelihood, with Adam.
 *
 * @param schedule of the learning rate
 * @param maxSteps steps in all, whatever the epochs say; 0 for none
 * @param seed of the parameters, of the order of the vectors, and of which are held out
 * @param heldOut the share of the vectors that measures and does not train
 * @param tolerance directions whose variance is below this share of the largest are dropped
 */
public record SentenceFlowTraining(
        SentenceFlow.Kind kind, SentenceFlow.Sizes sizes, double learningRate, ScheduleType schedule, double epochs, long maxSteps,
        int batchSize, double heldOut, double tolerance, long seed) {

    /** Vectors that go through a flow at once. */
    static final int ROWS = 256;

    /** Their learning rate and epochs on the target's sentences: appendix A; the size of the batch is ours. */
    public static final SentenceFlowTraining DEFAULT = new SentenceFlowTraining(
            SentenceFlow.Kind.BERT_FLOW, SentenceFlow.Kind.BERT_FLOW.usual(), 1e-3, SentenceFlow.Kind.BERT_FLOW.schedule(), 1, 0, 32, 0.05, 1e-8, 42);

    /** Vectors that set what begins with values of the data. */
    private static final int START_ROWS = 1024;

    /**
     * What came of it.
     *
     * @param flowLikelihood the mean of log p(x) over the vectors held out, in nats, as densities of the subspace
     * @param gaussianLikelihood that of the normal distribution with the mean and covariance of the others; NaN, both, if none are held out
     */
    public record Trained(SentenceFlow flow, int vectors, int held, double flowLikelihood, double gaussianLikelihood) {}

    /** Checks the ranges. */
    public SentenceFlowTraining {
        if (!(heldOut >= 0 && heldOut <= 0.5)) {
            throw new IllegalArgumentException("[flow] the share held out must be 0 to 0.5: got " + heldOut);
        }
        if (maxSteps < 0) {
            throw new IllegalArgumentException("[flow] the number of steps must be 0 or more: got " + maxSteps);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("[flow] the size of a batch must be 1 or more: got " + batchSize);
        }
    }

    /** With another flow, and the schedule that goes with it. */
    public SentenceFlowTraining withFlow(SentenceFlow.Kind other, SentenceFlow.Sizes otherSizes) {
        return new SentenceFlowTraining(other, otherSizes, learningRate, other.schedule(), epochs, maxSteps, batchSize, heldOut, tolerance, seed);
    }

    /** With another way through the vectors. */
    public SentenceFlowTraining withSteps(double rate, double count, int batch) {
        return new SentenceFlowTraining(kind, sizes, rate, schedule, count, maxSteps, batch, heldOut, tolerance, seed);
    }

    /** How many vectors go by, each as often as it does, when it is trained on so many. */
    public double passes(int vectors) {
        return maxSteps > 0 ? (double) maxSteps * batchSize : vectors * epochs;
    }

    /** With another seed. */
    public SentenceFlowTraining withSeed(long other) {
        return new SentenceFlowTraining(kind, sizes, learningRate, schedule, epochs, maxSteps, batchSize, heldOut, tolerance, other);
    }

    /**
     * Trains.
     *
     * @param vectors (n, D), not scaled to length 1
     * @param run an empty folder for the run, which nobody needs afterwards
     */
    public Trained train(List<float[]> vectors, Backend backend, Path run, TrainingListener listener) throws IOException {
        int held = (int) (vectors.size() * heldOut);
        int[] order = Philox.of(seed).permutation(vectors.size());
        List<float[]> training = new ArrayList<>();
        List<float[]> measuring = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            (i < held ? measuring : training).add(vectors.get(order[i]));
        }
        if (training.size() < 2) {
            throw new IllegalArgumentException("[flow] two vectors at least are needed to train: got " + training.size());
        }
        Moments moments = new Moments(training.getFirst().length);
        training.forEach(moments::add);
        SentenceFlow flow = SentenceFlow.create(kind, sizes, Basis.of(moments, kind.axes(), tolerance), backend, seed);
        Tensor data = flow.input(training);
        Tensor start = flow.input(training.subList(0, Math.min(START_ROWS, training.size())));
        flow.model().start(start);
        start.release();
        TrainingArguments arguments = TrainingArguments.DEFAULT.withLearningRate(learningRate).withEpochs(epochs).withMaxSteps(maxSteps)
                .withSaving(0, 1)
                .withSchedule(schedule).withSeed(seed);
        Sampler sampler = new Sampler.Shuffled(training.size(), Batching.ofSize(batchSize), seed);
        Trainer.of(new FlowTraining(flow.model(), flow.parameters(), data), Mixture.of(sampler), arguments, run).withListener(listener).train();
        data.release();
        return new Trained(flow, training.size(), held,
                held == 0 ? Double.NaN : flow.logLikelihood(measuring),
                held == 0 ? Double.NaN : gaussian(moments, measuring));
    }

    /** The mean log density of vectors under the normal distribution with some moments, in the subspace: whitened, it is the standard one. */
    private double gaussian(Moments moments, List<float[]> vectors) {
        Basis whitening = Basis.of(moments, Basis.Axes.PRINCIPAL, tolerance);
        double[] z = whitening.apply(vectors).values();
        double squares = 0;
        for (double value : z) {
            squares += value * value;
        }
        int size = whitening.weight().cols();
        return -0.5 * squares / vectors.size() - 0.5 * size * Math.log(2 * Math.PI) + whitening.logDeterminant();
    }
}
