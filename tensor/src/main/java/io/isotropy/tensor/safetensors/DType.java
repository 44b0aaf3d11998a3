package io.isotropy.tensor.safetensors;

import org.jspecify.annotations.Nullable;

/**
 * The element types of the format, in its own order, which sorts tensors by alignment. All are known by name and size,
 * so that a file may hold them; those with {@link #readable} true can be read and written.
 */
public enum DType {
    /** One byte, 0 or 1. */
    BOOL(8, false),
    /** Two numbers a byte. */
    F4(4, false),
    /** Six bits: 2 exponent, 3 mantissa. */
    F6_E2M3(6, false),
    /** Six bits: 3 exponent, 2 mantissa. */
    F6_E3M2(6, false),
    /** Unsigned byte. */
    U8(8, true),
    /** Signed byte. */
    I8(8, false),
    /** Eight-bit float: 5 exponent, 2 mantissa. */
    F8_E5M2(8, false),
    /** Eight-bit float: 4 exponent, 3 mantissa. */
    F8_E4M3(8, false),
    /** Eight-bit power of two. */
    F8_E8M0(8, false),
    /** As {@link #F8_E4M3}, without infinities and negative zero. */
    F8_E4M3FNUZ(8, false),
    /** As {@link #F8_E5M2}, without infinities and negative zero. */
    F8_E5M2FNUZ(8, false),
    /** Signed 16-bit integer. */
    I16(16, false),
    /** Unsigned 16-bit integer. */
    U16(16, false),
    /** IEEE 754 binary16. */
    F16(16, true),
    /** The upper half of a float32. */
    BF16(16, true),
    /** Signed 32-bit integer. */
    I32(32, true),
    /** Unsigned 32-bit integer. */
    U32(32, false),
    /** IEEE 754 binary32. */
    F32(32, true),
    /** Two float32. */
    C64(64, false),
    /** IEEE 754 binary64. */
    F64(64, true),
    /** Signed 64-bit integer. */
    I64(64, true),
    /** Unsigned 64-bit integer. */
    U64(64, false);

    private final int bits;
    private final boolean readable;

    DType(int bits, boolean readable) {
        this.bits = bits;
        this.readable = readable;
    }

    /** The size of one element in bits. */
    public int bits() {
        return bits;
    }

    /** Whether this library converts elements of this type. */
    public boolean readable() {
        return readable;
    }

    /** The size of one element in bytes; only types smaller than a byte have none. */
    int bytes() {
        if (bits % 8 != 0) {
            throw new IllegalStateException(this + " has no whole number of bytes");
        }
        return bits / 8;
    }

    static @Nullable DType named(String name) {
        for (DType dtype : values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        return null;
    }
}
