package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Attention;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;
import java.util.Arrays;

/**
 * {@link Attention}: for each segment and head, softmax(scale·Q·Kᵀ)·V by {@link MicroKernel} tiles, a block of queries at a time, so that the
 * scores of a block stay in cache. K and V of the head become panels; Q is read in place.
 */
final class CpuAttention implements Attention {

    private static final MicroKernel KERNEL = MicroKernel.CURRENT;

    /** Queries per block: a multiple of the tile's rows. */
    private static final int BLOCK = 4 * KERNEL.rows();

    private static final long SMALLEST_CHUNK = 50_000;

    private final CpuBackend backend;

    CpuAttention(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void segmentAttention(
            Buffer q, Buffer k, Buffer v, int ld, IntBuffer offsets, int segments, int heads, int headDim,
            float scale, Buffer out, int ldOut) {
        Arguments check = new Arguments("segmentAttention", backend);
        check.sizes("segments", segments, "heads", heads, "headDim", headDim);
        int[] bounds = check.offsets(offsets, segments);
        int rows = bounds[segments];
        Requirements.leadingDimension("segmentAttention", "ld", ld, (long) heads * headDim);
        int cols = heads * headDim;
        CpuBuffer queries = check.matrix("q", q, rows, cols, ld);
        CpuBuffer keys = check.matrix("k", k, rows, cols, ld);
        CpuBuffer values = check.matrix("v", v, rows, cols, ld);
        CpuBuffer result = check.matrix("out", out, rows, cols, ldOut);
        long work = 0;
        for (int s = 0; s < segments; s++) {
            long length = (long) bounds[s + 1] - bounds[s];
            work += 2 * length * length * cols;
        }
        int heads1 = Math.max(1, heads);
        int tasks = segments * heads;
        Workers workers = backend.workers();
        workers.ranges(workers.chunks(work, SMALLEST_CHUNK, Math.max(1, tasks)), tasks, (from, to) -> {
            Head scratch = new Head(headDim);
            for (int task = from; task < to; task++) {
                int segment = task / heads1;
                int first = bounds[segment];
                int length = bounds[segment + 1] - first;
                int at = first * ld + task % heads1 * headDim;
                if (length > 0) {
                    scratch.load(keys.array, keys.offset + at, values.array, values.offset + at, ld, length);
                    scratch.attend(
                            queries.array, queries.offset + at, ld, scale,
                            result.array, result.offset + first * ldOut + task % heads1 * headDim, ldOut);
                }
            }
        });
    }

    /** One head of one segment; its arrays serve the next, too. */
    private final class Head {
        private final int dim;
        private final float[] zeros;
        private Panels keys = Panels.allocate(backend, 0, 0);
        private Panels values = keys;
        private float[] scores = new float[0];
        private float[] output = new float[0];
        private int length;

        Head(int dim) {
            this.dim = dim;
            this.zeros = new float[KERNEL.columns()];
        }

        void load(float[] k, int ko, float[] v, int vo, int ld, int newLength) {
            if (newLength != length) {
                length = newLength;
                keys = Panels.allocate(backend, dim, length);
                values = Panels.allocate(backend, length, dim);
                int scoreColumns = Panels.count(length) * KERNEL.columns();
                int outputColumns = Panels.count(dim) * KERNEL.columns();
                scores = new float[Math.min(BLOCK, length) * scoreColumns];
                output = new float[Math.min(BLOCK, length) * outputColumns];
            }
            keys.fill(true, 1f, k, ko, ld, 0, Panels.count(length));
            values.fill(false, 1f, v, vo, ld, 0, Panels.count(dim));
        }

        void attend(float[] q, int qo, int ld, float scale, float[] out, int oo, int ldOut) {
            int scoreColumns = Panels.count(length) * KERNEL.columns();
            int outputColumns = Panels.count(dim) * KERNEL.columns();
            for (int from = 0; from < length; from += BLOCK) {
                int rows = Math.min(BLOCK, length - from);
                multiply(rows, q, qo + from * ld, ld, keys, scores, scoreColumns);
                for (int r = 0; r < rows; r++) {
                    int at = r * scoreColumns;
                    // Filled up with −∞, a row is whole vectors: no remainder loop, and e^−∞ = 0 changes no sum.
                    Arrays.fill(scores, at + length, at + scoreColumns, Float.NEGATIVE_INFINITY);
                    if (scale > 0f) {
                        CpuNormalization.softmax(scores, at, scale, scores, at, scoreColumns);
                    } else {
                        Loops.current().affine(scale, 0f, scores, at, scores, at, length);
                        CpuNormalization.softmax(scores, at, 1f, scores, at, scoreColumns);
                    }
                }
                multiply(rows, scores, 0, scoreColumns, values, output, outputColumns);
                for (int r = 0; r < rows; r++) {
                    System.arraycopy(output, r * outputColumns, out, oo + (from + r) * ldOut, dim);
                }
            }
        }

        /** C = A·B in whole tiles; C has room for them. */
        private void multiply(int rows, float[] a, int ao, int lda, Panels b, float[] c, int ldc) {
            int tiles = (rows + KERNEL.rows() - 1) / KERNEL.rows();
            for (int panel = 0; panel < Panels.count(b.columns()); panel++) {
                for (int tile = 0; tile < tiles; tile++) {
                    int r = rows * tile / tiles;
                    KERNEL.multiply(
                            rows * (tile + 1) / tiles - r, b.rows(), a, ao + r * lda, lda, b.arrays(), b.first(panel), 0,
                            zeros, 0, 0, c, r * ldc + panel * KERNEL.columns(), ldc);
                }
            }
        }
    }
}
