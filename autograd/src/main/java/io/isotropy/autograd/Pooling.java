package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Pooling.Mode;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;

/** One vector per segment of a packed batch. */
public final class Pooling {

    private Pooling() {}

    /** The rows of each segment pooled to one; zeros for an empty segment. x: (N, D); y: (segments, D). */
    public static Var segmentPool(Mode mode, Var x, Segments segments) {
        require(x.shape().rank() == 2 && x.shape().dim(0) == segments.rows(), "segmentPool",
                "x must have as many rows as the segments", "x", x.shape(), "rows of segments", segments.rows());
        int cols = x.shape().last();
        int count = segments.count();
        Tensor y = x.value().like(Shape.of(count, cols));
        try (Scope _ = Scope.open()) {
            x.kernels().pooling().segmentPool(
                    mode, x.value().contiguous().buffer(), segments.offsets().buffer(), count, cols, y.buffer());
        }
        return Var.of("segmentPool", y, List.of(x), dy -> {
                    Tensor dx = dy.like(x.shape());
                    dx.kernels().pooling().segmentPoolGradient(
                            mode, x.value().contiguous().buffer(), segments.offsets().buffer(), count, cols,
                            dy.contiguous().buffer(), dx.buffer());
                    return List.of(dx);
                })
                .valueUnused();
    }
}
