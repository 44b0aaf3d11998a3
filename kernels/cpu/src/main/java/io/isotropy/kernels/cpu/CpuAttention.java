package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Attention;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;

/**
 * {@link Attention}: for each segment and head, softmax(scale·Q·Kᵀ)·V by {@link MicroKernel} tiles, for a panel of queries at a time. The scores
 * stand transposed, a column per query: (K·Qᵀ), so that the softmax runs down the columns with whole vectors and no
 * sums across lanes, and its result is read by columns as the left matrix of the product with V. The division by the softmax's sum is
 * left to the output, which has fewer elements.
 */
final class CpuAttention implements Attention {

    private static final MicroKernel KERNEL = MicroKernel.CURRENT;

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
                    scratch.load(
                            queries.array, queries.offset + at, scale, keys.array, keys.offset + at,
                            values.array, values.offset + at, ld, length);
                    scratch.attend(
                            result.array, result.offset + first * ldOut + task % heads1 * headDim, ldOut);
                }
            }
        });
    }

    /** One head of one segment; its arrays serve the next, too. */
    private final class Head {
        private final int dim;
        private final float[] zeros = new float[KERNEL.columns()];
        private final float[] sums = new float[KERNEL.columns()];
        private final float[] output;
        private final int outputColumns;
        private Panels queries = Panels.allocate(backend, 0, 0);
        private Panels values = queries;
        private float[] keys = new float[0];
        private float[] scores = new float[0];
        private int length;

        Head(int dim) {
            this.dim = dim;
            this.outputColumns = Panels.count(dim) * KERNEL.columns();
            this.output = new float[KERNEL.columns() * outputColumns];
        }

        void load(float[] q, int qo, float scale, float[] k, int ko, float[] v, int vo, int ld, int newLength) {
            if (newLength != length) {
                length = newLength;
                queries = Panels.allocate(backend, dim, length);
                values = Panels.allocate(backend, length, dim);
                keys = new float[Strips.length(length, dim)];
                scores = new float[length * KERNEL.columns()];
            }
            queries.fill(true, scale, q, qo, ld, 0, Panels.count(length));
            Strips.fill(false, k, ko, ld, length, dim, keys);
            values.fill(false, 1f, v, vo, ld, 0, Panels.count(dim));
        }

        void attend(float[] out, int oo, int ldOut) {
            int width = KERNEL.columns();
            for (int panel = 0; panel < Panels.count(length); panel++) {
                scores(panel);
                Loops.current().exponentiateColumns(scores, length, width, sums);
                int first = panel * width;
                int rows = Math.min(width, length - first);
                for (int column = 0; column < Panels.count(dim); column++) {
                    KERNEL.multiplyColumns(
                            rows, length, scores, values.arrays(), values.first(column), output, column * width, outputColumns);
                }
                for (int r = 0; r < rows; r++) {
                    Loops.current()
                            .affine(1f / sums[r], 0f, output, r * outputColumns, out, oo + (first + r) * ldOut, dim);
                }
            }
        }

        /** scores = K·Qᵀ for the queries of a panel, (length, columns). */
        private void scores(int panel) {
            int strip = 0;
            for (int r = 0; r < length; strip += KERNEL.rows() * dim) {
                int rows = KERNEL.tile(length - r);
                KERNEL.multiply(
                        rows, dim, keys, strip, queries.arrays(), queries.first(panel), 0,
                        zeros, 0, 0, scores, r * KERNEL.columns(), KERNEL.columns());
                r += rows;
            }
        }
    }
}
