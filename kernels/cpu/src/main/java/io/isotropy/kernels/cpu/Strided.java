package io.isotropy.kernels.cpu;

/**
 * A walk over an n-dimensional array with strides, in row-major order, in runs of the last dimension.
 *
 * @param size the number of elements
 * @param reach one past the largest index that the strides reach
 */
record Strided(Arguments check, int[] shape, long[] strides, long size, long reach) {

    /** A run of {@code n} elements: from index {@code strided} in steps of {@code stride}, and from {@code packed} in steps of 1. */
    interface Run {
        void accept(int strided, int stride, int packed, int n);
    }

    static Strided of(Arguments check, int[] shape, long[] strides) {
        if (shape.length != strides.length) {
            throw check.wrong("shape and strides must have one length: got " + shape.length + " and " + strides.length);
        }
        long size = 1;
        long last = 0;
        for (int i = 0; i < shape.length; i++) {
            check.sizes("shape[" + i + "]", shape[i], "strides[" + i + "]", strides[i]);
            try {
                size = Math.multiplyExact(size, shape[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1L), strides[i]));
            } catch (ArithmeticException overflow) {
                throw check.wrong("shape and strides must not reach beyond a buffer: got shape[" + i + "] = " + shape[i]);
            }
        }
        return new Strided(check, shape, strides, size, size == 0 ? 0 : last + 1);
    }

    void forEachRun(Run run) {
        if (size == 0) {
            return;
        }
        int rank = shape.length;
        int inner = rank == 0 ? 1 : shape[rank - 1];
        int stride = rank == 0 ? 1 : (int) strides[rank - 1];
        int[] index = new int[Math.max(0, rank - 1)];
        long strided = 0;
        for (long packed = 0; packed < size; packed += inner) {
            run.accept((int) strided, stride, (int) packed, inner);
            for (int d = index.length - 1; d >= 0; d--) {
                strided += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                strided -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
    }
}
