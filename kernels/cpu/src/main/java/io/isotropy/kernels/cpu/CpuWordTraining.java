package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;
import io.isotropy.kernels.WordTraining;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@link WordTraining} on the calling thread. A block's rows are copied to scratch before any changes: so all see the old numbers, a row
 * that occurs twice takes both additions, and the products run over dense rows, several groups and targets at a time. Where groups share
 * their targets, as the context words of a window do, vector by vector work becomes small matrix products (Ji, Satish, Li, Dubey 2016,
 * "Parallelizing Word2Vec in Shared and Distributed Memory", §3.2).
 */
final class CpuWordTraining implements WordTraining {

    private final CpuBackend backend;

    CpuWordTraining(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void logistic(
            Buffer input, Buffer output, int cols, Composition composition, boolean divide, IntBuffer rows,
            IntBuffer rowOffsets, IntBuffer groupOffsets, IntBuffer targets, IntBuffer targetOffsets, int blocks,
            int firstLearned, boolean outputLearns, float learningRate, @Nullable Buffer loss) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("logistic");
        Requirements.atLeast(check.op(), "cols", cols, 1);
        check.size("blocks", blocks);
        CpuBuffer in = check.buffer("input", input, 0);
        CpuBuffer out = check.buffer("output", output, 0);
        int[] groups = check.offsets("groupOffsets", groupOffsets, blocks);
        int[] members = check.offsets("rowOffsets", rowOffsets, groups[blocks]);
        int[] marks = check.offsets("targetOffsets", targetOffsets, blocks);
        CpuIntBuffer ids = check.ints("rows", rows, members[groups[blocks]]);
        CpuIntBuffer labelled = check.ints("targets", targets, marks[blocks]);
        int width = Requirements.groupWidth(check.op(), composition, divide, members, groups[blocks], cols);
        Requirements.rowsOfTable(check.op(), ids.array, ids.offset, members[groups[blocks]], in.length / cols);
        Requirements.labelledRows(
                check.op(), labelled.array, labelled.offset, marks[blocks], width == 0 ? 0 : out.length / width);
        CpuBuffer sum = check.optional("loss", loss, 1);
        LogisticBlocks steps = new LogisticBlocks(
                in, out, cols, width, composition, divide, ids, members, labelled, firstLearned, outputLearns, learningRate,
                most(groups, blocks), most(members, groups[blocks]), most(marks, blocks));
        double total = 0;
        for (int b = 0; b < blocks; b++) {
            if (groups[b] < groups[b + 1] && marks[b] < marks[b + 1]) {
                total += steps.step(groups[b], groups[b + 1], marks[b], marks[b + 1], sum != null);
            }
        }
        if (sum != null) {
            sum.array[sum.offset] = (float) total;
        }
    }

    private static int most(int[] offsets, int count) {
        int most = 0;
        for (int i = 0; i < count; i++) {
            most = Math.max(most, offsets[i + 1] - offsets[i]);
        }
        return most;
    }

    @Override
    public void softmax(
            Buffer input, Buffer output, int labels, int cols, IntBuffer rows, IntBuffer rowOffsets, IntBuffer targets,
            int examples, float learningRate, @Nullable Buffer loss) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("softmax");
        Requirements.atLeast(check.op(), "cols", cols, 1);
        check.size("labels", labels);
        check.size("examples", examples);
        CpuBuffer in = check.buffer("input", input, 0);
        CpuBuffer out = check.buffer("output", output, (long) labels * cols);
        int[] members = check.offsets("rowOffsets", rowOffsets, examples);
        CpuIntBuffer ids = check.ints("rows", rows, members[examples]);
        CpuIntBuffer classes = check.ints("targets", targets, examples);
        Requirements.rowsOfTable(check.op(), ids.array, ids.offset, members[examples], in.length / cols);
        Requirements.rowsOfTable(check.op(), classes.array, classes.offset, examples, labels);
        CpuBuffer sum = check.optional("loss", loss, 1);
        float[] hidden = new float[cols];
        float[] error = new float[cols];
        float[] scores = new float[labels];
        float[] lanes = new float[WordLoops.LANES];
        int[] classPlaces = new int[labels];
        Arrays.setAll(classPlaces, l -> out.offset + l * cols);
        int mostRows = most(members, examples);
        int[] places = new int[mostRows];
        float[] shares = new float[mostRows];
        double total = 0;
        for (int e = 0; e < examples; e++) {
            WordLoops loops = WordLoops.current(WordLoops.Part.GROUPS);
            int first = ids.offset + members[e];
            int count = members[e + 1] - members[e];
            for (int r = 0; r < count; r++) {
                places[r] = in.offset + ids.array[first + r] * cols;
            }
            Arrays.fill(shares, 0, count, 1f / count);
            loops.gather(shares, in.array, places, count, hidden, cols);
            loops.products(hidden, 0, cols, 1, out.array, out.offset, cols, labels, cols, scores, labels, lanes);
            total += toGradients(scores, classes.array[classes.offset + e], learningRate);
            loops.gather(scores, out.array, classPlaces, labels, error, cols);
            loops.scatter(scores, hidden, out.array, classPlaces, labels, cols);
            loops.scatter(shares, error, in.array, places, count, cols);
        }
        if (sum != null) {
            sum.array[sum.offset] = (float) total;
        }
    }

    /** scores = lr·([l = target] − softmax(scores)_l); returns the loss. */
    private static float toGradients(float[] scores, int target, float learningRate) {
        float max = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            max = Math.max(max, score);
        }
        float own = scores[target] - max;
        float divisor = 0;
        for (int l = 0; l < scores.length; l++) {
            scores[l] = ScalarMath.exp(scores[l] - max);
            divisor += scores[l];
        }
        for (int l = 0; l < scores.length; l++) {
            scores[l] = learningRate * ((l == target ? 1f : 0f) - scores[l] / divisor);
        }
        return ScalarMath.log(divisor) - own;
    }

    @Override
    public void glove(
            Buffer input, Buffer inputSquares, Buffer output, Buffer outputSquares, int cols, int leading, IntBuffer words,
            IntBuffer contexts, Buffer counts, int cells, float xMax, float alpha, float learningRate, @Nullable Buffer loss) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("glove");
        Requirements.atLeast(check.op(), "cols", cols, 1);
        Requirements.leadingDimension(check.op(), "leading", leading, cols + 1L);
        check.size("cells", cells);
        CpuBuffer in = check.buffer("input", input, 0);
        CpuBuffer inSquares = check.buffer("inputSquares", inputSquares, in.length);
        CpuBuffer out = check.buffer("output", output, 0);
        CpuBuffer outSquares = check.buffer("outputSquares", outputSquares, out.length);
        CpuIntBuffer is = check.ints("words", words, cells);
        CpuIntBuffer js = check.ints("contexts", contexts, cells);
        CpuBuffer xs = check.buffer("counts", counts, cells);
        Requirements.rowsOfTable(check.op(), is.array, is.offset, cells, in.length / leading);
        Requirements.rowsOfTable(check.op(), js.array, js.offset, cells, out.length / leading);
        CpuBuffer sum = check.optional("loss", loss, 1);
        float[] lanes = new float[WordLoops.LANES];
        float[] product = new float[1];
        float logMax = ScalarMath.log(xMax);
        double total = 0;
        for (int c = 0; c < cells; c++) {
            WordLoops loops = WordLoops.current(WordLoops.Part.ADA_GRAD);
            int at = in.offset + is.array[is.offset + c] * leading;
            int to = out.offset + js.array[js.offset + c] * leading;
            int atSquares = at - in.offset + inSquares.offset;
            int toSquares = to - out.offset + outSquares.offset;
            float logCount = ScalarMath.log(xs.array[xs.offset + c]);
            loops.products(in.array, at, 0, 1, out.array, to, 0, 1, cols, product, 1, lanes);
            float d = product[0] + in.array[at + cols] + out.array[to + cols] - logCount;
            float weight = logCount >= logMax ? 1f : ScalarMath.exp(alpha * (logCount - logMax));
            total += weight * d * d / 2;
            float factor = learningRate * weight * d;
            loops.adaGrad(
                    factor, in.array, at, out.array, to, inSquares.array, atSquares, outSquares.array, toSquares, cols);
            step(in.array, at + cols, inSquares.array, atSquares + cols, factor);
            step(out.array, to + cols, outSquares.array, toSquares + cols, factor);
        }
        if (sum != null) {
            sum.array[sum.offset] = (float) total;
        }
    }

    private static void step(float[] weights, int at, float[] squares, int to, float change) {
        weights[at] -= change / (float) Math.sqrt(squares[to]);
        squares[to] = Math.fma(change, change, squares[to]);
    }
}
