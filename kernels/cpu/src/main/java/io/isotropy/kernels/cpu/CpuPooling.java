package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Pooling;
import java.util.Arrays;

/** {@link Pooling}: a segment's rows one after another onto its vector. */
final class CpuPooling implements Pooling {

    private static final int SMALLEST_CHUNK = 1 << 14;

    private final CpuBackend backend;

    CpuPooling(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void segmentPool(Mode mode, Buffer x, IntBuffer offsets, int segments, int cols, Buffer y) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("segmentPool " + mode);
        check.size("segments", segments);
        check.size("cols", cols);
        int[] bounds = check.offsets("offsets", offsets, segments);
        CpuBuffer in = check.buffer("x", x, (long) bounds[segments] * cols);
        CpuBuffer out = check.buffer("y", y, (long) segments * cols);
        Workers workers = backend.workers();
        int chunks = workers.chunks((long) bounds[segments] * cols, SMALLEST_CHUNK, Math.max(1, segments));
        workers.ranges(chunks, segments, (from, to) -> {
            for (int s = from; s < to; s++) {
                pool(mode, in.array, in.offset + bounds[s] * cols, bounds[s + 1] - bounds[s],
                        out.array, out.offset + s * cols, cols);
            }
        });
    }

    private static void pool(Mode mode, float[] x, int xo, int rows, float[] y, int yo, int cols) {
        if (rows == 0) {
            Arrays.fill(y, yo, yo + cols, 0f);
            return;
        }
        switch (mode) {
            case FIRST -> System.arraycopy(x, xo, y, yo, cols);
            case LAST -> System.arraycopy(x, xo + (rows - 1) * cols, y, yo, cols);
            case SUM -> sum(x, xo, rows, y, yo, cols, 1f);
            case MEAN -> sum(x, xo, rows, y, yo, cols, rows);
            case MEAN_SQRT_LEN -> sum(x, xo, rows, y, yo, cols, (float) Math.sqrt(rows));
            case MAX -> {
                System.arraycopy(x, xo, y, yo, cols);
                for (int r = 1; r < rows; r++) {
                    Loops.current().binary(Binary.MAXIMUM, y, yo, 1, x, xo + r * cols, 1, y, yo, cols);
                }
            }
            case WEIGHTED_MEAN -> {
                Arrays.fill(y, yo, yo + cols, 0f);
                for (int r = 0; r < rows; r++) {
                    Loops.current().addScaled(r + 1f, x, xo + r * cols, y, yo, cols);
                }
                divide(y, yo, cols, (float) (rows * (rows + 1.0) / 2));
            }
        }
    }

    @Override
    public void segmentPoolGradient(
            Mode mode, Buffer x, IntBuffer offsets, int segments, int cols, Buffer dy, Buffer dx) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("segmentPoolGradient " + mode);
        check.size("segments", segments);
        check.size("cols", cols);
        int[] bounds = check.offsets("offsets", offsets, segments);
        CpuBuffer in = check.buffer("x", x, (long) bounds[segments] * cols);
        CpuBuffer upper = check.buffer("dy", dy, (long) segments * cols);
        CpuBuffer lower = check.buffer("dx", dx, (long) bounds[segments] * cols);
        Workers workers = backend.workers();
        int chunks = workers.chunks((long) bounds[segments] * cols, SMALLEST_CHUNK, Math.max(1, segments));
        workers.ranges(chunks, segments, (from, to) -> {
            for (int s = from; s < to; s++) {
                int at = bounds[s] * cols;
                gradient(mode, in.array, in.offset + at, bounds[s + 1] - bounds[s], upper.array, upper.offset + s * cols,
                        lower.array, lower.offset + at, cols);
            }
        });
    }

    private static void gradient(
            Mode mode, float[] x, int xo, int rows, float[] dy, int dyo, float[] dx, int dxo, int cols) {
        if (mode == Mode.MAX && rows > 0) {
            toLargest(x, xo, rows, dy, dyo, dx, dxo, cols);
            return;
        }
        for (int r = 0; r < rows; r++) {
            float weight =
                    switch (mode) {
                        case FIRST -> r == 0 ? 1f : 0f;
                        case LAST -> r == rows - 1 ? 1f : 0f;
                        case SUM -> 1f;
                        case MEAN -> 1f / rows;
                        case MEAN_SQRT_LEN -> (float) (1 / Math.sqrt(rows));
                        case WEIGHTED_MEAN -> (float) ((r + 1) / (rows * (rows + 1.0) / 2));
                        case MAX -> throw new AssertionError();
                    };
            if (weight == 0f) {
                Arrays.fill(dx, dxo + r * cols, dxo + (r + 1) * cols, 0f);
            } else {
                Loops.current().affine(weight, 0f, dy, dyo, dx, dxo + r * cols, cols);
            }
        }
    }

    private static void toLargest(float[] x, int xo, int rows, float[] dy, int dyo, float[] dx, int dxo, int cols) {
        int[] best = new int[cols];
        for (int r = 1; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                float element = x[xo + r * cols + c];
                float largest = x[xo + best[c] * cols + c];
                if (element > largest || Float.isNaN(element) && !Float.isNaN(largest)) {
                    best[c] = r;
                }
            }
        }
        Arrays.fill(dx, dxo, dxo + rows * cols, 0f);
        for (int c = 0; c < cols; c++) {
            dx[dxo + best[c] * cols + c] = dy[dyo + c];
        }
    }

    private static void sum(float[] x, int xo, int rows, float[] y, int yo, int cols, float divisor) {
        System.arraycopy(x, xo, y, yo, cols);
        for (int r = 1; r < rows; r++) {
            Loops.current().addScaled(1f, x, xo + r * cols, y, yo, cols);
        }
        divide(y, yo, cols, divisor);
    }

    private static void divide(float[] y, int yo, int cols, float divisor) {
        if (divisor != 1f) {
            Loops.current().binary(Binary.DIVIDE, y, yo, 1, new float[] {divisor}, 0, 0, y, yo, cols);
        }
    }
}
