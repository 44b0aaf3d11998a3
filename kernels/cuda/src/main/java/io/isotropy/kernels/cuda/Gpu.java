package io.isotropy.kernels.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;
import static jcuda.driver.CUresult.CUDA_ERROR_NO_DEVICE;
import static jcuda.driver.CUresult.CUDA_SUCCESS;

import java.nio.charset.StandardCharsets;
import jcuda.CudaException;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * The first GPU of the machine (CUDA_VISIBLE_DEVICES chooses which that is): its context and the one stream in which all copies and kernels run in
 * the order of their calls. Calls return before the work is done; only reads wait for it.
 *
 * @param multiprocessors as many blocks of a large kernel run at once
 */
record Gpu(String name, int major, int minor, int driver, int multiprocessors, CUcontext context, CUstream stream) {

    /** Compute capability: asynchronous copies and TF32 came with 8.0, Ampere. */
    private static final int LEAST_MAJOR = 8;

    /** What JCuda calls, and the PTX, are of CUDA 12 at most. */
    private static final int LEAST_DRIVER = 12_000;

    static Gpu open() throws Unavailable {
        JCudaDriver.setExceptionsEnabled(false);
        int result = JCudaDriver.cuInit(0);
        if (result == CUDA_ERROR_NO_DEVICE) {
            throw new Unavailable("the NVIDIA driver finds no GPU");
        }
        if (result != CUDA_SUCCESS) {
            throw new Unavailable("the NVIDIA driver does not start (" + CUresult.stringFor(result) + ")");
        }
        JCudaDriver.setExceptionsEnabled(true);
        try {
            return first();
        } catch (CudaException e) {
            throw new Unavailable("the NVIDIA driver refuses the GPU (" + e.getMessage() + ")");
        }
    }

    private static Gpu first() throws Unavailable {
        int[] driver = new int[1];
        JCudaDriver.cuDriverGetVersion(driver);
        int[] count = new int[1];
        JCudaDriver.cuDeviceGetCount(count);
        if (count[0] == 0) {
            throw new Unavailable("the NVIDIA driver finds no GPU");
        }
        CUdevice device = new CUdevice();
        JCudaDriver.cuDeviceGet(device, 0);
        byte[] name = new byte[256];
        JCudaDriver.cuDeviceGetName(name, name.length, device);
        int major = attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
        int minor = attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        String title = new String(name, StandardCharsets.UTF_8).replace("\0", "").strip();
        refuse(title, major, minor, driver[0]);
        CUcontext context = new CUcontext();
        JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
        JCudaDriver.cuCtxSetCurrent(context);
        CUstream stream = new CUstream();
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING);
        int processors = attribute(device, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
        return new Gpu(title, major, minor, driver[0], processors, context, stream);
    }

    static void refuse(String name, int major, int minor, int driver) throws Unavailable {
        if (driver < LEAST_DRIVER) {
            throw new Unavailable("the NVIDIA driver is of CUDA " + version(driver) + ", " + version(LEAST_DRIVER) + " or newer is needed");
        }
        if (major < LEAST_MAJOR) {
            throw new Unavailable(
                    name + " has compute capability " + major + "." + minor + ", " + LEAST_MAJOR + ".0 (Ampere) or newer is needed");
        }
    }

    private static String version(int driver) {
        return driver / 1000 + "." + driver % 1000 / 10;
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device);
        return value[0];
    }

    /** To be called before any other call of the driver: a context belongs to threads, and any thread may call a kernel. */
    void enter() {
        JCudaDriver.cuCtxSetCurrent(context);
    }

    void synchronize() {
        JCudaDriver.cuStreamSynchronize(stream);
    }

    @Override
    public String toString() {
        return name + ", compute capability " + major + "." + minor + ", driver of CUDA " + version(driver);
    }
}
