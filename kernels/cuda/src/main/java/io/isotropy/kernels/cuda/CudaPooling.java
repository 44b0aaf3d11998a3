package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Pooling;

/** {@link Pooling} by pooling.cu. */
final class CudaPooling implements Pooling {

    /** Columns of a block. */
    private static final int COLUMNS = 128;

    private final CudaBackend backend;

    CudaPooling(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void segmentPool(Mode mode, Buffer x, IntBuffer offsets, int segments, int cols, Buffer y) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("segmentPool");
        check.size("cols", cols);
        int rows = check.offsets("offsets", offsets, segments)[segments];
        CudaBuffer in = check.buffer("x", x, (long) rows * cols);
        CudaBuffer out = check.buffer("y", y, (long) segments * cols);
        Launch.of(Kernel.SEGMENT_POOL, shape(segments, cols)).with(mode).with(in)
                .with(check.ints("offsets", offsets, segments + 1L)).with(out).with(cols).run(backend);
    }

    @Override
    public void segmentPoolGradient(
            Mode mode, Buffer x, IntBuffer offsets, int segments, int cols, Buffer dy, Buffer dx) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("segmentPoolGradient");
        check.size("cols", cols);
        int rows = check.offsets("offsets", offsets, segments)[segments];
        CudaBuffer in = check.buffer("x", x, (long) rows * cols);
        CudaBuffer upper = check.buffer("dy", dy, (long) segments * cols);
        CudaBuffer lower = check.buffer("dx", dx, (long) rows * cols);
        Launch.of(Kernel.SEGMENT_POOL_GRADIENT, shape(segments, cols)).with(mode).with(in)
                .with(check.ints("offsets", offsets, segments + 1L)).with(upper).with(lower).with(cols).run(backend);
    }

    private static Shape shape(int segments, int cols) {
        return Shape.of(segments, Shape.blocks(cols, COLUMNS), 1, COLUMNS);
    }
}
