package io.isotropy.kernels.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * One call of a kernel: its shape, then its arguments in their order, then {@link #run}. Arguments lie in slots of eight bytes of a block of native
 * memory, beside a table of the slots' addresses, which is what the driver wants to see; each thread keeps one such block.
 */
final class Launch {

    private static final int SLOTS = 32;

    private static final ThreadLocal<Launch> OF_THREAD = ThreadLocal.withInitial(Launch::new);

    private final MemorySegment slots = Arena.ofAuto().allocate(SLOTS * Long.BYTES, Long.BYTES);
    private final MemorySegment addresses = Arena.ofAuto().allocate(SLOTS * Long.BYTES, Long.BYTES);
    private final Pointer table = Pointer.to(addresses.asByteBuffer());

    private @Nullable Kernel kernel;
    private Shape shape = Shape.EMPTY;
    private int filled;

    /** The buffers among the arguments, lest their memory goes back before the call is in the stream. */
    private final @Nullable Object[] buffers = new @Nullable Object[SLOTS];

    private Launch() {
        for (int i = 0; i < SLOTS; i++) {
            addresses.setAtIndex(ValueLayout.JAVA_LONG, i, slots.address() + (long) i * Long.BYTES);
        }
    }

    static Launch of(Kernel kernel, Shape shape) {
        Launch launch = OF_THREAD.get();
        launch.kernel = kernel;
        launch.shape = shape;
        launch.filled = 0;
        return launch;
    }

    Launch with(int value) {
        slots.set(ValueLayout.JAVA_INT, (long) filled++ * Long.BYTES, value);
        return this;
    }

    Launch with(boolean value) {
        return with(value ? 1 : 0);
    }

    /** The kernels list the constants in the same order. */
    @SuppressWarnings("EnumOrdinal")
    Launch with(Enum<?> constant) {
        return with(constant.ordinal());
    }

    Launch with(long value) {
        slots.setAtIndex(ValueLayout.JAVA_LONG, filled++, value);
        return this;
    }

    Launch with(float value) {
        slots.set(ValueLayout.JAVA_FLOAT, (long) filled++ * Long.BYTES, value);
        return this;
    }

    /** The buffer's address, or null's. */
    Launch with(@Nullable CudaBuffer buffer) {
        if (buffer == null) {
            return with(0L);
        }
        buffers[filled] = buffer;
        return with(buffer.address());
    }

    Launch with(CudaIntBuffer buffer) {
        buffers[filled] = buffer;
        return with(buffer.address());
    }

    /** Puts the call into the stream; an empty grid is no call. */
    void run(CudaBackend backend) {
        Kernel called = kernel;
        if (called == null || filled != called.parameters()) {
            throw new IllegalStateException("the kernel " + called + " was given " + filled + " arguments");
        }
        if (!shape.isEmpty()) {
            enqueue(backend, called);
        }
        Arrays.fill(buffers, 0, filled, null);
    }

    private void enqueue(CudaBackend backend, Kernel called) {
        backend.gpu().enter();
        JCudaDriver.cuLaunchKernel(
                backend.modules().function(called), shape.gridX(), shape.gridY(), shape.gridZ(), shape.threadsX(),
                shape.threadsY(), 1, 0, backend.gpu().stream(), table, null);
    }
}
