package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;
import java.util.Objects;

/** Part of an int[]; views share the array. */
final class ReferenceIntBuffer implements IntBuffer {

    private final Backend backend;
    private final int[] array;
    private final int base;
    private final int length;
    private final ReferenceIntBuffer owner;

    private volatile boolean closed;

    ReferenceIntBuffer(Backend backend, int[] array) {
        this.backend = backend;
        this.array = array;
        this.base = 0;
        this.length = array.length;
        this.owner = this;
    }

    private ReferenceIntBuffer(ReferenceIntBuffer owner, int base, int length) {
        this.backend = owner.backend;
        this.array = owner.array;
        this.base = base;
        this.length = length;
        this.owner = owner;
    }

    /** The argument {@code name} of a kernel, which must hold {@code needed} integers. */
    static ReferenceIntBuffer of(Backend backend, String op, String name, IntBuffer buffer, long needed) {
        Requirements.sameBackend(op, name, buffer.backend(), backend);
        Requirements.fits(op, name, buffer, needed);
        return ((ReferenceIntBuffer) buffer).open();
    }

    /** The offsets of a packed batch: {@code segments + 1} integers that ascend from 0. */
    static int[] offsets(Backend backend, String op, IntBuffer offsets, int segments) {
        return offsets(backend, op, "offsets", offsets, segments);
    }

    static int[] offsets(Backend backend, String op, String name, IntBuffer offsets, int segments) {
        Requirements.sameBackend(op, name, offsets.backend(), backend);
        return Requirements.offsets(op, name, offsets, segments);
    }

    private ReferenceIntBuffer open() {
        if (owner.closed) {
            throw new IllegalStateException("[buffer] a closed buffer must not be used: got one of length " + length);
        }
        return this;
    }

    int get(long index) {
        return array[base + (int) Objects.checkIndex(index, length)];
    }

    void set(long index, int value) {
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
    public IntBuffer slice(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, this.length);
        return new ReferenceIntBuffer(open().owner, base + (int) offset, (int) length);
    }

    @Override
    public void write(long offset, int[] source, int from, int count) {
        checkRange(offset, source.length, from, count);
        System.arraycopy(source, from, array, base + (int) offset, count);
    }

    @Override
    public void read(long offset, int[] target, int from, int count) {
        checkRange(offset, target.length, from, count);
        System.arraycopy(array, base + (int) offset, target, from, count);
    }

    private void checkRange(long offset, int hostLength, int from, int count) {
        open();
        Objects.checkFromIndexSize(offset, count, (long) length);
        Objects.checkFromIndexSize(from, count, hostLength);
    }

    @Override
    public void close() {
        if (owner == this) {
            closed = true;
        }
    }
}
