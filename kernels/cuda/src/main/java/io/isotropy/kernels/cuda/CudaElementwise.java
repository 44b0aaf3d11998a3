package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Dropout;
import io.isotropy.kernels.Elementwise;
import io.isotropy.kernels.Requirements;

/** {@link Elementwise} by elementwise.cu. */
final class CudaElementwise implements Elementwise {

    private final CudaBackend backend;

    CudaElementwise(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void unary(Unary function, Buffer x, Buffer y, long n) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("unary");
        check.size("n", n);
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer out = check.buffer("y", y, n);
        Launch.of(Kernel.UNARY, Shape.flat(n)).with(function).with(in).with(out).with(n).run(backend);
    }

    @Override
    public void unaryGradient(Unary function, Buffer x, Buffer y, Buffer dy, Buffer dx, long n) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("unaryGradient");
        check.size("n", n);
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer out = check.buffer("y", y, n);
        CudaBuffer upper = check.buffer("dy", dy, n);
        CudaBuffer lower = check.buffer("dx", dx, n);
        Launch.of(Kernel.UNARY_GRADIENT, Shape.flat(n)).with(function).with(in).with(out).with(upper).with(lower)
                .with(n).run(backend);
    }

    @Override
    public void dropout(long seed, long stream, long from, float p, Buffer x, Buffer y, long n) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("dropout");
        check.size("n", n);
        check.size("from", from);
        Requirements.share("dropout", "p", p);
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer out = check.buffer("y", y, n);
        Dropout dropout = new Dropout(seed, stream, p);
        Launch.of(Kernel.DROPOUT, Shape.flat(Shape.blocks(n, 4) + (n == 0 ? 0 : 1))).with(seed).with(stream).with(from)
                .with(dropout.threshold()).with(dropout.scale()).with(in).with(out).with(n).run(backend);
    }

    @Override
    public void binary(Binary function, Buffer x, Layout xLayout, Buffer y, Layout yLayout, Buffer z, int rows, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("binary");
        long n = check.matrix(rows, cols);
        CudaBuffer left = check.buffer("x", x, xLayout.elements(rows, cols));
        CudaBuffer right = check.buffer("y", y, yLayout.elements(rows, cols));
        CudaBuffer out = check.buffer("z", z, n);
        // Without a layout by rows or columns the result is one long column, which spares the division.
        boolean flat = xLayout.isFlat() && yLayout.isFlat();
        int width = flat ? 1 : cols;
        Launch.of(Kernel.BINARY, Shape.flat(n)).with(function)
                .with(left).with((long) xLayout.rowStep(width)).with(flat ? 0 : xLayout.columnStep())
                .with(right).with((long) yLayout.rowStep(width)).with(flat ? 0 : yLayout.columnStep())
                .with(out).with(n).with(width).run(backend);
    }

    @Override
    public void affine(float alpha, float beta, Buffer x, Buffer y, long n) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("affine");
        check.size("n", n);
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer out = check.buffer("y", y, n);
        Launch.of(Kernel.AFFINE, Shape.flat(n)).with(alpha).with(beta).with(in).with(out).with(n).run(backend);
    }

    @Override
    public void fill(float value, Buffer y, long n) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("fill");
        check.size("n", n);
        CudaBuffer out = check.buffer("y", y, n);
        Launch.of(Kernel.FILL, Shape.flat(n)).with(value).with(out).with(n).run(backend);
    }

    @Override
    public void copy(Buffer x, long[] strides, int[] shape, Buffer y) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("copy");
        Strided walk = Strided.of(check.op(), shape, strides, 0);
        walk.gather(backend, check.buffer("x", x, walk.reach()), check.buffer("y", y, walk.size()));
    }

    @Override
    public void scatter(Buffer x, int[] shape, Buffer y, long[] strides) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("scatter");
        Strided walk = Strided.of(check.op(), shape, strides, 1);
        walk.scatter(backend, check.buffer("x", x, walk.size()), check.buffer("y", y, walk.reach()));
    }
}
