package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import java.util.Objects;

/** A run of a float array. The array may be longer than the buffer: it comes from the recycler's size classes. */
final class CpuBuffer implements Buffer {

    final CpuBackend backend;
    final float[] array;
    final int offset;
    final int length;
    private final boolean owner;
    private boolean closed;

    private CpuBuffer(CpuBackend backend, float[] array, int offset, int length, boolean owner) {
        this.backend = backend;
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.owner = owner;
    }

    static CpuBuffer owning(CpuBackend backend, float[] array, int length) {
        return new CpuBuffer(backend, array, 0, length, true);
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
    public Buffer slice(long from, long count) {
        Objects.checkFromIndexSize(from, count, length);
        return new CpuBuffer(backend, array, offset + (int) from, (int) count, false);
    }

    @Override
    public void write(long at, float[] source, int from, int count) {
        Objects.checkFromIndexSize(at, count, length);
        System.arraycopy(source, from, array, offset + (int) at, count);
    }

    @Override
    public void read(long at, float[] target, int from, int count) {
        Objects.checkFromIndexSize(at, count, length);
        System.arraycopy(array, offset + (int) at, target, from, count);
    }

    @Override
    public void write(long at, double[] source, int from, int count) {
        Objects.checkFromIndexSize(at, count, length);
        Objects.checkFromIndexSize(from, count, source.length);
        for (int i = 0; i < count; i++) {
            array[offset + (int) at + i] = (float) source[from + i];
        }
    }

    @Override
    public void read(long at, double[] target, int from, int count) {
        Objects.checkFromIndexSize(at, count, length);
        Objects.checkFromIndexSize(from, count, target.length);
        for (int i = 0; i < count; i++) {
            target[from + i] = array[offset + (int) at + i];
        }
    }

    @Override
    public void close() {
        if (owner && !closed) {
            closed = true;
            backend.recycler().recycle(array);
        }
    }
}
