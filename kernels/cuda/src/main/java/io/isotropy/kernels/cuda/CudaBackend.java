package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.Requirements;
import jcuda.driver.JCudaDriver;

/** The CUDA backend: float32 in the memory of one GPU, kernels in one stream. */
final class CudaBackend implements Backend {

    private static final long LONGEST = Long.MAX_VALUE / 8;

    private final Gpu gpu;
    private final Modules modules;
    private final Transfers transfers;
    private final DeviceMemory memory;
    private final Precision precision;
    private final Warpgroups warpgroups;
    private final Kernels kernels;

    private CudaBackend(Gpu gpu, DeviceMemory memory, Precision precision, Warpgroups warpgroups) {
        this.gpu = gpu;
        this.modules = new Modules(gpu);
        this.transfers = new Transfers(gpu);
        this.memory = memory;
        this.precision = precision;
        this.warpgroups = warpgroups;
        this.kernels = new CudaKernels(this);
    }

    static CudaBackend open() throws Unavailable {
        Precision precision = Precision.chosen();
        Gpu gpu = Gpu.open();
        Warpgroups warpgroups = Warpgroups.chosen(gpu);
        DriverMemory source = new DriverMemory(gpu);
        return new CudaBackend(gpu, new DeviceMemory(source, source.limit()), precision, warpgroups);
    }

    @Override
    public String name() {
        return CudaProvider.NAME;
    }

    @Override
    public String description() {
        DeviceMemory.Statistics statistics = memory.statistics();
        String how = warpgroups == Warpgroups.ON ? " by warpgroups, " : ", ";
        return gpu + ", products in " + precision.description() + how + (statistics.mostLent() >> 20) + " MiB used at most of "
                + (memory.limit() >> 20);
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Buffer allocate(long length) {
        CudaBuffer buffer = floats(length);
        zero(buffer.address(), length);
        return buffer;
    }

    @Override
    public Buffer allocateUninitialized(long length) {
        return floats(length);
    }

    /** A new buffer of undefined contents. */
    CudaBuffer floats(long length) {
        return CudaBuffer.owning(this, lend(bytes(length)), length);
    }

    @Override
    public IntBuffer allocateInts(long length) {
        if (length > Integer.MAX_VALUE - 8) {
            throw Requirements.refused("allocateInts", "length must be at most " + (Integer.MAX_VALUE - 8), "length = " + length);
        }
        Lease lease = lend(bytes(length));
        zero(lease.address(), length);
        return CudaIntBuffer.owning(this, lease, (int) length);
    }

    /** Memory of undefined contents. */
    Lease lend(long bytes) {
        return new Lease(memory, memory.lend(bytes));
    }

    private static long bytes(long length) {
        Requirements.notNegative("allocate", "length", length);
        if (length > LONGEST) {
            throw Requirements.refused("allocate", "length must be at most " + LONGEST, "length = " + length);
        }
        return length * Float.BYTES;
    }

    private void zero(long address, long length) {
        if (length > 0) {
            gpu.enter();
            JCudaDriver.cuMemsetD32Async(DevicePointer.at(address), 0, length, gpu.stream());
        }
    }

    /** There is nothing to choose: a kernel always has the whole GPU. */
    @Override
    public void setThreads(int threads) {
        Requirements.atLeast("setThreads", "threads", threads, 1);
    }

    @Override
    public int threads() {
        return 1;
    }

    /** To check and unwrap the arguments of a kernel. */
    Arguments<CudaBuffer, CudaIntBuffer> arguments(String op) {
        return new Arguments<>(op, this, CudaBuffer.class, CudaIntBuffer.class);
    }

    Gpu gpu() {
        return gpu;
    }

    Modules modules() {
        return modules;
    }

    Transfers transfers() {
        return transfers;
    }

    Precision precision() {
        return precision;
    }

    Warpgroups warpgroups() {
        return warpgroups;
    }
}
