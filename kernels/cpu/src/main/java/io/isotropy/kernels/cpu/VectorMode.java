package io.isotropy.kernels.cpu;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which loops this process runs, decided once: SIMD when the module {@code jdk.incubator.vector} is present and the CPU has fused
 * multiply-add vectors, scalar loops otherwise. The system property {@code isotropy.cpu.vector} (scalar, 128, 256, 512) forces one.
 *
 * @param bits the vector width in bits; 0 is scalar, {@link #PREFERRED} the widest the CPU has
 * @param reason why, for people
 */
record VectorMode(int bits, String reason) {

    static final int PREFERRED = -1;
    static final String PROPERTY = "isotropy.cpu.vector";
    static final VectorMode CURRENT = choose(System.getProperty(PROPERTY));

    boolean simd() {
        return bits != 0;
    }

    private static VectorMode choose(@Nullable String forced) {
        boolean present =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (forced == null) {
            return present
                    ? new VectorMode(PREFERRED, "the widest this CPU has")
                    : new VectorMode(0, "start java with --add-modules jdk.incubator.vector for SIMD");
        }
        int bits =
                switch (forced.toLowerCase(Locale.ROOT)) {
                    case "scalar" -> 0;
                    case "128", "256", "512" -> Integer.parseInt(forced);
                    default ->
                        throw new IllegalArgumentException("system property " + PROPERTY + " is '" + forced
                                + "'; it takes scalar, 128, 256 or 512");
                };
        if (bits != 0 && !present) {
            throw new IllegalArgumentException("system property " + PROPERTY + "=" + forced
                    + " needs java to be started with --add-modules jdk.incubator.vector");
        }
        return new VectorMode(bits, "forced by -D" + PROPERTY);
    }
}
