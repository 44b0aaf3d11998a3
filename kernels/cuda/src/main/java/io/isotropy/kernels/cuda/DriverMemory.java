package io.isotropy.kernels.cuda;

import static jcuda.driver.CUresult.CUDA_ERROR_OUT_OF_MEMORY;

import jcuda.CudaException;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Memory as the driver gives it. */
record DriverMemory(Gpu gpu) implements DeviceMemory.Source {

    /** The property and the variable that limit how much of it is used, in MiB; by default nine tenths of what was free at first. */
    static final String LIMIT_PROPERTY = "isotropy.cuda.memory";

    static final String LIMIT_VARIABLE = "ISOTROPY_CUDA_MEMORY";

    @Override
    public long obtain(long bytes) {
        gpu.enter();
        DevicePointer pointer = new DevicePointer();
        try {
            JCudaDriver.cuMemAlloc(pointer, bytes);
        } catch (CudaException e) {
            if (String.valueOf(e.getMessage()).contains(CUresult.stringFor(CUDA_ERROR_OUT_OF_MEMORY))) {
                return 0;
            }
            throw e;
        }
        return pointer.address();
    }

    @Override
    public void release(long address) {
        gpu.enter();
        JCudaDriver.cuMemFree(DevicePointer.at(address));
    }

    long limit() throws Unavailable {
        String said = System.getProperty(LIMIT_PROPERTY, System.getenv().getOrDefault(LIMIT_VARIABLE, ""));
        if (!said.isEmpty()) {
            return parseLimit(said);
        }
        long[] free = new long[1];
        long[] total = new long[1];
        JCudaDriver.cuMemGetInfo(free, total);
        return free[0] / 10 * 9;
    }

    static long parseLimit(String mebibytes) throws Unavailable {
        try {
            long limit = Long.parseLong(mebibytes.strip());
            if (limit > 0 && limit < 1L << 40) {
                return limit << 20;
            }
        } catch (NumberFormatException e) {
            // The same words serve all that is no such number.
        }
        throw new Unavailable(LIMIT_VARIABLE + " must be a number of MiB, got '" + mebibytes + "'");
    }
}
