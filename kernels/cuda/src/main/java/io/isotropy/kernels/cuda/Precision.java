package io.isotropy.kernels.cuda;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the numbers of matrix products are rounded to. Sums are always in float32, as are all other kernels. */
enum Precision {
    /** Not at all: on the GPU's ordinary cores, a tenth as fast. For checks. */
    FP32("exact float32"),
    /** To ten bits of mantissa, on tensor cores: the default. */
    TF32("TF32"),
    /** To seven bits of mantissa. */
    BF16("bfloat16");

    /** The property and the variable that choose. */
    static final String PROPERTY = "isotropy.cuda.precision";

    static final String VARIABLE = "ISOTROPY_CUDA_PRECISION";

    private final String description;

    Precision(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    static Precision chosen() throws Unavailable {
        return of(System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, "tf32")));
    }

    static Precision of(String name) throws Unavailable {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(precision -> precision.name().equals(upper))
                .findFirst()
                .orElseThrow(() -> new Unavailable(VARIABLE + " must be one of "
                        + Arrays.stream(values()).map(one -> one.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))
                        + ", got '" + name + "'"));
    }
}
