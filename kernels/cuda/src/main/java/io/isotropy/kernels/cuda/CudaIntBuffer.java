package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.IntBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

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
    private final long base;
    private final Mirror mirror;
    private final int offset;
    private final int length;
    private final DeviceMemory.@Nullable Block block;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CudaIntBuffer(
            CudaBackend backend, long base, Mirror mirror, int offset, int length, DeviceMemory.@Nullable Block block) {
        this.backend = backend;
        this.base = base;
        this.mirror = mirror;
        this.offset = offset;
        this.length = length;
        this.block = block;
    }

    /** A buffer of zeros. */
    static CudaIntBuffer owning(CudaBackend backend, DeviceMemory.Block block, int length) {
        return new CudaIntBuffer(backend, block.address(), new Mirror(length), 0, length, block);
    }

    /** A new buffer of these values. */
    static CudaIntBuffer of(CudaBackend backend, int[] values) {
        DeviceMemory.Block block = backend.memory().lend((long) values.length * Integer.BYTES);
        CudaIntBuffer buffer = owning(backend, block, values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    long address() {
        return base + (long) offset * Integer.BYTES;
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
        return new CudaIntBuffer(backend, base, mirror, offset + (int) from, (int) count, null);
    }

    @Override
    public void write(long at, int[] source, int from, int count) {
        Objects.checkFromIndexSize(at, count, (long) length);
        Objects.checkFromIndexSize(from, count, source.length);
        int first = offset + (int) at;
        synchronized (mirror) {
            System.arraycopy(source, from, mirror.values, first, count);
            backend.transfers().write(base + (long) first * Integer.BYTES, source, from, count);
        }
    }

    @Override
    public void read(long at, int[] target, int from, int count) {
        Objects.checkFromIndexSize(at, count, (long) length);
        Objects.checkFromIndexSize(from, count, target.length);
        synchronized (mirror) {
            if (mirror.stale) {
                backend.transfers().read(base, mirror.values.length, Integer.BYTES, (pinned, done, some) ->
                        pinned.asIntBuffer().get(0, mirror.values, done, some));
                mirror.stale = false;
            }
            System.arraycopy(mirror.values, offset + (int) at, target, from, count);
        }
    }

    @Override
    public void close() {
        if (block != null && closed.compareAndSet(false, true)) {
            backend.memory().giveBack(block);
        }
    }
}
