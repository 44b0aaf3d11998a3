package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.IntBuffer;
import java.util.Objects;

/** A run of an int array. */
final class CpuIntBuffer implements IntBuffer {

    final CpuBackend backend;
    final int[] array;
    final int offset;
    final int length;

    CpuIntBuffer(CpuBackend backend, int[] array, int offset, int length) {
        this.backend = backend;
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public IntBuffer slice(long from, long count) {
        Objects.checkFromIndexSize(from, count, length);
        return new CpuIntBuffer(backend, array, offset + (int) from, (int) count);
    }

    @Override
    public void write(long at, int[] source, int from, int count) {
        Objects.checkFromIndexSize(at, count, length);
        System.arraycopy(source, from, array, offset + (int) at, count);
    }

    @Override
    public void read(long at, int[] target, int from, int count) {
        Objects.checkFromIndexSize(at, count, length);
        System.arraycopy(array, offset + (int) at, target, from, count);
    }

    @Override
    public void close() {
        // Small and short-lived: the garbage collector's business.
    }
}
