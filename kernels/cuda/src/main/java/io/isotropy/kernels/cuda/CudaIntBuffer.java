package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.IntBuffer;
import java.util.Objects;

/**
 * A run of integers in the GPU's memory, and in Java's: indices, targets and offsets come from Java and are checked before each call, for which
 * reading them back would stop the stream. Only what a kernel wrote is read from the GPU.
 */
final class CudaIntBuffer implements IntBuffer {

    /** The integers in Java, of a buffer and all its views; stale once a kernel has written. */
    private static final class Mirror {
        private final int[] values;
        private boolean stale;

        Mirror(int length) {
            this.values = new int[length];
        }
    }

    private final CudaBackend backend;
    private final Mirror mirror;
    private final int offset;
    private final int length;
    private final Lease lease;
    private final boolean owner;

    private CudaIntBuffer(CudaBackend backend, Mirror mirror, int offset, int length, Lease lease, boolean owner) {
        this.backend = backend;
        this.mirror = mirror;
        this.offset = offset;
        this.length = length;
        this.lease = lease;
        this.owner = owner;
    }

    /** A buffer of zeros. */
    static CudaIntBuffer owning(CudaBackend backend, Lease lease, int length) {
        return new CudaIntBuffer(backend, new Mirror(length), 0, length, lease, true);
    }

    /** A new buffer of these values. */
    static CudaIntBuffer of(CudaBackend backend, int[] values) {
        CudaIntBuffer buffer = owning(backend, backend.lend((long) values.length * Integer.BYTES), values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    long address() {
        return lease.address() + (long) offset * Integer.BYTES;
    }

    /** A kernel has written this buffer. */
    void written() {
        synchronized (mirror) {
            mirror.stale = true;
        }
    }

    /** The first {@code count} integers. */
    int[] values(int count) {
        int[] values = new int[count];
        read(0, values, 0, count);
        return values;
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
    public CudaIntBuffer slice(long from, long count) {
        Objects.checkFromIndexSize(from, count, (long) length);
        return new CudaIntBuffer(backend, mirror, offset + (int) from, (int) count, lease, false);
    }

    @Override
    public void write(long at, int[] source, int from, int count) {
        Objects.checkFromIndexSize(at, count, (long) length);
        Objects.checkFromIndexSize(from, count, source.length);
        int first = offset + (int) at;
        synchronized (mirror) {
            System.arraycopy(source, from, mirror.values, first, count);
            lease.hold(() -> backend.transfers().write(lease.address() + (long) first * Integer.BYTES, source, from, count));
        }
    }

    @Override
    public void read(long at, int[] target, int from, int count) {
        Objects.checkFromIndexSize(at, count, (long) length);
        Objects.checkFromIndexSize(from, count, target.length);
        synchronized (mirror) {
            if (mirror.stale) {
                lease.hold(() -> backend.transfers().read(
                        lease.address(), mirror.values.length, Integer.BYTES,
                        (pinned, done, some) -> pinned.asIntBuffer().get(0, mirror.values, done, some)));
                mirror.stale = false;
            }
            System.arraycopy(mirror.values, offset + (int) at, target, from, count);
        }
    }

    @Override
    public void close() {
        if (owner) {
            lease.end();
        }
    }
}
