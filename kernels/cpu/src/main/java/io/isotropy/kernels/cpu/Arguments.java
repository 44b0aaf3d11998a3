package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Requirements;

/** Checks a kernel's arguments before anything is written, and unwraps them. Messages: {@code [op] rule: got …}. */
record Arguments(String op, CpuBackend backend) {

    void sizes(Object... namesAndSizes) {
        for (int i = 0; i < namesAndSizes.length; i += 2) {
            long size = ((Number) namesAndSizes[i + 1]).longValue();
            if (size < 0) {
                throw wrong(namesAndSizes[i] + " must not be negative: got " + size);
            }
        }
    }

    CpuBuffer buffer(String name, Buffer buffer, long needed) {
        if (!(buffer instanceof CpuBuffer own) || own.backend != backend) {
            throw wrong(name + " must be a buffer of backend 'cpu': got one of '"
                    + buffer.backend().name() + "'");
        }
        if (needed > own.length) {
            throw wrong(name + " must hold at least " + needed + " elements: got " + own.length);
        }
        return own;
    }

    CpuIntBuffer ints(String name, IntBuffer buffer, long needed) {
        if (!(buffer instanceof CpuIntBuffer own) || own.backend != backend) {
            throw wrong(name + " must be a buffer of backend 'cpu': got one of '"
                    + buffer.backend().name() + "'");
        }
        if (needed > own.length) {
            throw wrong(name + " must hold at least " + needed + " integers: got " + own.length);
        }
        return own;
    }

    CpuBuffer matrix(String name, Buffer buffer, int rows, int columns, int leading) {
        return matrices(name, buffer, rows, columns, leading, 0, 1);
    }

    CpuBuffer matrices(String name, Buffer buffer, int rows, int columns, int leading, long stride, int batch) {
        if (leading < columns) {
            throw wrong("leading dimension of " + name + " must be at least its " + columns + " columns: got " + leading);
        }
        if (stride < 0) {
            throw wrong("batch stride of " + name + " must not be negative: got " + stride);
        }
        long one = Requirements.extent(rows, columns, leading);
        return buffer(name, buffer, Requirements.batchExtent(batch, stride, one));
    }

    Panels panels(String name, PackedMatrix matrix) {
        if (!(matrix instanceof Panels own) || own.backend() != backend) {
            throw wrong(name + " must be packed by backend 'cpu': got one of '"
                    + matrix.backend().name() + "'");
        }
        return own;
    }

    /** Segment offsets, ascending from 0 to the number of rows. */
    int[] offsets(IntBuffer offsets, int segments) {
        return offsets("offsets", offsets, segments);
    }

    int[] offsets(String name, IntBuffer offsets, int segments) {
        CpuIntBuffer own = ints(name, offsets, segments + 1L);
        int[] copy = new int[segments + 1];
        System.arraycopy(own.array, own.offset, copy, 0, segments + 1);
        if (copy[0] != 0) {
            throw wrong(name + " must start at 0: got " + copy[0]);
        }
        for (int s = 0; s < segments; s++) {
            if (copy[s + 1] < copy[s]) {
                throw wrong(name + " must ascend: got " + copy[s] + " before " + copy[s + 1] + " at segment " + s);
            }
        }
        return copy;
    }

    IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("[" + op + "] " + text);
    }
}
