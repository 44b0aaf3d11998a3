package io.isotropy.kernels.cuda;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * A block of memory while a buffer has it. It goes back when the buffer is closed or, as arrays do on the cpu, when neither the buffer nor any of its
 * views can be reached any more: all of them hold the lease.
 */
final class Lease {

    private static final Cleaner CLEANER = Cleaner.create();

    private final DeviceMemory.Block block;
    private final Cleaner.Cleanable giving;
    private volatile boolean over;

    Lease(DeviceMemory memory, DeviceMemory.Block block) {
        this.block = block;
        this.giving = CLEANER.register(this, () -> memory.giveBack(block));
    }

    long address() {
        return block.address();
    }

    /** Runs what uses the address and puts its work into the stream, while the block surely is not given back for being out of reach. */
    void hold(Runnable use) {
        try {
            use.run();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Gives the block back; a second time does nothing. */
    void end() {
        over = true;
        giving.clean();
    }

    /** Whether the block is given back. */
    boolean isOver() {
        return over;
    }
}
