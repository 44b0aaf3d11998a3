package io.isotropy.tensor.safetensors;

import java.util.Arrays;

/**
 * What a file says about one tensor, checked against the file.
 *
 * @param shape sizes, outermost first; empty for a single number
 * @param begin where its bytes begin, counted from the start of the data section
 * @param end where they end
 */
public record TensorInfo(String name, DType dtype, long[] shape, long begin, long end) {

    /** The number of elements. */
    public long elements() {
        long elements = 1;
        for (long size : shape) {
            elements *= size;
        }
        return elements;
    }

    @Override
    public String toString() {
        return name + " " + dtype + " " + Arrays.toString(shape);
    }
}
