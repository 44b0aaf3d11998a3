package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Requirements;
import java.util.ArrayList;
import java.util.List;

/**
 * An n-dimensional array with strides, as elementwise.cu walks it: dimensions that lie in one another as they are counted are made one, and what
 * is beyond five is called one by one.
 *
 * @param size the number of elements
 * @param reach one past the largest index that the strides reach
 */
record Strided(int[] shape, long[] strides, long size, long reach) {

    private static final int MOST = 5;

    static Strided of(String op, int[] shape, long[] strides, int leastStride) {
        return new Strided(shape, strides, Requirements.elements(op, shape), Requirements.stridedExtent(op, shape, strides, leastStride));
    }

    private record Dimension(int size, long stride) {}

    void gather(CudaBackend backend, CudaBuffer strided, CudaBuffer packed) {
        forEach(backend, Kernel.GATHER_STRIDED, strided, packed);
    }

    void scatter(CudaBackend backend, CudaBuffer packed, CudaBuffer strided) {
        forEach(backend, Kernel.SCATTER_STRIDED, strided, packed);
    }

    private void forEach(CudaBackend backend, Kernel kernel, CudaBuffer strided, CudaBuffer packed) {
        if (size > 0) {
            call(backend, kernel, merged(), size, strided, packed);
        }
    }

    private static void call(
            CudaBackend backend, Kernel kernel, List<Dimension> dimensions, long size, CudaBuffer strided, CudaBuffer packed) {
        if (dimensions.size() > MOST) {
            Dimension outer = dimensions.getFirst();
            List<Dimension> inner = dimensions.subList(1, dimensions.size());
            long each = size / outer.size;
            for (int i = 0; i < outer.size; i++) {
                call(backend, kernel, inner, each, from(strided, i * outer.stride), from(packed, i * each));
            }
            return;
        }
        List<Dimension> five = new ArrayList<>(dimensions);
        while (five.size() < MOST) {
            five.addFirst(new Dimension(1, 0));
        }
        boolean gathers = kernel == Kernel.GATHER_STRIDED;
        Launch launch = Launch.of(kernel, Shape.flat(size)).with(gathers ? strided : packed).with(gathers ? packed : strided)
                .with(size);
        five.subList(1, MOST).forEach(dimension -> launch.with(dimension.size));
        five.forEach(dimension -> launch.with(dimension.stride));
        launch.run(backend);
    }

    private static CudaBuffer from(CudaBuffer buffer, long offset) {
        return buffer.slice(offset, buffer.length() - offset);
    }

    /** The dimensions without those of size 1, and with neighbours made one where the outer steps over exactly the inner. */
    private List<Dimension> merged() {
        List<Dimension> merged = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 1) {
                continue;
            }
            Dimension next = new Dimension(shape[i], strides[i]);
            if (!merged.isEmpty()) {
                Dimension last = merged.getLast();
                long both = (long) last.size * next.size;
                if (last.stride == next.size * next.stride && both <= Integer.MAX_VALUE) {
                    merged.removeLast();
                    next = new Dimension((int) both, next.stride);
                }
            }
            merged.add(next);
        }
        return merged;
    }
}
