package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** Checks a kernel's arguments before anything is launched, and unwraps them. */
record Arguments(String op, CudaBackend backend) {

    void size(String name, long size) {
        Requirements.notNegative(op, name, size);
    }

    /** The sizes of a (rows, cols) matrix; returns the number of its elements. */
    long matrix(int rows, int cols) {
        size("rows", rows);
        size("cols", cols);
        return (long) rows * cols;
    }

    CudaBuffer buffer(String name, Buffer buffer, long needed) {
        Requirements.sameBackend(op, name, buffer.backend(), backend);
        Requirements.fits(op, name, buffer, needed);
        return (CudaBuffer) buffer;
    }

    @Nullable CudaBuffer optional(String name, @Nullable Buffer buffer, long needed) {
        return buffer == null ? null : buffer(name, buffer, needed);
    }

    CudaIntBuffer ints(String name, IntBuffer buffer, long needed) {
        Requirements.sameBackend(op, name, buffer.backend(), backend);
        Requirements.fits(op, name, buffer, needed);
        return (CudaIntBuffer) buffer;
    }

    CudaBuffer matrix(String name, Buffer buffer, int rows, int columns, int leading) {
        return matrices(name, buffer, rows, columns, leading, 0, 1);
    }

    CudaBuffer matrices(String name, Buffer buffer, int rows, int columns, int leading, long stride, int batch) {
        Requirements.leadingDimension(op, "ld" + name, leading, columns);
        long one = Requirements.extent(rows, columns, leading);
        return buffer(name, buffer, Requirements.batchExtent(batch, stride, one));
    }

    CudaMatrix packed(String name, PackedMatrix matrix) {
        Requirements.sameBackend(op, name, matrix.backend(), backend);
        return (CudaMatrix) matrix;
    }

    /** Segment offsets, ascending from 0; also in Java. */
    int[] offsets(String name, IntBuffer offsets, int segments) {
        Requirements.sameBackend(op, name, offsets.backend(), backend);
        return Requirements.offsets(op, name, offsets, segments);
    }
}
