package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Requirements;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The inputs of the cases of one kernel, from a seed and the kernel's name, so that a new kernel changes no other's.
 */
final class Samples {

    /** 0, 1, odd; 4, 8 and 16 lanes ± 1; above two unrolls. */
    static final int[] LENGTHS = {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 65, 130};

    /** Enough elements that a backend spreads the work over threads. */
    static final int LARGE = 100_003;

    private static final float[] SPECIALS = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f,
        Float.MIN_VALUE, -Float.MIN_VALUE, 1e-40f, -1e-40f, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1e-30f, -1e-30f,
        Float.MAX_VALUE, -Float.MAX_VALUE, 1e30f, -1e30f, 1e10f, -1e10f, 65536f, -65536f,
        1f, -1f, 0.5f, -0.5f, 1.0000001f, 0.99999994f, 2f, -2f, 10f, -10f, 20f, -20f, 50f, -50f,
        80f, -80f, 87.3f, -87.3f, 88.7f, -88.7f, 88.8f, -88.8f, 90f, -90f, 104f, -104f, 1000f, -1000f,
    };

    private final SplittableRandom random;

    Samples(long seed, String name) {
        this.random = new SplittableRandom(seed * 1_000_003L + name.hashCode());
    }

    /** Uniform in [low, high). */
    float[] uniform(int count, double low, double high) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(low, high);
        }
        return values;
    }

    /** Uniform in [−1, 1). */
    float[] uniform(int count) {
        return uniform(count, -1, 1);
    }

    /** Multiples of 1/2 in [−2, 2], so that equal ones are many. */
    float[] halves(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(-4, 5) / 2f;
        }
        return values;
    }

    int[] bits(int count) {
        return random.ints(count).toArray();
    }

    int[] indices(int count, int bound) {
        return random.ints(count, 0, bound).toArray();
    }

    /**
     * Every special value, several times at different distances from the start, so that each meets vector and tail
     * loops.
     */
    static float[] specials() {
        int length = SPECIALS.length;
        float[] values = new float[2 * length + 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = SPECIALS[i % length];
        }
        return values;
    }

    /** Uniform in [−1, 1), (rows, columns) with a leading dimension, {@code gap} between the rows. */
    float[] matrix(int rows, int columns, int leading, float gap) {
        return matrices(1, 0, rows, columns, leading, gap);
    }

    /** {@code batch} such matrices, {@code stride} apart; they may interleave. */
    float[] matrices(int batch, int stride, int rows, int columns, int leading, float gap) {
        long extent = Requirements.batchExtent(batch, stride, Requirements.extent(rows, columns, leading));
        float[] values = new float[(int) extent];
        Arrays.fill(values, gap);
        if (extent == 0) {
            return values;
        }
        for (int i = 0; i < batch; i++) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    values[i * stride + r * leading + c] = (float) random.nextDouble(-1, 1);
                }
            }
        }
        return values;
    }

    /** The offsets of segments of these lengths. */
    static int[] offsets(int... lengths) {
        int[] offsets = new int[lengths.length + 1];
        for (int s = 0; s < lengths.length; s++) {
            offsets[s + 1] = offsets[s] + lengths[s];
        }
        return offsets;
    }

    /** {@code x} with some elements replaced: {@code places} are (index, value) pairs. */
    static float[] with(float[] x, float... places) {
        float[] copy = x.clone();
        for (int i = 0; i < places.length; i += 2) {
            copy[(int) places[i]] = places[i + 1];
        }
        return copy;
    }
}
