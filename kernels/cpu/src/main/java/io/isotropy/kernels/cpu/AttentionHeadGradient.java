package io.isotropy.kernels.cpu;

import static io.isotropy.kernels.cpu.AttentionTiles.KERNEL;

import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Dropout;
import io.isotropy.kernels.Elementwise.Binary;
import java.util.Arrays;

/**
 * The gradient of {@link AttentionHead}, a panel of keys at a time (Dao et al. 2022, algorithm 4), a row per query: probabilities P =
 * e^(scale·Q·Kᵀ − logSumExp) and their gradients dOut·Vᵀ, then dS = P ∘ ((dOut·Vᵀ) ∘ Z − D) with D = rowsum(dOut ∘ out) and the dropout's factors
 * Z. Five products: these two; dV = (P ∘ Z)ᵀ·dOut and dK = scale·dSᵀ·Q, complete with their panel; dQ += scale·dS·K, which passes from
 * panel to panel as one chain of additions over the keys.
 */
final class AttentionHeadGradient {

    private static final int WIDTH = KERNEL.columns();

    private final CpuBackend backend;
    private final AttentionBatch batch;
    private final int dim;
    private final int outputColumns;
    private final float[] output;
    private Panels queryRows;
    private Panels dOutRows;
    private Panels keyRows;
    private Panels keyColumns;
    private Panels valueColumns;
    private float[] queryStrips = new float[0];
    private float[] dOutStrips = new float[0];
    private float[] slopeStrips = new float[0];
    private float[] logSumExps = new float[0];
    private float[] products = new float[0];
    private float[] weights = new float[0];
    private float[] slopes = new float[0];
    private float[] factors = new float[0];
    private long[] firstNumbers = new long[0];
    private float[] dQuery = new float[0];
    private int task;
    private int queries = -1;
    private int keys = -1;

    AttentionHeadGradient(CpuBackend backend, AttentionBatch batch) {
        this.backend = backend;
        this.batch = batch;
        this.dim = batch.headDim();
        this.outputColumns = Panels.count(dim) * WIDTH;
        this.output = new float[WIDTH * outputColumns];
        Panels none = Panels.allocate(backend, 0, 0);
        this.queryRows = none;
        this.dOutRows = none;
        this.keyRows = none;
        this.keyColumns = none;
        this.valueColumns = none;
    }

    void load(
            int newTask, AttentionBatch.Rows q, AttentionBatch.Rows k, AttentionBatch.Rows v, AttentionBatch.Rows out,
            CpuBuffer logSumExp, AttentionBatch.Rows dOut) {
        task = newTask;
        resize();
        int column = batch.head(task) * dim;
        int first = batch.firstQuery(task);
        int qo = q.at(first, column);
        int upper = dOut.at(first, column);
        int ko = k.at(batch.firstKey(task), column);
        int vo = v.at(batch.firstKey(task), column);
        queryRows.fill(false, 1f, q.array(), qo, q.leading(), 0, Panels.count(dim));
        dOutRows.fill(false, 1f, dOut.array(), upper, dOut.leading(), 0, Panels.count(dim));
        keyRows.fill(false, 1f, k.array(), ko, k.leading(), 0, Panels.count(dim));
        keyColumns.fill(true, batch.scale(), k.array(), ko, k.leading(), 0, Panels.count(keys));
        valueColumns.fill(true, 1f, v.array(), vo, v.leading(), 0, Panels.count(keys));
        Strips.fill(false, q.array(), qo, q.leading(), queries, dim, queryStrips);
        Strips.fill(false, dOut.array(), upper, dOut.leading(), queries, dim, dOutStrips);
        int sums = logSumExp.offset + batch.head(task) * batch.totalQueries() + first;
        System.arraycopy(logSumExp.array, sums, logSumExps, 0, queries);
        for (int i = 0; i < queries; i++) {
            products[i] = Loops.current().dot(
                    dOut.array(), dOut.at(first + i, column), out.array(), out.at(first + i, column), dim);
        }
    }

    private void resize() {
        if (batch.queries(task) != queries) {
            queries = batch.queries(task);
            queryRows = Panels.allocate(backend, queries, dim);
            dOutRows = Panels.allocate(backend, queries, dim);
            queryStrips = new float[Strips.length(queries, dim)];
            dOutStrips = new float[Strips.length(queries, dim)];
            slopeStrips = new float[Strips.length(queries, WIDTH)];
            logSumExps = new float[queries];
            products = new float[queries];
            weights = new float[queries * WIDTH];
            slopes = new float[queries * WIDTH];
            factors = new float[batch.dropout() == null ? 0 : queries * WIDTH];
            firstNumbers = new long[batch.dropout() == null ? 0 : queries];
            dQuery = new float[queries * outputColumns];
        } else {
            Arrays.fill(dQuery, 0f);
        }
        if (batch.keys(task) != keys) {
            keys = batch.keys(task);
            keyRows = Panels.allocate(backend, keys, dim);
            keyColumns = Panels.allocate(backend, dim, keys);
            valueColumns = Panels.allocate(backend, dim, keys);
        }
    }

    void differentiate(AttentionBatch.Rows dq, AttentionBatch.Rows dk, AttentionBatch.Rows dv) {
        int column = batch.head(task) * dim;
        for (int panel = 0; panel < Panels.count(keys); panel++) {
            int first = panel * WIDTH;
            int width = Math.min(WIDTH, keys - first);
            int from = batch.causal() ? AttentionTiles.tileOf(queries, first) : 0; // earlier queries do not see the panel
            AttentionTiles.multiply(queries, from, queries, queryStrips, keyColumns, panel, weights);
            AttentionTiles.multiply(queries, from, queries, dOutStrips, valueColumns, panel, slopes);
            slopes(from, first, width);
            int row = batch.firstKey(task) + first;
            AttentionTiles.multiplyTransposed(width, queries, weights, dOutRows, output);
            store(1f, output, width, dv, row, column);
            AttentionTiles.multiplyTransposed(width, queries, slopes, queryRows, output);
            store(batch.scale(), output, width, dk, row, column);
            Strips.fill(false, slopes, 0, WIDTH, queries, width, slopeStrips);
            AttentionTiles.multiplyAdd(queries, from, width, slopeStrips, keyRows, first, dQuery);
        }
        store(batch.scale(), dQuery, queries, dq, batch.firstQuery(task), column);
    }

    private void store(float scale, float[] rows, int count, AttentionBatch.Rows target, int row, int column) {
        Loops loops = Loops.current();
        for (int r = 0; r < count; r++) {
            loops.affine(scale, 0f, rows, r * outputColumns, target.array(), target.at(row + r, column), dim);
        }
    }

    /** From scores and dOut·Vᵀ to weights = P ∘ Z and slopes = dS; both 0 for the queries before {@code from}. */
    private void slopes(int from, int first, int width) {
        Arrays.fill(weights, 0, from * WIDTH, 0f);
        Arrays.fill(slopes, 0, from * WIDTH, 0f);
        for (int i = from; batch.causal() && i < Math.min(queries, first + width - 1); i++) { // keys after i
            Arrays.fill(weights, i * WIDTH + Math.max(0, i + 1 - first), (i + 1) * WIDTH, Float.NEGATIVE_INFINITY);
        }
        Loops.training().exponentiateRows(weights, from, queries, WIDTH, logSumExps);
        AttentionDropout dropout = batch.dropout();
        if (dropout != null) {
            dropout(dropout, from, first);
            multiply(slopes, from);
        }
        Loops.training().weightRows(weights, slopes, from, queries, WIDTH, products);
        if (dropout != null) {
            multiply(weights, from);
        }
    }

    private void dropout(AttentionDropout dropout, int from, int first) {
        for (int i = from; i < queries; i++) {
            firstNumbers[i] =
                    AttentionDropout.index(batch.firstQuery(task) + i, batch.heads(), batch.head(task), first);
        }
        Dropout factor = new Dropout(dropout.seed(), dropout.stream(), dropout.p());
        Loops.training().dropoutRows(factor, firstNumbers, factors, from, queries, WIDTH);
    }

    private void multiply(float[] x, int from) {
        int at = from * WIDTH;
        Loops.current().binary(Binary.MULTIPLY, x, at, 1, factors, at, 1, x, at, (queries - from) * WIDTH);
    }
}
