package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;
import io.isotropy.kernels.WordTraining;
import org.jspecify.annotations.Nullable;

/** {@link WordTraining} number by number. */
final class ReferenceWordTraining implements WordTraining {

    private final Backend backend;

    ReferenceWordTraining(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void logistic(
            Buffer inputBuffer, Buffer outputBuffer, int cols, Composition composition, boolean divide, IntBuffer rowsBuffer,
            IntBuffer rowOffsetsBuffer, IntBuffer groupOffsetsBuffer, IntBuffer targetsBuffer, IntBuffer targetOffsetsBuffer,
            int blocks, int firstLearned, boolean outputLearns, float learningRate, @Nullable Buffer loss) {
        String op = "logistic";
        Requirements.atLeast(op, "cols", cols, 1);
        ReferenceBuffer input = ReferenceBuffer.of(backend, op, "input", inputBuffer, 0);
        ReferenceBuffer output = ReferenceBuffer.of(backend, op, "output", outputBuffer, 0);
        int[] groupOffsets = ReferenceIntBuffer.offsets(backend, op, "groupOffsets", groupOffsetsBuffer, blocks);
        int[] rowOffsets = ReferenceIntBuffer.offsets(backend, op, "rowOffsets", rowOffsetsBuffer, groupOffsets[blocks]);
        int[] targetOffsets = ReferenceIntBuffer.offsets(backend, op, "targetOffsets", targetOffsetsBuffer, blocks);
        int[] rows = all(op, "rows", rowsBuffer, rowOffsets[groupOffsets[blocks]]);
        int[] targets = all(op, "targets", targetsBuffer, targetOffsets[blocks]);
        int width = Requirements.groupWidth(op, composition, divide, rowOffsets, groupOffsets[blocks], cols);
        Requirements.rowsOfTable(op, rows, 0, rows.length, input.length() / cols);
        Requirements.labelledRows(op, targets, 0, targets.length, width == 0 ? 0 : output.length() / width);
        ReferenceBuffer sum = loss == null ? null : ReferenceBuffer.of(backend, op, "loss", loss, 1);
        double total = 0;
        for (int b = 0; b < blocks; b++) {
            int groups = groupOffsets[b + 1] - groupOffsets[b];
            int count = targetOffsets[b + 1] - targetOffsets[b];
            double[][] x = new double[groups][];
            double[][] t = new double[count][];
            double[][] dx = new double[groups][width];
            double[][] dt = new double[count][width];
            for (int k = 0; k < groups; k++) {
                x[k] = compose(composition, input, cols, width, rows, rowOffsets, groupOffsets[b] + k);
            }
            for (int m = 0; m < count; m++) {
                int target = targets[targetOffsets[b] + m];
                t[m] = row(output, target < 0 ? ~target : target, width);
                for (int k = 0; k < groups; k++) {
                    double score = dot(x[k], t[m]);
                    total -= Math.log(ReferenceFunctions.sigmoid(target < 0 ? -score : score));
                    double g = learningRate * ((target < 0 ? 0 : 1) - ReferenceFunctions.sigmoid(score));
                    add(g, x[k], dt[m]);
                    add(g, t[m], dx[k]);
                }
            }
            for (int m = 0; m < count && outputLearns; m++) {
                int target = targets[targetOffsets[b] + m];
                add(1, dt[m], 0, output, (long) (target < 0 ? ~target : target) * width, width);
            }
            for (int k = 0; k < groups; k++) {
                int first = rowOffsets[groupOffsets[b] + k];
                int n = rowOffsets[groupOffsets[b] + k + 1] - first;
                for (int r = 0; r < n; r++) {
                    if (rows[first + r] >= firstLearned) {
                        int from = composition == Composition.CONCATENATION ? r * cols : 0;
                        add(divide ? 1.0 / n : 1, dx[k], from, input, (long) rows[first + r] * cols, cols);
                    }
                }
            }
        }
        if (sum != null) {
            sum.set(0, total);
        }
    }

    private static double[] compose(
            Composition composition, ReferenceBuffer input, int cols, int width, int[] rows, int[] rowOffsets, int group) {
        double[] x = new double[width];
        int n = rowOffsets[group + 1] - rowOffsets[group];
        for (int r = 0; r < n; r++) {
            double[] row = row(input, rows[rowOffsets[group] + r], cols);
            for (int c = 0; c < cols; c++) {
                switch (composition) {
                    case MEAN -> x[c] += row[c] / n;
                    case SUM -> x[c] += row[c];
                    case CONCATENATION -> x[r * cols + c] = row[c];
                }
            }
        }
        return x;
    }

    @Override
    public void softmax(
            Buffer inputBuffer, Buffer outputBuffer, int labels, int cols, IntBuffer rowsBuffer, IntBuffer rowOffsetsBuffer,
            IntBuffer targetsBuffer, int examples, float learningRate, @Nullable Buffer loss) {
        String op = "softmax";
        Requirements.atLeast(op, "cols", cols, 1);
        Requirements.notNegative(op, "labels", labels);
        ReferenceBuffer input = ReferenceBuffer.of(backend, op, "input", inputBuffer, 0);
        ReferenceBuffer output = ReferenceBuffer.of(backend, op, "output", outputBuffer, (long) labels * cols);
        int[] rowOffsets = ReferenceIntBuffer.offsets(backend, op, "rowOffsets", rowOffsetsBuffer, examples);
        int[] rows = all(op, "rows", rowsBuffer, rowOffsets[examples]);
        int[] targets = all(op, "targets", targetsBuffer, examples);
        Requirements.rowsOfTable(op, rows, 0, rows.length, input.length() / cols);
        Requirements.rowsOfTable(op, targets, 0, examples, labels);
        ReferenceBuffer sum = loss == null ? null : ReferenceBuffer.of(backend, op, "loss", loss, 1);
        double total = 0;
        for (int e = 0; e < examples; e++) {
            double[] h = compose(Composition.MEAN, input, cols, cols, rows, rowOffsets, e);
            double[] scores = new double[labels];
            double max = Double.NEGATIVE_INFINITY;
            for (int l = 0; l < labels; l++) {
                scores[l] = dot(row(output, l, cols), h);
                max = Math.max(max, scores[l]);
            }
            double divisor = 0;
            for (int l = 0; l < labels; l++) {
                divisor += Math.exp(scores[l] - max);
            }
            total += Math.log(divisor) - (scores[targets[e]] - max);
            double[] dh = new double[cols];
            for (int l = 0; l < labels; l++) {
                double g = learningRate * ((l == targets[e] ? 1 : 0) - Math.exp(scores[l] - max) / divisor);
                add(g, row(output, l, cols), dh);
                add(g, h, 0, output, (long) l * cols, cols);
            }
            int n = rowOffsets[e + 1] - rowOffsets[e];
            for (int r = rowOffsets[e]; r < rowOffsets[e + 1]; r++) {
                add(1.0 / n, dh, 0, input, (long) rows[r] * cols, cols);
            }
        }
        if (sum != null) {
            sum.set(0, total);
        }
    }

    @Override
    public void glove(
            Buffer inputBuffer, Buffer inputSquaresBuffer, Buffer outputBuffer, Buffer outputSquaresBuffer, int cols, int leading,
            IntBuffer wordsBuffer, IntBuffer contextsBuffer, Buffer countsBuffer, int cells, float xMax, float alpha,
            float learningRate, @Nullable Buffer loss) {
        String op = "glove";
        Requirements.atLeast(op, "cols", cols, 1);
        Requirements.leadingDimension(op, "leading", leading, cols + 1L);
        Requirements.notNegative(op, "cells", cells);
        ReferenceBuffer input = ReferenceBuffer.of(backend, op, "input", inputBuffer, 0);
        ReferenceBuffer inputSquares = ReferenceBuffer.of(backend, op, "inputSquares", inputSquaresBuffer, input.length());
        ReferenceBuffer output = ReferenceBuffer.of(backend, op, "output", outputBuffer, 0);
        ReferenceBuffer outputSquares = ReferenceBuffer.of(backend, op, "outputSquares", outputSquaresBuffer, output.length());
        int[] words = all(op, "words", wordsBuffer, cells);
        int[] contexts = all(op, "contexts", contextsBuffer, cells);
        ReferenceBuffer counts = ReferenceBuffer.of(backend, op, "counts", countsBuffer, cells);
        Requirements.rowsOfTable(op, words, 0, cells, input.length() / leading);
        Requirements.rowsOfTable(op, contexts, 0, cells, output.length() / leading);
        ReferenceBuffer sum = loss == null ? null : ReferenceBuffer.of(backend, op, "loss", loss, 1);
        double total = 0;
        for (int i = 0; i < cells; i++) {
            long at = (long) words[i] * leading;
            long to = (long) contexts[i] * leading;
            double d = input.get(at + cols) + output.get(to + cols) - Math.log(counts.get(i));
            for (int c = 0; c < cols; c++) {
                d += input.get(at + c) * output.get(to + c);
            }
            double f = Math.min(1, Math.pow(counts.get(i) / xMax, alpha));
            total += f * d * d / 2;
            for (int c = 0; c <= cols; c++) {
                double w = c == cols ? 1 : input.get(at + c);
                step(input, inputSquares, at + c, learningRate * f * d * (c == cols ? 1 : output.get(to + c)));
                step(output, outputSquares, to + c, learningRate * f * d * w);
            }
        }
        if (sum != null) {
            sum.set(0, total);
        }
    }

    private static void step(ReferenceBuffer weights, ReferenceBuffer squares, long at, double change) {
        weights.set(at, weights.get(at) - change / Math.sqrt(squares.get(at)));
        squares.set(at, squares.get(at) + change * change);
    }

    private int[] all(String op, String name, IntBuffer buffer, int count) {
        int[] all = new int[count];
        ReferenceIntBuffer.of(backend, op, name, buffer, count).read(0, all, 0, count);
        return all;
    }

    private static double[] row(ReferenceBuffer table, long row, int width) {
        double[] values = new double[width];
        table.read(row * width, values, 0, width);
        return values;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static void add(double factor, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += factor * x[i];
        }
    }

    private static void add(double factor, double[] x, int from, ReferenceBuffer y, long at, int count) {
        for (int i = 0; i < count; i++) {
            y.set(at + i, y.get(at + i) + factor * x[from + i]);
        }
    }
}
