package io.isotropy.kernels.cpu;

import static io.isotropy.kernels.cpu.AttentionTiles.KERNEL;

import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Dropout;
import io.isotropy.kernels.Elementwise.Binary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attention of one head within one segment, softmax(scale·Q·Kᵀ)·V by {@link MicroKernel} tiles, for a panel of queries at a time. The
 * scores stand transposed, a column per query (K·Qᵀ), so that the softmax runs down the columns with whole vectors and no sums across
 * lanes, and its result is read by columns as the left matrix of the product with V. The division by the softmax's sum is left to the
 * output, which has fewer elements. The arrays serve the next head, too.
 */
final class AttentionHead {

    private final CpuBackend backend;
    private final AttentionBatch batch;
    private final int dim;
    private final float[] sums = new float[KERNEL.columns()];
    private final float[] maxima = new float[KERNEL.columns()];
    private final float[] output;
    private final int outputColumns;
    private Panels queryPanels;
    private Panels valuePanels;
    private float[] keyStrips = new float[0];
    private float[] scores = new float[0];
    private float[] factors = new float[0];
    private int task;
    private int queries = -1;
    private int keys = -1;

    AttentionHead(CpuBackend backend, AttentionBatch batch) {
        this.backend = backend;
        this.batch = batch;
        this.dim = batch.headDim();
        this.outputColumns = Panels.count(dim) * KERNEL.columns();
        this.output = new float[KERNEL.columns() * outputColumns];
        this.queryPanels = Panels.allocate(backend, 0, 0);
        this.valuePanels = queryPanels;
    }

    void load(int newTask, AttentionBatch.Rows q, AttentionBatch.Rows k, AttentionBatch.Rows v) {
        task = newTask;
        if (batch.queries(task) != queries) {
            queries = batch.queries(task);
            queryPanels = Panels.allocate(backend, dim, queries);
        }
        if (batch.keys(task) != keys) {
            keys = batch.keys(task);
            valuePanels = Panels.allocate(backend, keys, dim);
            keyStrips = new float[Strips.length(keys, dim)];
            scores = new float[keys * KERNEL.columns()];
            factors = batch.dropout() == null ? factors : new float[keys * KERNEL.columns()];
        }
        int column = batch.head(task) * dim;
        queryPanels.fill(
                true, batch.scale(), q.array(), q.at(batch.firstQuery(task), column), q.leading(),
                0, Panels.count(queries));
        Strips.fill(
                false, k.array(), k.at(batch.firstKey(task), column), k.leading(), keys, dim, keyStrips);
        valuePanels.fill(
                false, 1f, v.array(), v.at(batch.firstKey(task), column), v.leading(), 0, Panels.count(dim));
    }

    void attend(AttentionBatch.Rows out, @Nullable CpuBuffer logSumExp) {
        int head = batch.head(task);
        for (int panel = 0; panel < Panels.count(queries); panel++) {
            int first = panel * KERNEL.columns();
            int rows = Math.min(KERNEL.columns(), queries - first);
            int row = batch.firstQuery(task) + first;
            if (keys == 0) {
                nothing(row, rows, head, out, logSumExp);
                continue;
            }
            int seen = batch.causal() ? Math.min(keys, first + rows) : keys;
            weigh(panel, first, seen);
            if (logSumExp != null) {
                int at = logSumExp.offset + head * batch.totalQueries() + row;
                for (int c = 0; c < rows; c++) {
                    logSumExp.array[at + c] = maxima[c] + ScalarMath.log(sums[c]);
                }
            }
            AttentionDropout dropout = batch.dropout();
            if (dropout != null) {
                dropout(dropout, row, head, rows, seen);
                Loops.current().binary(
                        Binary.MULTIPLY, scores, 0, 1, factors, 0, 1, scores, 0, seen * KERNEL.columns());
            }
            AttentionTiles.multiplyTransposed(rows, seen, scores, valuePanels, output);
            for (int c = 0; c < rows; c++) {
                Loops.current().affine(
                        1f / sums[c], 0f, output, c * outputColumns, out.array(), out.at(row + c, head * dim), dim);
            }
        }
    }

    /** scores = e^(K·Qᵀ − m) for the queries of a panel, with their sums. */
    private void weigh(int panel, int first, int seen) {
        AttentionTiles.multiply(keys, 0, seen, keyStrips, queryPanels, panel, scores);
        int width = KERNEL.columns();
        for (int key = first + 1; batch.causal() && key < seen; key++) { // not seen by the queries before it
            Arrays.fill(scores, key * width, key * width + Math.min(width, key - first), Float.NEGATIVE_INFINITY);
        }
        Loops.current().exponentiateColumns(scores, seen, KERNEL.columns(), sums, maxima);
    }

    /** The factors for a panel of queries, a query per column. */
    private void dropout(AttentionDropout dropout, int row, int head, int rows, int seen) {
        long[] first = new long[KERNEL.columns()];
        for (int c = 0; c < rows; c++) {
            first[c] = AttentionDropout.index(row + c, batch.heads(), head, 0);
        }
        Loops.training().dropoutColumns(
                new Dropout(dropout.seed(), dropout.stream(), dropout.p()), first, factors, seen, KERNEL.columns());
    }

    private void nothing(int row, int rows, int head, AttentionBatch.Rows out, @Nullable CpuBuffer logSumExp) {
        for (int r = row; r < row + rows; r++) {
            Arrays.fill(out.array(), out.at(r, head * dim), out.at(r, head * dim) + dim, 0f);
        }
        if (logSumExp != null) {
            int at = logSumExp.offset + head * batch.totalQueries() + row;
            Arrays.fill(logSumExp.array, at, at + rows, Float.NEGATIVE_INFINITY);
        }
    }
}
