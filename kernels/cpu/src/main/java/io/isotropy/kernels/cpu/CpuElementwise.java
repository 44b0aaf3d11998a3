package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Dropout;
import io.isotropy.kernels.Elementwise;
import io.isotropy.kernels.Requirements;
import java.util.Arrays;

/** {@link Elementwise} in runs of {@link Loops}. */
final class CpuElementwise implements Elementwise {

    /** Elements that are worth handing to another thread. */
    private static final int SMALLEST_CHUNK = 1 << 14;

    private final CpuBackend backend;

    CpuElementwise(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void unary(Unary function, Buffer x, Buffer y, long n) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("unary " + function);
        check.size("n", n);
        CpuBuffer in = check.buffer("x", x, n);
        CpuBuffer out = check.buffer("y", y, n);
        runs((int) n, (from, to) -> Loops.current().unary(
                function, in.array, in.offset + from, out.array, out.offset + from, to - from));
    }

    @Override
    public void unaryGradient(Unary function, Buffer x, Buffer y, Buffer dy, Buffer dx, long n) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("unaryGradient " + function);
        check.size("n", n);
        CpuBuffer in = check.buffer("x", x, n);
        CpuBuffer out = check.buffer("y", y, n);
        CpuBuffer upper = check.buffer("dy", dy, n);
        CpuBuffer lower = check.buffer("dx", dx, n);
        runs((int) n, (from, to) -> Loops.training().unaryGradient(
                function, in.array, in.offset + from, out.array, out.offset + from, upper.array, upper.offset + from,
                lower.array, lower.offset + from, to - from));
    }

    @Override
    public void dropout(long seed, long stream, long from, float p, Buffer x, Buffer y, long n) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("dropout");
        check.size("n", n);
        check.size("from", from);
        Requirements.share("dropout", "p", p);
        CpuBuffer in = check.buffer("x", x, n);
        CpuBuffer out = check.buffer("y", y, n);
        Dropout dropout = new Dropout(seed, stream, p);
        runs((int) n, (first, to) -> Loops.training().dropout(
                dropout, from + first, in.array, in.offset + first, out.array, out.offset + first, to - first));
    }

    @Override
    public void affine(float alpha, float beta, Buffer x, Buffer y, long n) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("affine");
        check.size("n", n);
        CpuBuffer in = check.buffer("x", x, n);
        CpuBuffer out = check.buffer("y", y, n);
        runs((int) n, (from, to) -> Loops.current().affine(
                alpha, beta, in.array, in.offset + from, out.array, out.offset + from, to - from));
    }

    @Override
    public void fill(float value, Buffer y, long n) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("fill");
        check.size("n", n);
        CpuBuffer out = check.buffer("y", y, n);
        runs((int) n, (from, to) -> Arrays.fill(out.array, out.offset + from, out.offset + to, value));
    }

    private void runs(int n, Workers.Range body) {
        backend.workers().ranges(backend.workers().chunks(n, SMALLEST_CHUNK, Math.max(1, n)), n, body);
    }

    @Override
    public void binary(Binary function, Buffer x, Layout xLayout, Buffer y, Layout yLayout, Buffer z, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("binary " + function);
        check.matrix(rows, cols);
        long n = (long) rows * cols;
        CpuBuffer left = check.buffer("x", x, xLayout.elements(rows, cols));
        CpuBuffer right = check.buffer("y", y, yLayout.elements(rows, cols));
        CpuBuffer out = check.buffer("z", z, n);
        if (n == 0) {
            return;
        }
        if (xLayout.isFlat() && yLayout.isFlat()) {
            runs((int) n, (from, to) -> Loops.current().binary(
                    function,
                    left.array, left.offset + (xLayout == Layout.MATRIX ? from : 0), xLayout.columnStep(),
                    right.array, right.offset + (yLayout == Layout.MATRIX ? from : 0), yLayout.columnStep(),
                    out.array, out.offset + from, to - from));
            return;
        }
        Workers workers = backend.workers();
        workers.ranges(workers.chunks(n, SMALLEST_CHUNK, rows), rows, (from, to) -> {
            for (int r = from; r < to; r++) {
                Loops.current().binary(
                        function, left.array, left.offset + r * xLayout.rowStep(cols), xLayout.columnStep(),
                        right.array, right.offset + r * yLayout.rowStep(cols), yLayout.columnStep(),
                        out.array, out.offset + r * cols, cols);
            }
        });
    }

    @Override
    public void copy(Buffer x, long[] strides, int[] shape, Buffer y) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("copy");
        Strided walk = Strided.of(check.op(), shape, strides, 0);
        CpuBuffer in = check.buffer("x", x, walk.reach());
        CpuBuffer out = check.buffer("y", y, walk.size());
        walk.forEachRun((strided, stride, packed, n) -> {
            if (stride == 1) {
                System.arraycopy(in.array, in.offset + strided, out.array, out.offset + packed, n);
            } else {
                for (int i = 0; i < n; i++) {
                    out.array[out.offset + packed + i] = in.array[in.offset + strided + i * stride];
                }
            }
        });
    }

    @Override
    public void scatter(Buffer x, int[] shape, Buffer y, long[] strides) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("scatter");
        Strided walk = Strided.of(check.op(), shape, strides, 1);
        CpuBuffer in = check.buffer("x", x, walk.size());
        CpuBuffer out = check.buffer("y", y, walk.reach());
        walk.forEachRun((strided, stride, packed, n) -> {
            for (int i = 0; i < n; i++) {
                out.array[out.offset + strided + i * stride] = in.array[in.offset + packed + i];
            }
        });
    }
}
