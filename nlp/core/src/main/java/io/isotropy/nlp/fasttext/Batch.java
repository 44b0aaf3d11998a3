package io.isotropy.nlp.fasttext;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.WordTraining;
import io.isotropy.nlp.text.IntSink;
import java.util.Arrays;

/**
 * Predictions of one thread that wait to be learned in one call of a kernel: each has rows of the input matrix, whose mean predicts its
 * targets.
 */
final class Batch {

    /** Targets of a call, more or less. */
    private static final int FULL = 1 << 13;

    private final TrainingTables tables;
    private final boolean divide;
    private final Buffer loss;
    private final Ints rows;
    private final Ints rowOffsets;
    private final Ints groupOffsets;
    private final Ints targets;
    private final Ints targetOffsets;
    private int size;
    private int predictions;

    /**
     * An empty batch.
     *
     * @param divide whether the rows share the gradient, as in the classifier, or each takes all of it: model.cc of version 0.9.2
     */
    Batch(TrainingTables tables, boolean divide) {
        this.tables = tables;
        this.divide = divide;
        this.loss = tables.input().backend().allocate(1);
        this.rows = new Ints();
        this.rowOffsets = new Ints();
        this.groupOffsets = new Ints();
        this.targets = new Ints();
        this.targetOffsets = new Ints();
        clear();
    }

    /** A growing array and its copy on the backend. */
    private final class Ints {
        private int[] values = new int[2 * FULL];
        private int count;
        private IntBuffer copy = tables.input().backend().allocateInts(values.length);

        void add(int value) {
            reserve(1);
            values[count++] = value;
        }

        void addAll(int[] source, int from, int to) {
            reserve(to - from);
            System.arraycopy(source, from, values, count, to - from);
            count += to - from;
        }

        private void reserve(int more) {
            if (count + more > values.length) {
                values = Arrays.copyOf(values, Math.max(2 * values.length, count + more));
            }
        }

        IntBuffer copied() {
            if (copy.length() < values.length) {
                copy.close();
                copy = tables.input().backend().allocateInts(values.length);
            }
            copy.write(0, values, 0, count);
            return copy;
        }
    }

    void addRows(int[] source, int from, int to) {
        rows.addAll(source, from, to);
    }

    void addRow(int row) {
        rows.add(row);
    }


    void addTarget(int row, boolean right) {
        targets.add(right ? row : ~row);
    }

    /** Adds a target to the prediction that is being made, with what it is held against. */
    void predict(Targets against, int target, RandomInts random) {
        predictions++;
        against.add(target, random, this);
    }

    /** Adds all targets of a table to the prediction that is being made, those given as right ones: one against all. */
    void predictEach(IntSink right, int all) {
        predictions++;
        for (int target = 0; target < all; target++) {
            boolean found = false;
            for (int i = 0; i < right.size(); i++) {
                found |= right.get(i) == target;
            }
            addTarget(target, found);
        }
    }

    /** Ends a prediction. One without rows or targets is none. */
    void end() {
        if (rows.count == rowOffsets.values[size] || targets.count == targetOffsets.values[size]) {
            rows.count = rowOffsets.values[size];
            targets.count = targetOffsets.values[size];
            return;
        }
        rowOffsets.add(rows.count);
        targetOffsets.add(targets.count);
        groupOffsets.add(++size);
    }

    boolean isFull() {
        return targets.count >= FULL || rows.count >= FULL / 2;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** How many targets were predicted, each with what it is held against. */
    int predictions() {
        return predictions;
    }

    /** Learns by the logistic loss and forgets; returns the sum of the losses, or 0 if it is not wanted. */
    double learn(float learningRate, boolean lossWanted) {
        kernels().logistic(
                tables.input().buffer(), tables.output().buffer(), tables.cols(), WordTraining.Composition.MEAN, divide, rows.copied(),
                rowOffsets.copied(), groupOffsets.copied(), targets.copied(), targetOffsets.copied(), size, 0, true, learningRate,
                lossWanted ? loss : null);
        return done(lossWanted);
    }

    /** Learns by the softmax over all labels, where each prediction has its one label as target. */
    double learnSoftmax(int labels, float learningRate, boolean lossWanted) {
        kernels().softmax(
                tables.input().buffer(), tables.output().buffer(), labels, tables.cols(), rows.copied(), rowOffsets.copied(),
                targets.copied(), size, learningRate, lossWanted ? loss : null);
        return done(lossWanted);
    }

    private WordTraining kernels() {
        return tables.input().kernels().wordTraining();
    }

    private double done(boolean lossWanted) {
        clear();
        float[] sum = new float[1];
        if (lossWanted) {
            loss.read(0, sum, 0, 1);
        }
        return sum[0];
    }

    private void clear() {
        size = 0;
        predictions = 0;
        rows.count = 0;
        targets.count = 0;
        rowOffsets.count = 0;
        targetOffsets.count = 0;
        groupOffsets.count = 0;
        rowOffsets.add(0);
        targetOffsets.add(0);
        groupOffsets.add(0);
    }
}
