package io.isotropy.kernels;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call of a kernel: checked before anything is written, by the words of {@link Requirements}, and handed out as what the backend
 * itself makes.
 *
 * @param op the kernel, as messages name it
 * @param type of the backend's buffers
 * @param intType of its buffers of integers
 */
public record Arguments<F extends Buffer, I extends IntBuffer>(String op, Backend backend, Class<F> type, Class<I> intType) {

    /** A size, which must not be negative. */
    public void size(String name, long size) {
        Requirements.notNegative(op, name, size);
    }

    /** The sizes of a (rows, cols) matrix; returns the number of its elements. */
    public long matrix(int rows, int cols) {
        size("rows", rows);
        size("cols", cols);
        return (long) rows * cols;
    }

    /** A buffer of {@code needed} elements at least. */
    public F buffer(String name, Buffer buffer, long needed) {
        Requirements.sameBackend(op, name, buffer.backend(), backend);
        Requirements.fits(op, name, buffer, needed);
        return type.cast(buffer);
    }

    /** A buffer that may be left out. */
    public @Nullable F optional(String name, @Nullable Buffer buffer, long needed) {
        return buffer == null ? null : buffer(name, buffer, needed);
    }

    /** A buffer that must be there where {@code wanted}, and must not be elsewhere. */
    public @Nullable F only(boolean wanted, String name, @Nullable Buffer buffer, long needed) {
        Requirements.given(op, name, buffer, wanted);
        return optional(name, buffer, needed);
    }

    /** A buffer of {@code needed} integers at least. */
    public I ints(String name, IntBuffer buffer, long needed) {
        Requirements.sameBackend(op, name, buffer.backend(), backend);
        Requirements.fits(op, name, buffer, needed);
        return intType.cast(buffer);
    }

    /** A (rows, columns) matrix whose rows are {@code leading} apart. */
    public F matrix(String name, Buffer buffer, int rows, int columns, int leading) {
        return matrices(name, buffer, rows, columns, leading, 0, 1);
    }

    /** {@code batch} such matrices, {@code stride} apart. */
    public F matrices(String name, Buffer buffer, int rows, int columns, int leading, long stride, int batch) {
        Requirements.leadingDimension(op, "ld" + name, leading, columns);
        Requirements.notNegative(op, "the stride of " + name, stride);
        long one = Requirements.extent(rows, columns, leading);
        return buffer(name, buffer, Requirements.batchExtent(batch, stride, one));
    }

    /** A matrix that this backend has packed. */
    public <P extends PackedMatrix> P packed(String name, PackedMatrix matrix, Class<P> packedType) {
        Requirements.sameBackend(op, name, matrix.backend(), backend);
        return packedType.cast(matrix);
    }

    /** The offsets of a packed batch, {@code segments + 1} that ascend from 0, as numbers of Java's. */
    public int[] offsets(String name, IntBuffer offsets, int segments) {
        Requirements.sameBackend(op, name, offsets.backend(), backend);
        return Requirements.offsets(op, name, offsets, segments);
    }

    /** One buffer for each parameter, as long as that. */
    public List<F> perParameter(String name, Buffer[] buffers, Buffer[] parameters) {
        Requirements.onePerParameter(op, name, buffers.length, parameters.length);
        List<F> all = new ArrayList<>(buffers.length);
        for (int i = 0; i < buffers.length; i++) {
            all.add(buffer(name + "[" + i + "]", buffers[i], parameters[i].length()));
        }
        return all;
    }
}
