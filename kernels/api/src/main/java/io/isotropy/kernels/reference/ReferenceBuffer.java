package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Requirements;
import java.util.Objects;

/** Part of a double[]; views share it. */
final class ReferenceBuffer implements Buffer {

    private final Backend backend;
    private final double[] array;
    private final int base;
    private final int length;
    /** Whose memory this is: itself, or the buffer that this is a view of. */
    private final ReferenceBuffer owner;

    private volatile boolean closed;

    ReferenceBuffer(Backend backend, double[] array) {
        this.backend = backend;
        this.array = array;
        this.base = 0;
        this.length = array.length;
        this.owner = this;
    }

    private ReferenceBuffer(ReferenceBuffer owner, int base, int length) {
        this.backend = owner.backend;
        this.array = owner.array;
        this.base = base;
        this.length = length;
        this.owner = owner;
    }

    /** The argument {@code name} of a kernel, which must hold {@code needed} elements. */
    static ReferenceBuffer of(Backend backend, String op, String name, Buffer buffer, long needed) {
        Requirements.sameBackend(op, name, buffer.backend(), backend);
        Requirements.fits(op, name, buffer, needed);
        return (ReferenceBuffer) buffer;
    }

    double get(long index) {
        return array[base + (int) Objects.checkIndex(index, length)];
    }

    void set(long index, double value) {
        array[base + (int) Objects.checkIndex(index, length)] = value;
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
    public Buffer slice(long offset, long length) {
        Requirements.open("buffer", "one", this);
        Objects.checkFromIndexSize(offset, length, this.length);
        return new ReferenceBuffer(owner, base + (int) offset, (int) length);
    }

    @Override
    public void write(long offset, float[] source, int from, int count) {
        checkRange(offset, source.length, from, count);
        for (int i = 0; i < count; i++) {
            set(offset + i, source[from + i]);
        }
    }

    @Override
    public void read(long offset, float[] target, int from, int count) {
        checkRange(offset, target.length, from, count);
        for (int i = 0; i < count; i++) {
            target[from + i] = (float) get(offset + i);
        }
    }

    @Override
    public void write(long offset, double[] source, int from, int count) {
        checkRange(offset, source.length, from, count);
        for (int i = 0; i < count; i++) {
            set(offset + i, source[from + i]);
        }
    }

    @Override
    public void read(long offset, double[] target, int from, int count) {
        checkRange(offset, target.length, from, count);
        for (int i = 0; i < count; i++) {
            target[from + i] = get(offset + i);
        }
    }

    private void checkRange(long offset, int hostLength, int from, int count) {
        Requirements.open("buffer", "one", this);
        Objects.checkFromIndexSize(offset, count, (long) length);
        Objects.checkFromIndexSize(from, count, hostLength);
    }

    @Override
    public void close() {
        if (owner == this) {
            closed = true;
        }
    }

    @Override
    public boolean isClosed() {
        return owner.closed;
    }
}
