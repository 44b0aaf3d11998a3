package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A run of floats in the GPU's memory. */
final class CudaBuffer implements Buffer {

    private final CudaBackend backend;
    private final long address;
    private final long length;
    /** What closing gives back; null for views. */
    private final DeviceMemory.@Nullable Block block;

    private final AtomicBoolean closed = new AtomicBoolean();

    private CudaBuffer(CudaBackend backend, long address, long length, DeviceMemory.@Nullable Block block) {
        this.backend = backend;
        this.address = address;
        this.length = length;
        this.block = block;
    }

    static CudaBuffer owning(CudaBackend backend, DeviceMemory.Block block, long length) {
        return new CudaBuffer(backend, block.address(), length, block);
    }

    long address() {
        return address;
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
    public CudaBuffer slice(long offset, long count) {
        Objects.checkFromIndexSize(offset, count, length);
        return new CudaBuffer(backend, at(offset), count, null);
    }

    private long at(long offset) {
        return address + offset * Float.BYTES;
    }

    @Override
    public void write(long offset, float[] source, int from, int count) {
        check(offset, source.length, from, count);
        backend.transfers().write(at(offset), count, Float.BYTES, (pinned, done, some) ->
                pinned.asFloatBuffer().put(0, source, from + done, some));
    }

    @Override
    public void read(long offset, float[] target, int from, int count) {
        check(offset, target.length, from, count);
        backend.transfers().read(at(offset), count, Float.BYTES, (pinned, done, some) ->
                pinned.asFloatBuffer().get(0, target, from + done, some));
    }

    @Override
    public void write(long offset, double[] source, int from, int count) {
        check(offset, source.length, from, count);
        backend.transfers().write(at(offset), count, Float.BYTES, (pinned, done, some) -> {
            FloatBuffer floats = pinned.asFloatBuffer();
            for (int i = 0; i < some; i++) {
                floats.put(i, (float) source[from + done + i]);
            }
        });
    }

    @Override
    public void read(long offset, double[] target, int from, int count) {
        check(offset, target.length, from, count);
        backend.transfers().read(at(offset), count, Float.BYTES, (pinned, done, some) -> {
            FloatBuffer floats = pinned.asFloatBuffer();
            for (int i = 0; i < some; i++) {
                target[from + done + i] = floats.get(i);
            }
        });
    }

    private void check(long offset, int hostLength, int from, int count) {
        Objects.checkFromIndexSize(offset, count, length);
        Objects.checkFromIndexSize(from, count, hostLength);
    }

    @Override
    public void close() {
        if (block != null && closed.compareAndSet(false, true)) {
            backend.memory().giveBack(block);
        }
    }
}
