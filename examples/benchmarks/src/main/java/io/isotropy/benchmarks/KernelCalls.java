package io.isotropy.benchmarks;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Attention;
import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling;
import io.isotropy.kernels.Elementwise;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Layout;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.Embedding;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.Normalization;
import io.isotropy.kernels.Optimization;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Pooling;
import io.isotropy.kernels.Reductions;
import io.isotropy.kernels.WordTraining;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** A call of every kernel at the sizes of a BERT-base: 12 heads of 64, 3072 in between, texts of 64 tokens, 30522 words. */
final class KernelCalls {

    private static final int HIDDEN = 768;
    private static final int HEADS = 12;
    private static final int FEED_FORWARD = 3072;
    private static final int LENGTH = 64;
    private static final int WORDS = 30_522;
    private static final int PARAMETERS = 1 << 24;
    private static final int STEPS = 64;
    private static final float EPS = 1e-12f;

    /**
     * A kernel with its work.
     *
     * @param bytes what it must read and write at least
     * @param operations multiplications and additions, of products only
     */
    record Call(String kernel, long bytes, double operations, Runnable body) {}

    private final SplittableRandom random = new SplittableRandom(42);
    private final Backend backend;
    private final Kernels kernels;
    private final int rows;
    private final List<Call> calls = new ArrayList<>();

    KernelCalls(Backend backend, int tokens) {
        this.backend = backend;
        this.kernels = backend.kernels();
        this.rows = tokens;
    }

    Runnable copyOf(long numbers) {
        Buffer from = backend.allocate(numbers);
        Buffer to = backend.allocate(numbers);
        return () -> kernels.elementwise().copy(from, new long[] {1}, new int[] {(int) numbers}, to);
    }

    Runnable productOf(int side) {
        Buffer a = numbers(side * side);
        Buffer b = numbers(side * side);
        Buffer c = backend.allocate((long) side * side);
        return () -> kernels.blas().gemm(false, false, side, side, side, 1, a, side, b, side, 0, c, side);
    }

    List<Call> all() {
        products();
        elements();
        lines();
        normalization();
        segments();
        classes();
        couplings();
        optimizers();
        words();
        return calls;
    }

    /** Of so many floats read and written. */
    private void add(String kernel, double floats, Runnable body) {
        calls.add(new Call(kernel, (long) floats * Float.BYTES, 0, body));
    }

    private void product(String kernel, double floats, double multiplyAdds, Runnable body) {
        calls.add(new Call(kernel, (long) floats * Float.BYTES, 2 * multiplyAdds, body));
    }

    private void products() {
        Blas blas = kernels.blas();
        Buffer x = numbers(rows * HIDDEN);
        Buffer w = numbers(HIDDEN * FEED_FORWARD);
        Buffer wide = numbers(rows * FEED_FORWARD);
        Buffer bias = numbers(FEED_FORWARD);
        PackedMatrix packed = blas.pack(true, FEED_FORWARD, HIDDEN, w, HIDDEN);
        double work = (double) rows * HIDDEN * FEED_FORWARD;
        double all = (double) rows * (HIDDEN + FEED_FORWARD) + HIDDEN * FEED_FORWARD;
        product("gemm, a gradient of activations", all, work, () ->
                blas.gemm(false, false, rows, HIDDEN, FEED_FORWARD, 1, wide, FEED_FORWARD, w, HIDDEN, 0, x, HIDDEN));
        product("gemm, a gradient of weights", all, work, () ->
                blas.gemm(true, false, FEED_FORWARD, HIDDEN, rows, 1, wide, FEED_FORWARD, x, HIDDEN, 1, w, HIDDEN));
        product("linear with GELU, packed", all, work, () ->
                blas.linear(rows, x, HIDDEN, packed, bias, Activation.GELU, wide, FEED_FORWARD));
        product("linear, not packed", all, work, () ->
                blas.linear(rows, x, HIDDEN, true, FEED_FORWARD, HIDDEN, w, HIDDEN, bias, Activation.NONE, wide, FEED_FORWARD));
        int batch = rows / LENGTH;
        Buffer squares = backend.allocate((long) batch * LENGTH * LENGTH);
        long stride = (long) LENGTH * HIDDEN;
        product("gemmBatched", 2.0 * rows * HIDDEN + rows * LENGTH, (double) rows * LENGTH * HIDDEN, () ->
                blas.gemmBatched(false, true, LENGTH, LENGTH, HIDDEN, 1, x, HIDDEN, stride, x, HIDDEN, stride, 0, squares, LENGTH,
                        (long) LENGTH * LENGTH, batch));
        Buffer y = backend.allocate(rows);
        product("gemv", (double) rows * FEED_FORWARD, (double) rows * FEED_FORWARD, () ->
                blas.gemv(rows, FEED_FORWARD, wide, FEED_FORWARD, bias, y));
        IntBuffer bytes = backend.allocateInts((long) rows * FEED_FORWARD / 4);
        product("gemvBytes", (double) rows * FEED_FORWARD / 4, (double) rows * FEED_FORWARD, () ->
                blas.gemvBytes(rows, FEED_FORWARD, bytes, y, bias, y));
        add("pack", 2.0 * HIDDEN * FEED_FORWARD, () -> blas.pack(true, FEED_FORWARD, HIDDEN, w, HIDDEN).close());
    }

    private void elements() {
        Elementwise elementwise = kernels.elementwise();
        int n = rows * FEED_FORWARD;
        Buffer x = numbers(n);
        Buffer y = numbers(n);
        Buffer z = numbers(n);
        Buffer row = numbers(FEED_FORWARD);
        for (Unary function : new Unary[] {Unary.EXP, Unary.GELU, Unary.TANH}) {
            add("unary " + function, 2.0 * n, () -> elementwise.unary(function, x, y, n));
        }
        add("unaryGradient GELU", 4.0 * n, () -> elementwise.unaryGradient(Unary.GELU, x, y, y, z, n));
        add("dropout", 2.0 * n, () -> elementwise.dropout(1, 2, 0, 0.1f, x, y, n));
        add("binary ADD", 3.0 * n, () ->
                elementwise.binary(Binary.ADD, x, Layout.MATRIX, y, Layout.MATRIX, z, rows, FEED_FORWARD));
        add("binary ADD a row", 2.0 * n, () ->
                elementwise.binary(Binary.ADD, x, Layout.MATRIX, row, Layout.ROW, z, rows, FEED_FORWARD));
        add("affine", 2.0 * n, () -> elementwise.affine(0.5f, 1, x, y, n));
        add("fill", n, () -> elementwise.fill(1, y, n));
        int[] shape = {FEED_FORWARD, rows};
        long[] strides = {1, FEED_FORWARD};
        add("copy, transposed", 2.0 * n, () -> elementwise.copy(x, strides, shape, y));
        add("scatter, transposed", 2.0 * n, () -> elementwise.scatter(x, shape, y, strides));
    }

    private void lines() {
        Reductions reductions = kernels.reductions();
        Buffer x = numbers(rows * HIDDEN);
        Buffer y = numbers(rows * HIDDEN);
        Buffer perRow = backend.allocate(rows);
        Buffer perColumn = backend.allocate(HIDDEN);
        Buffer one = backend.allocate(1);
        IntBuffer places = backend.allocateInts(rows);
        double n = (double) rows * HIDDEN;
        add("reduceRows SUM", n, () -> reductions.reduceRows(Reductions.Reduction.SUM, x, perRow, rows, HIDDEN));
        add("reduceRows SUM_OF_SQUARES, one row", n, () ->
                reductions.reduceRows(Reductions.Reduction.SUM_OF_SQUARES, x, one, 1, rows * HIDDEN));
        add("reduceColumns SUM", n, () -> reductions.reduceColumns(Reductions.Reduction.SUM, x, perColumn, rows, HIDDEN));
        add("argMax", n, () -> reductions.argMax(x, places, rows, HIDDEN));
        add("dotRows", 2 * n, () -> reductions.dotRows(x, y, perRow, rows, HIDDEN));
    }

    private void normalization() {
        Normalization normalization = kernels.normalization();
        Buffer x = numbers(rows * HIDDEN);
        Buffer y = numbers(rows * HIDDEN);
        Buffer z = numbers(rows * HIDDEN);
        Buffer gamma = numbers(HIDDEN);
        Buffer beta = numbers(HIDDEN);
        Buffer mean = numbers(rows);
        Buffer rstd = numbers(rows);
        double n = (double) rows * HIDDEN;
        add("softmax", 2 * n, () -> normalization.softmax(x, z, rows, HIDDEN));
        add("softmaxGradient", 3 * n, () -> normalization.softmaxGradient(x, y, z, rows, HIDDEN));
        add("logSoftmax", 2 * n, () -> normalization.logSoftmax(x, z, rows, HIDDEN));
        add("logSoftmaxGradient", 3 * n, () -> normalization.logSoftmaxGradient(x, y, z, rows, HIDDEN));
        add("layerNorm with residual", 3 * n, () -> normalization.layerNorm(x, y, gamma, beta, z, mean, rstd, rows, HIDDEN, EPS));
        add("layerNormGradient with residual", 4 * n, () ->
                normalization.layerNormGradient(x, x, gamma, mean, rstd, y, z, gamma, beta, rows, HIDDEN));
        add("l2Normalize", 2 * n, () -> normalization.l2Normalize(x, z, rows, HIDDEN, EPS));
        add("l2NormalizeGradient", 4 * n, () -> normalization.l2NormalizeGradient(x, x, y, z, rows, HIDDEN, EPS));
    }

    private void segments() {
        int segments = rows / LENGTH;
        int n = segments * LENGTH;
        int dim = HIDDEN / HEADS;
        Attention attention = kernels.attention();
        Buffer[] b = new Buffer[8];
        for (int i = 0; i < b.length; i++) {
            b[i] = numbers(n * HIDDEN);
        }
        Buffer sums = numbers(HEADS * n);
        IntBuffer offsets = ints(segments + 1, i -> i * LENGTH);
        float scale = (float) (1 / Math.sqrt(dim));
        double each = (double) n * HIDDEN;
        double work = each * LENGTH;
        for (AttentionDropout dropout : new AttentionDropout[] {null, new AttentionDropout(1, 2, 0.1f)}) {
            String name = dropout == null ? "" : " with dropout";
            product("segmentAttention" + name, 4 * each, 2 * work, () ->
                    attention.segmentAttention(b[0], HIDDEN, b[1], b[2], HIDDEN, offsets, offsets, segments, HEADS, dim, scale, false,
                            dropout, b[3], HIDDEN, sums));
            product("segmentAttentionGradient" + name, 8 * each, 5 * work, () ->
                    attention.segmentAttentionGradient(b[0], HIDDEN, b[1], b[2], HIDDEN, offsets, offsets, segments, HEADS, dim, scale,
                            false, dropout, b[3], HIDDEN, sums, b[4], HIDDEN, b[5], HIDDEN, b[6], b[7], HIDDEN));
        }
        Buffer pooled = backend.allocate((long) segments * HIDDEN);
        for (Pooling.Mode mode : new Pooling.Mode[] {Pooling.Mode.MEAN, Pooling.Mode.MAX}) {
            add("segmentPool " + mode, each, () -> kernels.pooling().segmentPool(mode, b[0], offsets, segments, HIDDEN, pooled));
            add("segmentPoolGradient " + mode, mode == Pooling.Mode.MAX ? 2 * each : each, () ->
                    kernels.pooling().segmentPoolGradient(mode, b[0], offsets, segments, HIDDEN, pooled, b[1]));
        }
    }

    private void classes() {
        Embedding embedding = kernels.embedding();
        Buffer table = numbers(WORDS * HIDDEN);
        Buffer y = numbers(rows * HIDDEN);
        IntBuffer index = ints(rows, _ -> random.nextInt(WORDS));
        double n = (double) rows * HIDDEN;
        add("gather", 2 * n, () -> embedding.gather(table, index, y, rows, HIDDEN));
        add("gatherAdd", 3 * n, () -> embedding.gatherAdd(table, index, y, rows, HIDDEN));
        add("scatterAdd", 3 * n, () -> embedding.scatterAdd(y, index, table, rows, HIDDEN));
        int guessed = Math.max(1, rows * 15 / 100);
        Buffer logits = numbers(guessed * WORDS);
        Buffer gradients = backend.allocate((long) guessed * WORDS);
        Buffer losses = numbers(guessed);
        Buffer sums = numbers(guessed);
        double all = (double) guessed * WORDS;
        add("crossEntropy", all, () -> kernels.crossEntropy().crossEntropy(logits, index, -100, 0, losses, sums, guessed, WORDS));
        add("crossEntropyGradient", 2 * all, () ->
                kernels.crossEntropy().crossEntropyGradient(logits, index, -100, 0, sums, losses, gradients, guessed, WORDS));
    }

    /** Half of the columns of a flow, scaled by tanh. */
    private void couplings() {
        Coupling coupling = kernels.coupling();
        int half = HIDDEN / 2;
        Buffer x = numbers(rows * HIDDEN);
        Buffer y = numbers(rows * HIDDEN);
        Buffer network = numbers(rows * HIDDEN);
        Buffer dNetwork = backend.allocate((long) rows * HIDDEN);
        Buffer dx = backend.allocate((long) rows * HIDDEN);
        Buffer squashed = numbers(rows * half);
        Buffer factor = numbers(half);
        Buffer dFactor = backend.allocate(half);
        Buffer volumes = numbers(rows);
        double n = (double) rows * HIDDEN;
        add("couple", 3.5 * n, () ->
                coupling.couple(Coupling.Scale.TANH, x, network, factor, y, squashed, volumes, rows, HIDDEN, half, HIDDEN));
        add("coupleGradient", 4.5 * n, () ->
                coupling.coupleGradient(Coupling.Scale.TANH, x, squashed, factor, y, volumes, dx, dNetwork, dFactor, rows, HIDDEN, half,
                        HIDDEN));
    }

    private void optimizers() {
        Optimization optimization = kernels.optimization();
        Buffer[] p = {numbers(PARAMETERS)};
        Buffer[] g = {numbers(PARAMETERS)};
        Buffer[] m = {backend.allocate(PARAMETERS)};
        Buffer[] v = {backend.allocate(PARAMETERS)};
        float[] decays = {0.01f};
        add("adamW", 7.0 * PARAMETERS, () -> optimization.adamW(p, g, m, v, decays, 1e-5f, 0.9f, 0.999f, 1e-8f, 9, 1));
        add("adam", 7.0 * PARAMETERS, () -> optimization.adam(p, g, m, v, decays, 1e-5f, 0.9f, 0.999f, 1e-8f, 9, 1));
        add("sgd with momentum", 5.0 * PARAMETERS, () -> optimization.sgd(p, g, m, decays, 1e-5f, 0.9f, 0, false, 9, 1));
        add("adaGrad", 5.0 * PARAMETERS, () -> optimization.adaGrad(p, g, v, decays, 1e-5f, 1e-10f, 1));
    }

    /** {@value #STEPS} steps a call, on vectors of 128 numbers: windows of 5 words and 6 targets, texts of 10 words and 4 labels, cells. */
    private void words() {
        WordTraining training = kernels.wordTraining();
        int cols = 128;
        Buffer input = numbers(WORDS * (cols + 8));
        Buffer output = numbers(WORDS * (cols + 8));
        Buffer squares = backend.allocate((long) WORDS * (cols + 8));
        kernels.elementwise().fill(1, squares, squares.length());
        Buffer counts = backend.allocate(STEPS);
        kernels.elementwise().fill(3, counts, STEPS);
        IntBuffer rows = ints(STEPS * 10, _ -> random.nextInt(WORDS));
        IntBuffer labels = ints(STEPS * 10, i -> i % 4);
        IntBuffer ones = ints(STEPS * 5 + 1, i -> i);
        IntBuffer fives = ints(STEPS + 1, i -> 5 * i);
        IntBuffer sixes = ints(STEPS + 1, i -> 6 * i);
        IntBuffer tens = ints(STEPS + 1, i -> 10 * i);
        add("logistic", 2.0 * STEPS * 11 * cols, () ->
                training.logistic(input, output, cols, WordTraining.Composition.SUM, false, rows, ones, fives, rows, sixes, STEPS, 0,
                        true, 1e-3f, null));
        add("softmax of words", 2.0 * STEPS * 14 * cols, () ->
                training.softmax(input, output, 4, cols, rows, tens, labels, STEPS, 1e-3f, null));
        add("glove", 8.0 * STEPS * (cols + 1), () ->
                training.glove(input, squares, output, squares, cols, cols + 8, rows, rows, counts, STEPS, 10, 0.75f, 1e-3f, null));
    }

    private IntBuffer ints(int count, IntUnaryOperator value) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = value.applyAsInt(i);
        }
        IntBuffer buffer = backend.allocateInts(count);
        buffer.write(0, values, 0, count);
        return buffer;
    }

    private Buffer numbers(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        Buffer buffer = backend.allocate(count);
        buffer.write(0, values, 0, count);
        return buffer;
    }
}
