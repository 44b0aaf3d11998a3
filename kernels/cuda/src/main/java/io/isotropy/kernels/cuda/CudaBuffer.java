package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Requirements;
import java.nio.FloatBuffer;
import java.util.Objects;

/** A run of floats in the GPU's memory. */
final class CudaBuffer implements Buffer {

    private final CudaBackend backend;
    private final long address;
    private final long length;
    private final Lease lease;
    private final boolean owner;

    private CudaBuffer(CudaBackend backend, long address, long length, Lease lease, boolean owner) {
        this.backend = backend;
        this.address = address;
        this.length = length;
        this.lease = lease;
        this.owner = owner;
    }

    static CudaBuffer owning(CudaBackend backend, Lease lease, long length) {
        return new CudaBuffer(backend, lease.address(), length, lease, true);
    }

    /** Where it begins; who uses it must hold the buffer until the call is in the stream. */
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
        Requirements.open("buffer", "one", this);
        Objects.checkFromIndexSize(offset, count, length);
        return new CudaBuffer(backend, at(offset), count, lease, false);
    }

    private long at(long offset) {
        return address + offset * Float.BYTES;
    }

    @Override
    public void write(long offset, float[] source, int from, int count) {
        check(offset, source.length, from, count);
        lease.hold(() -> backend.transfers().write(at(offset), count, Float.BYTES, (pinned, done, some) ->
                pinned.asFloatBuffer().put(0, source, from + done, some)));
    }

    @Override
    public void read(long offset, float[] target, int from, int count) {
        check(offset, target.length, from, count);
        lease.hold(() -> backend.transfers().read(at(offset), count, Float.BYTES, (pinned, done, some) ->
                pinned.asFloatBuffer().get(0, target, from + done, some)));
    }

    @Override
    public void write(long offset, double[] source, int from, int count) {
        check(offset, source.length, from, count);
        lease.hold(() -> backend.transfers().write(at(offset), count, Float.BYTES, (pinned, done, some) -> {
            FloatBuffer floats = pinned.asFloatBuffer();
            for (int i = 0; i < some; i++) {
                floats.put(i, (float) source[from + done + i]);
            }
        }));
    }

    @Override
    public void read(long offset, double[] target, int from, int count) {
        check(offset, target.length, from, count);
        lease.hold(() -> backend.transfers().read(at(offset), count, Float.BYTES, (pinned, done, some) -> {
            FloatBuffer floats = pinned.asFloatBuffer();
            for (int i = 0; i < some; i++) {
                target[from + done + i] = floats.get(i);
            }
        }));
    }

    private void check(long offset, int hostLength, int from, int count) {
        Requirements.open("buffer", "one", this);
        Objects.checkFromIndexSize(offset, count, length);
        Objects.checkFromIndexSize(from, count, hostLength);
    }

    @Override
    public void close() {
        if (owner) {
            lease.end();
        }
    }

    @Override
    public boolean isClosed() {
        return lease.isOver();
    }
}
