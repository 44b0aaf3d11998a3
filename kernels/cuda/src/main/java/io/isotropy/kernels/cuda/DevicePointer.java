package io.isotropy.kernels.cuda;

import jcuda.driver.CUdeviceptr;

/** A device address as JCuda takes it. Everywhere else addresses are plain numbers. */
final class DevicePointer extends CUdeviceptr {

    /** What the driver fills in. */
    DevicePointer() {}

    static CUdeviceptr at(long address) {
        return new CUdeviceptr().withByteOffset(address);
    }

    long address() {
        return getNativePointer() + getByteOffset();
    }
}
