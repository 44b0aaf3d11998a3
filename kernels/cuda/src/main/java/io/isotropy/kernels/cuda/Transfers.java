package io.isotropy.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Copies between Java and the GPU through pinned memory, from which the GPU reads by itself. A write fills one of two halves and returns; the half is
 * filled again once its copy is done. A read waits for all that was called before it.
 */
final class Transfers {

    /** Bytes of each half: large enough for the full speed of the bus. */
    private static final int HALF = 4 << 20;

    /** Moves {@code count} numbers, {@code done} having gone before, between the pinned memory, from its start, and Java. */
    interface Piece {
        void move(ByteBuffer pinned, int done, int count);
    }

    private final Gpu gpu;
    private final Half[] halves;
    private int turn;

    private record Half(Pointer pointer, ByteBuffer bytes, CUevent copied) {

        static Half allocate() {
            Pointer pointer = new Pointer();
            JCudaDriver.cuMemHostAlloc(pointer, HALF, 0);
            CUevent copied = new CUevent();
            JCudaDriver.cuEventCreate(copied, CUevent_flags.CU_EVENT_DISABLE_TIMING);
            return new Half(pointer, pointer.getByteBuffer(0, HALF).order(ByteOrder.nativeOrder()), copied);
        }
    }

    Transfers(Gpu gpu) {
        this.gpu = gpu;
        this.halves = new Half[] {Half.allocate(), Half.allocate()};
    }

    /** Writes {@code count} numbers of {@code size} bytes each to a device address. */
    synchronized void write(long address, int count, int size, Piece fill) {
        gpu.enter();
        int most = HALF / size;
        for (int done = 0; done < count; done += most) {
            Half half = halves[turn++ & 1];
            JCudaDriver.cuEventSynchronize(half.copied);
            int some = Math.min(most, count - done);
            fill.move(half.bytes, done, some);
            JCudaDriver.cuMemcpyHtoDAsync(
                    DevicePointer.at(address + (long) done * size), half.pointer, (long) some * size, gpu.stream());
            JCudaDriver.cuEventRecord(half.copied, gpu.stream());
        }
    }

    /** Reads {@code count} numbers of {@code size} bytes each from a device address. */
    synchronized void read(long address, int count, int size, Piece drain) {
        gpu.enter();
        int most = HALF / size;
        for (int done = 0; done < count; done += most) {
            Half half = halves[turn++ & 1];
            int some = Math.min(most, count - done);
            JCudaDriver.cuMemcpyDtoHAsync(
                    half.pointer, DevicePointer.at(address + (long) done * size), (long) some * size, gpu.stream());
            gpu.synchronize();
            drain.move(half.bytes, done, some);
        }
    }

    void write(long address, int[] source, int from, int count) {
        write(address, count, Integer.BYTES, (pinned, done, some) -> pinned.asIntBuffer().put(0, source, from + done, some));
    }

    void write(long address, long[] source) {
        write(address, source.length, Long.BYTES, (pinned, done, some) -> pinned.asLongBuffer().put(0, source, done, some));
    }
}
