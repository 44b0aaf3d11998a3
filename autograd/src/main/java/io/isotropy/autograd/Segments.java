package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;

/**
 * The rows of each text in a packed batch: segment s is the rows offsets[s] … offsets[s+1]−1. There is no padding; a segment may be
 * empty.
 */
public final class Segments {

    private final int[] offsets;
    private final IntTensor onDevice;

    private Segments(int[] offsets, IntTensor onDevice) {
        this.offsets = offsets;
        this.onDevice = onDevice;
    }

    /**
     * Segments by their offsets; on a device as long as the scope in which they were made.
     *
     * @param offsets one more than there are segments, ascending from 0
     */
    public static Segments of(Backend backend, int... offsets) {
        require(offsets.length > 0 && offsets[0] == 0, "segments", "offsets must begin with 0", "offsets", offsets);
        for (int s = 1; s < offsets.length; s++) {
            require(offsets[s] >= offsets[s - 1], "segments", "offsets must ascend", "offsets", offsets);
        }
        int[] own = offsets.clone();
        return new Segments(own, IntTensor.of(backend, Shape.of(own.length), own));
    }

    /** Segments by their numbers of rows. */
    public static Segments ofLengths(Backend backend, int... lengths) {
        int[] offsets = new int[lengths.length + 1];
        for (int s = 0; s < lengths.length; s++) {
            offsets[s + 1] = Math.addExact(offsets[s], lengths[s]);
        }
        return of(backend, offsets);
    }

    /** The number of segments. */
    public int count() {
        return offsets.length - 1;
    }

    /** N, the number of rows of all segments. */
    public int rows() {
        return offsets[offsets.length - 1];
    }

    /** The first row of a segment; that of segment {@link #count()} is {@link #rows()}. */
    public int offset(int segment) {
        return offsets[segment];
    }

    /** The number of rows of a segment. */
    public int length(int segment) {
        return offsets[segment + 1] - offsets[segment];
    }

    /** The offsets, (count + 1), for kernels. */
    public IntTensor offsets() {
        return onDevice;
    }
}
