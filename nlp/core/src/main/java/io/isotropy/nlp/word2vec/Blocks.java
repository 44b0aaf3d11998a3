package io.isotropy.nlp.word2vec;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.WordTraining;
import io.isotropy.kernels.WordTraining.Composition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps of training that wait to be taken together: blocks of groups of rows and labelled targets, as {@link WordTraining#logistic} wants them. */
public final class Blocks {

    /** A call this long costs little to begin, and its lists stay in the cache. */
    private static final int FULL = 1 << 13;

    private final Ints rows = new Ints();
    private final Ints rowOffsets = new Ints();
    private final Ints groupOffsets = new Ints();
    private final Ints targets = new Ints();
    private final Ints targetOffsets = new Ints();

    /** A list of numbers that grows. */
    private static final class Ints {

        private int[] values = new int[1 << 10];
        private int size;

        private void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }
    }

    /** Memory of a backend that takes blocks to the kernel; of one thread. */
    public static final class Lists {

        private final Backend backend;
        private final IntBuffer[] all = new IntBuffer[5];

        /** Memory of a backend. */
        public Lists(Backend backend) {
            this.backend = backend;
            for (int i = 0; i < all.length; i++) {
                all[i] = backend.allocateInts(0);
            }
        }

        /** Trains with blocks; see {@link WordTraining#logistic}. */
        public void train(
                Blocks blocks, VectorTable input, VectorTable output, Composition composition, boolean divide, int firstLearned,
                boolean outputLearns, float learningRate, @Nullable Buffer loss) {
            Ints[] lists = {blocks.rows, blocks.rowOffsets, blocks.groupOffsets, blocks.targets, blocks.targetOffsets};
            for (int i = 0; i < all.length; i++) {
                if (all[i].length() < lists[i].size) {
                    all[i].close();
                    all[i] = backend.allocateInts(lists[i].values.length);
                }
                all[i].write(0, lists[i].values, 0, lists[i].size);
            }
            backend.kernels().wordTraining().logistic(
                    input.buffer(), output.buffer(), input.width(), composition, divide, all[0], all[1], all[2], all[3], all[4],
                    blocks.size(), firstLearned, outputLearns, learningRate, loss);
        }
    }

    /** No blocks. */
    public Blocks() {
        clear();
    }

    /** Adds a row to the group. */
    public void row(int row) {
        rows.add(row);
    }

    /** The next row begins another group. */
    public void endGroup() {
        rowOffsets.add(rows.size);
    }

    /** Adds a target to the block: row t with label 1 as t, with label 0 as ~t. */
    public void target(int labelled) {
        targets.add(labelled);
    }

    /** The next group and the next target begin another block. */
    public void endBlock() {
        groupOffsets.add(groups());
        targetOffsets.add(targets.size);
    }

    /** Whether it is time to train with them. */
    public boolean full() {
        return rows.size + targets.size >= FULL;
    }

    /** The number of blocks. */
    public int size() {
        return groupOffsets.size - 1;
    }

    /** The number of groups of all blocks. */
    public int groups() {
        return rowOffsets.size - 1;
    }

    /** Forgets them. */
    public void clear() {
        for (Ints list : new Ints[] {rows, rowOffsets, groupOffsets, targets, targetOffsets}) {
            list.size = 0;
        }
        rowOffsets.add(0);
        groupOffsets.add(0);
        targetOffsets.add(0);
    }
}
