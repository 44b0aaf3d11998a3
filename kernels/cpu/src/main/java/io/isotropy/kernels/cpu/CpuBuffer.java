package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Requirements;
import java.util.Objects;

/** A run of a float array. The array may be longer than the buffer: it comes from the recycler's size classes. */
final class CpuBuffer implements Buffer {

    final CpuBackend backend;
    final float[] array;
    final int offset;
    final int length;
    /** Whose memory this is: itself, or the buffer that this is a view of. */
    private final CpuBuffer owner;

    private volatile boolean closed;

    private CpuBuffer(CpuBackend backend, float[] array, int length) {
        this.backend = backend;
        this.array = array;
        this.offset = 0;
        this.length = length;
        this.owner = this;
    }

    private CpuBuffer(CpuBuffer owner, int offset, int length) {
        this.backend = owner.backend;
        this.array = owner.array;
        this.offset = offset;
        this.length = length;
        this.owner = owner;
    }

    static CpuBuffer owning(CpuBackend backend, float[] array, int length) {
        return new CpuBuffer(backend, array, length);
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
        checkRange(from, count);
        return new CpuBuffer(owner, offset + (int) from, (int) count);
    }

    @Override
    public void write(long at, float[] source, int from, int count) {
        checkRange(at, count);
        System.arraycopy(source, from, array, offset + (int) at, count);
    }

    @Override
    public void read(long at, float[] target, int from, int count) {
        checkRange(at, count);
        System.arraycopy(array, offset + (int) at, target, from, count);
    }

    @Override
    public void write(long at, double[] source, int from, int count) {
        checkRange(at, count);
        Objects.checkFromIndexSize(from, count, source.length);
        for (int i = 0; i < count; i++) {
            array[offset + (int) at + i] = (float) source[from + i];
        }
    }

    @Override
    public void read(long at, double[] target, int from, int count) {
        checkRange(at, count);
        Objects.checkFromIndexSize(from, count, target.length);
        for (int i = 0; i < count; i++) {
            target[from + i] = array[offset + (int) at + i];
        }
    }

    private void checkRange(long at, long count) {
        Requirements.open("buffer", "one", this);
        Objects.checkFromIndexSize(at, count, length);
    }

    @Override
    public void close() {
        if (owner == this && !closed) {
            closed = true;
            backend.recycler().recycle(array);
        }
    }

    @Override
    public boolean isClosed() {
        return owner.closed;
    }
}
