package io.isotropy.tensor;

import io.isotropy.kernels.PhiloxBlock;
import java.util.Objects;

/**
 * Counter-based random numbers, Philox4x32-10 ({@link PhiloxBlock}). Number i is a function of seed, stream and i alone: it
 * needs no state, so results depend neither on the order nor on the chunks in which numbers are drawn. One stream serves
 * one purpose: numbers of different kinds at the same index are not independent.
 *
 * @param seed the key
 * @param stream the upper half of the counter: a step, a layer, a sentence; streams of one seed do not overlap
 */
public record Philox(long seed, long stream) {

    /** Stream 0 of a seed. */
    public static Philox of(long seed) {
        return new Philox(seed, 0);
    }

    /** Another stream of the same seed. */
    public Philox withStream(long stream) {
        return new Philox(seed, stream);
    }

    /** A generator for a part of the work, with its own seed and all streams free: one per (generator, id). */
    public Philox child(long id) {
        int[] block = new int[4];
        block(id, block);
        return new Philox(join(block[0], block[1]), join(block[2], block[3]));
    }

    /** Number {@code index}: 32 random bits. */
    public int bits(long index) {
        int[] block = new int[4];
        block(index >>> 2, block);
        return block[(int) index & 3];
    }

    /** Number {@code index}, uniform in [0, 1), a multiple of 2⁻²⁴. */
    public float uniform(long index) {
        return PhiloxBlock.uniform(bits(index));
    }

    /** Numbers from…from+count−1 of {@link #uniform(long)}, to target[offset…]. */
    public void uniform(long from, float[] target, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, target.length);
        int[] block = new int[4];
        for (int i = 0; i < count; i++) {
            long index = from + i;
            if (i == 0 || (index & 3) == 0) {
                block(index >>> 2, block);
            }
            target[offset + i] = PhiloxBlock.uniform(block[(int) index & 3]);
        }
    }

    /** Number {@code index} of the standard normal distribution: Box and Muller 1958, in double, two from two. */
    public float normal(long index) {
        float[] one = new float[1];
        normal(index, one, 0, 1);
        return one[0];
    }

    /** Numbers from…from+count−1 of {@link #normal(long)}, to target[offset…]. */
    public void normal(long from, float[] target, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, target.length);
        int[] block = new int[4];
        double radius = 0;
        double angle = 0;
        for (int i = 0; i < count; i++) {
            long index = from + i;
            if (i == 0 || (index & 3) == 0) {
                block(index >>> 2, block);
            }
            if (i == 0 || (index & 1) == 0) {
                int first = (int) index & 2;
                // Half a step above 0, whose logarithm is infinite.
                radius = Math.sqrt(-2 * StrictMath.log((Integer.toUnsignedLong(block[first]) + 0.5) * 0x1p-32));
                angle = 2 * Math.PI * (Integer.toUnsignedLong(block[first + 1]) * 0x1p-32);
            }
            boolean even = (index & 1) == 0;
            target[offset + i] = (float) (radius * (even ? StrictMath.cos(angle) : StrictMath.sin(angle)));
        }
    }

    /** Number {@code index}, uniform in 0 … bound−1 without bias: Lemire 2019, on 64 bits. */
    public int integer(long index, int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("[integer] bound must be 1 or more: got " + bound);
        }
        int[] block = new int[4];
        block(index, block);
        long threshold = Long.remainderUnsigned(-bound, bound); // 2⁶⁴ mod bound
        while (true) {
            long word = join(block[0], block[1]);
            if (Long.compareUnsigned(word * bound, threshold) >= 0) {
                return (int) Math.unsignedMultiplyHigh(word, bound);
            }
            // Rejected, once in 2³³ at most: the next draw of this index is the block enciphered again.
            rounds(block);
        }
    }

    /** A random order of 0 … n−1: Fisher and Yates. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int place = integer(i, i + 1);
            order[i] = order[place];
            order[place] = i;
        }
        return order;
    }

    private void block(long counter, int[] block) {
        PhiloxBlock.fill(seed, stream, counter, block);
    }

    private void rounds(int[] block) {
        PhiloxBlock.encipher(block, (int) seed, (int) (seed >>> 32));
    }

    private static long join(int low, int high) {
        return Integer.toUnsignedLong(low) | (long) high << 32;
    }
}
