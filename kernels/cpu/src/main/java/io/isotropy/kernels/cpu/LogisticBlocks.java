package io.isotropy.kernels.cpu;

import io.isotropy.kernels.WordTraining.Composition;
import java.util.Arrays;

/** The blocks of one call of {@link CpuWordTraining#logistic}, with the scratch that they share. */
final class LogisticBlocks {

    private final CpuBuffer input;
    private final CpuBuffer output;
    private final int cols;
    private final int width;
    private final Composition composition;
    private final boolean divide;
    private final CpuIntBuffer rows;
    private final int[] rowOffsets;
    private final CpuIntBuffer targets;
    private final int firstLearned;
    private final boolean outputLearns;
    private final float learningRate;
    /** The vectors of the groups, the targets' old rows, and the products of both, then the gradients: a row per group. */
    private final float[] x;

    private final float[] t;
    private final float[] s;
    private final float[] error;
    /** Of a block with one group: where its rows and its targets begin, and the share of each row. */
    private final int[] rowPlaces;

    private final int[] targetPlaces;
    private final float[] shares;
    private final float[] lanes = new float[WordLoops.LANES];

    LogisticBlocks(
            CpuBuffer input, CpuBuffer output, int cols, int width, Composition composition, boolean divide,
            CpuIntBuffer rows, int[] rowOffsets, CpuIntBuffer targets, int firstLearned, boolean outputLearns,
            float learningRate, int mostGroups, int mostRows, int mostTargets) {
        this.input = input;
        this.output = output;
        this.cols = cols;
        this.width = width;
        this.composition = composition;
        this.divide = divide;
        this.rows = rows;
        this.rowOffsets = rowOffsets;
        this.targets = targets;
        this.firstLearned = firstLearned;
        this.outputLearns = outputLearns;
        this.learningRate = learningRate;
        this.x = new float[mostGroups * width];
        this.t = new float[tiled(mostTargets) * width];
        this.s = new float[(mostGroups * tiled(mostTargets) + 15) & -16];
        this.error = new float[width];
        this.rowPlaces = new int[mostRows];
        this.targetPlaces = new int[tiled(mostTargets)];
        this.shares = new float[mostRows];
    }

    /** So many targets that only whole tiles are needed; what stands in the rows beyond is not used. */
    private static int tiled(int targets) {
        return (targets + WordLoops.TILE - 1) / WordLoops.TILE * WordLoops.TILE;
    }

    /** Groups from … to − 1 by targets first … last − 1; returns the loss if it is wanted. */
    double step(int from, int to, int first, int last, boolean lossWanted) {
        if (to - from == 1 && composition != Composition.CONCATENATION) {
            return stepOfOne(WordLoops.current(WordLoops.Part.ONE_GROUP), from, first, last, lossWanted);
        }
        WordLoops loops = WordLoops.current(WordLoops.Part.GROUPS);
        int groups = to - from;
        int count = last - first;
        int stride = tiled(count);
        for (int k = 0; k < groups; k++) {
            compose(loops, from + k, k * width);
        }
        for (int m = 0; m < count; m++) {
            System.arraycopy(output.array, place(targets.array[targets.offset + first + m]), t, m * width, width);
        }
        loops.products(x, 0, width, groups, t, 0, width, stride, width, s, stride, lanes);
        double loss = lossWanted ? loss(groups, first, count, stride) : 0;
        WordLoops.current(WordLoops.Part.SIGMOID).sigmoid(s, (groups * stride + 15) & -16);
        for (int m = 0; m < count; m++) {
            float label = targets.array[targets.offset + first + m] < 0 ? 0f : 1f;
            for (int k = 0, at = m; k < groups; k++, at += stride) {
                s[at] = learningRate * (label - s[at]);
            }
        }
        if (outputLearns) {
            for (int m = 0; m < count; m++) {
                int at = place(targets.array[targets.offset + first + m]);
                loops.addProducts(s, m, stride, groups, x, 0, width, output.array, at, width);
            }
        }
        for (int k = 0; k < groups; k++) {
            learn(loops, from + k, k * stride, count);
        }
        return loss;
    }

    /**
     * The step of a block that has one group. Its vector is the only copy that it needs: the tables change after all else has been computed from
     * them.
     */
    private double stepOfOne(WordLoops loops, int group, int first, int last, boolean lossWanted) {
        int count = last - first;
        int tiled = tiled(count);
        for (int m = 0; m < tiled; m++) {
            targetPlaces[m] = place(targets.array[targets.offset + first + Math.min(m, count - 1)]);
        }
        int firstRow = rows.offset + rowOffsets[group];
        int n = rowOffsets[group + 1] - rowOffsets[group];
        for (int r = 0; r < n; r++) {
            rowPlaces[r] = input.offset + rows.array[firstRow + r] * cols;
        }
        Arrays.fill(shares, 0, n, composition == Composition.MEAN ? 1f / n : 1f);
        loops.gather(shares, input.array, rowPlaces, n, x, width);
        for (int m = 0; m < tiled; m += WordLoops.TILE) {
            loops.products(x, output.array, targetPlaces, m, width, s, lanes);
        }
        double loss = lossWanted ? loss(1, first, count, tiled) : 0;
        WordLoops.current(WordLoops.Part.SIGMOID).sigmoid(s, (tiled + 15) & -16);
        for (int m = 0; m < count; m++) {
            s[m] = learningRate * ((targets.array[targets.offset + first + m] < 0 ? 0f : 1f) - s[m]);
        }
        loops.gather(s, output.array, targetPlaces, count, error, width);
        if (outputLearns) {
            loops.scatter(s, x, output.array, targetPlaces, count, width);
        }
        int learning = 0;
        for (int r = 0; r < n; r++) {
            if (rows.array[firstRow + r] >= firstLearned) {
                rowPlaces[learning++] = rowPlaces[r];
            }
        }
        Arrays.fill(shares, 0, learning, divide ? 1f / n : 1f);
        loops.scatter(shares, error, input.array, rowPlaces, learning, width);
        return loss;
    }

    private int place(int target) {
        return output.offset + (target < 0 ? ~target : target) * width;
    }

    private void compose(WordLoops loops, int group, int at) {
        int first = rows.offset + rowOffsets[group];
        int n = rowOffsets[group + 1] - rowOffsets[group];
        if (n == 1 || composition == Composition.CONCATENATION) {
            for (int r = 0; r < n; r++) {
                System.arraycopy(input.array, input.offset + rows.array[first + r] * cols, x, at + r * cols, cols);
            }
            return;
        }
        Arrays.fill(x, at, at + width, 0f);
        float share = composition == Composition.MEAN ? 1f / n : 1f;
        for (int r = 0; r < n; r++) {
            loops.addScaled(share, input.array, input.offset + rows.array[first + r] * cols, x, at, cols);
        }
    }

    private double loss(int groups, int first, int count, int stride) {
        double loss = 0;
        for (int m = 0; m < count; m++) {
            boolean positive = targets.array[targets.offset + first + m] >= 0;
            for (int k = 0; k < groups; k++) {
                float score = s[k * stride + m];
                float wrong = positive ? -score : score; // −log σ(−wrong) = max(wrong, 0) + log(1 + e^−|wrong|)
                loss += Math.max(wrong, 0f) + ScalarMath.log(1f + ScalarMath.exp(-Math.abs(wrong)));
            }
        }
        return loss;
    }

    /** Adds the errors of a group, whose gradients begin at {@code at}, to its rows. */
    private void learn(WordLoops loops, int group, int at, int count) {
        int first = rows.offset + rowOffsets[group];
        int n = rowOffsets[group + 1] - rowOffsets[group];
        if (n == 1) {
            if (rows.array[first] >= firstLearned) {
                int row = input.offset + rows.array[first] * cols;
                loops.addProducts(s, at, 1, count, t, 0, width, input.array, row, cols);
            }
            return;
        }
        Arrays.fill(error, 0f);
        loops.addProducts(s, at, 1, count, t, 0, width, error, 0, width);
        float share = divide ? 1f / n : 1f;
        for (int r = 0; r < n; r++) {
            if (rows.array[first + r] >= firstLearned) {
                int from = composition == Composition.CONCATENATION ? r * cols : 0;
                loops.addScaled(share, error, from, input.array, input.offset + rows.array[first + r] * cols, cols);
            }
        }
    }
}
