package io.isotropy.tensor.safetensors;

import io.isotropy.kernels.Buffer;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Objects;

/**
 * One tensor to write.
 *
 * @param shape sizes, outermost first; empty for a single number
 * @param payload writes the elements, row-major and little-endian, when the file has come to them
 */
public record SafetensorsEntry(String name, DType dtype, long[] shape, Payload payload) {

    /** The source of a tensor's bytes. */
    public interface Payload {
        /** Writes exactly the bytes that the entry's type and shape need. The channel writes all it is given. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    private static final int CHUNK = 1 << 18;

    /** Checks type and shape. */
    public SafetensorsEntry {
        Objects.requireNonNull(name, "[safetensors] a tensor must have a name");
        if (!dtype.readable()) {
            throw new IllegalArgumentException("[safetensors] tensor " + name + ": " + dtype + " cannot be written");
        }
        shape = shape.clone();
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "[safetensors] tensor " + name + ": sizes must be 0 or more, got shape "
                        + Arrays.toString(shape));
            }
        }
        byteLength(dtype, shape);
    }

    /** An F32 tensor. */
    public static SafetensorsEntry of(String name, long[] shape, float[] values) {
        return of(name, DType.F32, shape, values);
    }

    /** A tensor of type F32, F64, F16 or BF16; the latter two are rounded to nearest, ties to even. */
    public static SafetensorsEntry of(String name, DType dtype, long[] shape, float[] values) {
        requireFloats(name, dtype);
        return inChunks(name, dtype, shape, values.length, (from, count, bytes) ->
                Elements.fromFloats(dtype, values, from, count, bytes));
    }

    /** An F32 tensor, read from its device in chunks when the file has come to it. */
    public static SafetensorsEntry of(String name, Tensor tensor) {
        return of(name, DType.F32, tensor);
    }

    /**
     * As {@link #of(String, Tensor)}, of type F32, F64, F16 or BF16; the latter two are rounded to nearest, ties to
     * even.
     */
    public static SafetensorsEntry of(String name, DType dtype, Tensor tensor) {
        requireFloats(name, dtype);
        long[] shape = Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
        return new SafetensorsEntry(name, dtype, shape, channel -> {
            try (Scope _ = Scope.open()) {
                Buffer elements = tensor.contiguous().buffer();
                float[] values = new float[(int) Math.min(CHUNK / dtype.bytes(), elements.length())];
                ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
                for (long from = 0; from < elements.length(); from += values.length) {
                    int count = (int) Math.min(values.length, elements.length() - from);
                    elements.read(from, values, 0, count);
                    Elements.fromFloats(dtype, values, 0, count, bytes.clear());
                    channel.write(bytes.flip());
                }
            }
        });
    }

    /** An F64 tensor. */
    public static SafetensorsEntry of(String name, long[] shape, double[] values) {
        return inChunks(name, DType.F64, shape, values.length, (from, count, bytes) -> {
            for (int i = from; i < from + count; i++) {
                bytes.putDouble(values[i]);
            }
        });
    }

    /** An I32 tensor. */
    public static SafetensorsEntry of(String name, long[] shape, int[] values) {
        return inChunks(name, DType.I32, shape, values.length, (from, count, bytes) -> {
            for (int i = from; i < from + count; i++) {
                bytes.putInt(values[i]);
            }
        });
    }

    /** An I64 tensor. */
    public static SafetensorsEntry of(String name, long[] shape, long[] values) {
        return inChunks(name, DType.I64, shape, values.length, (from, count, bytes) -> {
            for (int i = from; i < from + count; i++) {
                bytes.putLong(values[i]);
            }
        });
    }

    /** A U8 tensor. */
    public static SafetensorsEntry of(String name, long[] shape, byte[] values) {
        return inChunks(name, DType.U8, shape, values.length, (from, count, bytes) -> bytes.put(values, from, count));
    }

    private static void requireFloats(String name, DType dtype) {
        switch (dtype) {
            case F32, F64, F16, BF16 -> {}
            default -> throw new IllegalArgumentException(
                    "[safetensors] tensor " + name + ": floats are written as F32, F64, F16 or BF16, got " + dtype);
        }
    }

    /** The size of the payload. */
    public long byteLength() {
        return byteLength(dtype, shape);
    }

    private static long byteLength(DType dtype, long[] shape) {
        long length = dtype.bytes();
        for (long size : shape) {
            length = Math.multiplyExact(length, size);
        }
        return length;
    }

    /** Puts elements from…from+count−1 to {@code bytes}. */
    private interface Encoder {
        void encode(int from, int count, ByteBuffer bytes);
    }

    private static SafetensorsEntry inChunks(String name, DType dtype, long[] shape, int length, Encoder encoder) {
        SafetensorsEntry entry = new SafetensorsEntry(name, dtype, shape, channel -> {
            ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            int step = CHUNK / dtype.bytes();
            for (int from = 0; from < length; from += Math.min(step, length - from)) {
                encoder.encode(from, Math.min(step, length - from), bytes.clear());
                channel.write(bytes.flip());
            }
        });
        if (entry.byteLength() != (long) length * dtype.bytes()) {
            throw new IllegalArgumentException("[safetensors] tensor " + name + ": shape " + Arrays.toString(shape)
                    + " does not hold " + length + " elements");
        }
        return entry;
    }

    /** Name, type and sizes. */
    @Override
    public String toString() {
        return "SafetensorsEntry " + name + ": " + dtype + " " + Arrays.toString(shape);
    }
}
