package io.isotropy.kernels.cuda;

import io.isotropy.kernels.DeviceMemoryException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The GPU's memory, in blocks that closed buffers gave back and new ones take again: to ask the driver costs as much as a kernel, and freeing
 * waits for the whole GPU. All work is in one stream, so a block may be lent anew while kernels that use it are still to run: the new owner's come
 * after them.
 *
 * <p>Sizes are rounded up to four classes per power of two; where the right class is empty, a block of up to twice the size will do. Where the
 * driver has no more, or the limit is reached, all blocks not lent go back to it first.
 */
final class DeviceMemory {

    /** Where the blocks come from. */
    interface Source {

        /** The address of so many bytes, or 0 where there are no more. */
        long obtain(long bytes);

        void release(long address);
    }

    /**
     * What was done with the memory so far, in bytes.
     *
     * @param lent what buffers have now
     * @param mostLent the most they had at once
     * @param held what waits to be lent again
     * @param obtained how often the driver was asked
     */
    record Statistics(long lent, long mostLent, long held, long obtained) {}

    private static final long SMALLEST = 512;

    /** How often the collector is asked. */
    private static final int COLLECTIONS = 4;

    private final Source source;
    private final long limit;
    private final TreeMap<Long, ArrayDeque<Long>> free = new TreeMap<>();
    private long lent;
    private long mostLent;
    private long held;
    private long obtained;

    DeviceMemory(Source source, long limit) {
        this.source = source;
        this.limit = limit;
    }

    /** A block and its true size, which {@link #giveBack} wants again. */
    record Block(long address, long bytes) {

        static final Block NONE = new Block(0, 0);
    }

    /**
     * A block of at least so many bytes, of undefined contents. Before it gives up it waits for what the collector of Java's garbage finds that
     * nobody has closed: Java does not know how much that is worth here.
     */
    Block lend(long bytes) {
        if (bytes == 0) {
            return Block.NONE;
        }
        for (int turn = 0; turn < COLLECTIONS; turn++) {
            Block block = tryToLend(bytes);
            if (block != null) {
                return block;
            }
            System.gc();
            pause();
        }
        throw new DeviceMemoryException("the GPU's memory does not suffice: " + mebibytes(bytes) + " MiB are wanted beside "
                + mebibytes(statistics().lent) + " MiB in use, at most " + mebibytes(limit)
                + " MiB; take smaller batches, or another limit by ISOTROPY_CUDA_MEMORY");
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Block tryToLend(long bytes) {
        long rounded = sizeClass(bytes);
        Map.Entry<Long, ArrayDeque<Long>> found = free.ceilingEntry(rounded);
        Block block;
        if (found != null && found.getKey() <= 2 * rounded) {
            block = new Block(found.getValue().removeLast(), found.getKey());
            if (found.getValue().isEmpty()) {
                free.remove(found.getKey());
            }
            held -= block.bytes;
        } else {
            long address = fresh(rounded);
            if (address == 0) {
                return null;
            }
            block = new Block(address, rounded);
        }
        lent += block.bytes;
        mostLent = Math.max(mostLent, lent);
        return block;
    }

    private long fresh(long rounded) {
        long address = lent + held + rounded > limit ? 0 : source.obtain(rounded);
        if (address == 0) {
            releaseHeld();
            address = lent + rounded > limit ? 0 : source.obtain(rounded);
        }
        obtained += address == 0 ? 0 : 1;
        return address;
    }

    private void releaseHeld() {
        free.values().forEach(blocks -> blocks.forEach(source::release));
        free.clear();
        held = 0;
    }

    synchronized void giveBack(Block block) {
        if (block.bytes == 0) {
            return;
        }
        free.computeIfAbsent(block.bytes, _ -> new ArrayDeque<>()).addLast(block.address);
        lent -= block.bytes;
        held += block.bytes;
    }

    synchronized Statistics statistics() {
        return new Statistics(lent, mostLent, held, obtained);
    }

    long limit() {
        return limit;
    }

    private static long mebibytes(long bytes) {
        return bytes + (1 << 20) - 1 >> 20;
    }

    /** The smallest of 1, 1.25, 1.5, 1.75 times a power of two that is at least {@code bytes}. */
    static long sizeClass(long bytes) {
        long size = Math.max(bytes, SMALLEST);
        long step = Long.highestOneBit(size) >> 2;
        return (size + step - 1) / step * step;
    }
}
