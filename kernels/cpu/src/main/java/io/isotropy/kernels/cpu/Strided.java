package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Requirements;
/**
 * A walk over an n-dimensional array with strides, in row-major order, in runs of the last dimension.
 *
 * @param size the number of elements
 * @param reach one past the largest index that the strides reach
 */
record Strided(int[] shape, long[] strides, long size, long reach) {

    /** A run of {@code n} elements: from index {@code strided} in steps of {@code stride}, and from {@code packed} in steps of 1. */
    interface Run {
        void accept(int strided, int stride, int packed, int n);
    }

    static Strided of(String op, int[] shape, long[] strides, int leastStride) {
        return new Strided(shape, strides, Requirements.elements(op, shape), Requirements.stridedExtent(op, shape, strides, leastStride));
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
