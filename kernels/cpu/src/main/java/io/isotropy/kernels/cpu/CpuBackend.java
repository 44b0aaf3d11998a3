package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import java.util.Arrays;

/** The CPU backend: float32 in Java arrays, loops on the Vector API where it is present, on its own threads. */
final class CpuBackend implements Backend {

    private final Recycler recycler = new Recycler();
    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
    private final Kernels kernels = new CpuKernels(this);

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        VectorMode mode = VectorMode.CURRENT;
        String loops = mode.simd() ? "Vector API, " + Float.SIZE * Lanes.COUNT + "-bit" : "scalar loops";
        return loops + " (" + mode.reason() + "), " + threads() + (threads() == 1 ? " thread" : " threads");
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Buffer allocate(long length) {
        int size = size(length);
        float[] array = recycler.obtain(size);
        Arrays.fill(array, 0, size, 0f);
        return CpuBuffer.owning(this, array, size);
    }

    @Override
    public Buffer allocateUninitialized(long length) {
        int size = size(length);
        return CpuBuffer.owning(this, recycler.obtain(size), size);
    }

    @Override
    public IntBuffer allocateInts(long length) {
        int size = size(length);
        return new CpuIntBuffer(this, new int[size], 0, size);
    }

    @Override
    public void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("[setThreads] threads must be at least 1: got " + threads);
        }
        workers.setThreads(threads);
    }

    @Override
    public int threads() {
        return workers.threads();
    }

    @Override
    public void expectWordTraining() {
        WarmUp.trainsWords(WordLoops.Part.ONE_GROUP);
    }

    /** To check and unwrap the arguments of a kernel. */
    Arguments<CpuBuffer, CpuIntBuffer> arguments(String op) {
        return new Arguments<>(op, this, CpuBuffer.class, CpuIntBuffer.class);
    }

    Workers workers() {
        return workers;
    }

    Recycler recycler() {
        return recycler;
    }

    private static int size(long length) {
        if (length < 0 || length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "[allocate] a cpu buffer holds 0 to " + (Integer.MAX_VALUE - 8) + " elements: got " + length);
        }
        return (int) length;
    }
}
