package io.isotropy.nlp.onnx;

import java.util.List;

/**
 * A tensor of the file: its values stay there, {@code length} bytes from {@code offset} on.
 *
 * @param type TensorProto.DataType
 * @param dims as claimed; nothing is checked before the values are asked for
 * @param integers small integer values that the file holds as variable-length numbers; empty otherwise
 * @param external whether the values are said to be in another file
 */
record OnnxTensor(
        String name, int type, List<Long> dims, long offset, long length, List<Integer> integers, boolean external) {
    static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT8 = 3;
    static final int INT64 = 7;
    static final int FLOAT16 = 10;

    /** Number of elements that the shape claims; Long.MAX_VALUE if it overflows or a dim is negative. */
    long size() {
        long size = 1;
        for (long dim : dims) {
            if (dim < 0 || (dim > 0 && size > Long.MAX_VALUE / dim)) {
                return Long.MAX_VALUE;
            }
            size *= dim;
        }
        return size;
    }

    /** Bytes of one element, 0 for a type that is never a weight. */
    int width() {
        return switch (type) {
            case FLOAT -> 4;
            case FLOAT16 -> 2;
            case UINT8, INT8 -> 1;
            default -> 0;
        };
    }
}
