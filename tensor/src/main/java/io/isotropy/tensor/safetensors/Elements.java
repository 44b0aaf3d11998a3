package io.isotropy.tensor.safetensors;

import java.nio.ByteBuffer;

/** Conversion between the stored little-endian elements and Java's numbers. Byte buffers are in little-endian order. */
final class Elements {

    private Elements() {}

    /** target[from…from+count) ← the next {@code count} elements of {@code bytes}, rounded to float32. */
    static void toFloats(DType dtype, ByteBuffer bytes, float[] target, int from, int count) {
        int end = from + count;
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().get(target, from, count);
            case F16 -> {
                for (int i = from, p = bytes.position(); i < end; i++, p += 2) {
                    target[i] = Float.float16ToFloat(bytes.getShort(p));
                }
            }
            case BF16 -> {
                for (int i = from, p = bytes.position(); i < end; i++, p += 2) {
                    target[i] = Float.intBitsToFloat(bytes.getShort(p) << 16);
                }
            }
            case F64 -> {
                for (int i = from, p = bytes.position(); i < end; i++, p += 8) {
                    target[i] = (float) bytes.getDouble(p);
                }
            }
            case I64 -> {
                for (int i = from, p = bytes.position(); i < end; i++, p += 8) {
                    target[i] = bytes.getLong(p);
                }
            }
            case I32 -> {
                for (int i = from, p = bytes.position(); i < end; i++, p += 4) {
                    target[i] = bytes.getInt(p);
                }
            }
            case U8 -> {
                for (int i = from, p = bytes.position(); i < end; i++, p++) {
                    target[i] = bytes.get(p) & 0xFF;
                }
            }
            default -> throw new IllegalArgumentException(dtype + " is not readable");
        }
    }

    /** bytes ← source[from…from+count), rounded to nearest, ties to even, where the type is narrower than float32. */
    static void fromFloats(DType dtype, float[] source, int from, int count, ByteBuffer bytes) {
        int end = from + count;
        switch (dtype) {
            case F32 -> {
                bytes.asFloatBuffer().put(source, from, count);
                bytes.position(bytes.position() + 4 * count);
            }
            case F16 -> {
                for (int i = from; i < end; i++) {
                    bytes.putShort(Float.floatToFloat16(source[i]));
                }
            }
            case BF16 -> {
                for (int i = from; i < end; i++) {
                    bytes.putShort(toBFloat16(source[i]));
                }
            }
            case F64 -> {
                for (int i = from; i < end; i++) {
                    bytes.putDouble(source[i]);
                }
            }
            default -> throw new IllegalArgumentException(dtype + " is not a type that floats are written as");
        }
    }

    /**
     * The upper 16 bits of a float32, rounded to nearest even. A NaN stays one: rounding could carry it to infinity.
     */
    static short toBFloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }
}
