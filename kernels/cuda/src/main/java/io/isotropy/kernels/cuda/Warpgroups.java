package io.isotropy.kernels.cuda;

import java.util.Locale;

/**
 * Whether products go by the instructions of whole warpgroups, gemm_hopper.cu, which GPUs of compute capability 9.0 alone have: only where it is asked
 * for, until they are known to be right and faster there.
 */
enum Warpgroups {
    OFF,
    ON;

    /** The property and the variable that choose. */
    static final String PROPERTY = "isotropy.cuda.warpgroups";

    static final String VARIABLE = "ISOTROPY_CUDA_WARPGROUPS";

    /** The narrowest matrix and the shortest sums that they are for. */
    private static final int LEAST = 128;

    static Warpgroups chosen(Gpu gpu) throws Unavailable {
        Warpgroups asked = of(System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, "off")));
        return gpu.major() == 9 && gpu.minor() == 0 ? asked : OFF;
    }

    static Warpgroups of(String name) throws Unavailable {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "on" -> ON;
            case "off" -> OFF;
            default -> throw new Unavailable(VARIABLE + " must be on or off, got '" + name + "'");
        };
    }

    /** Whether they multiply by a matrix of n columns and k rows. Not how many rows there are decides: a row's result must not depend on it. */
    boolean multiply(int n, int k) {
        return this == ON && n >= LEAST && k >= LEAST;
    }
}
