package io.isotropy.kernels.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Attention of the cuda backend in the precision that {@code -Disotropy.cuda.precision} asks for; the pom runs it with each. The factors of all
 * products are rounded by a share ε of themselves: queries, keys and values up to 1, probabilities, and their slopes.
 */
class CudaAttentionTest {

    private static final long SEED = 42;

    @ParameterizedTest
    @CsvSource({"attention.segmentAttention, 3", "attention.segmentAttentionGradient, 6"})
    void likeTheReference(String kernel, double roundings) {
        Backend cuda = CudaConformanceTest.cuda();
        Trial trial = new Trial(cuda, Backends.reference(), SEED);
        Tolerance tolerance = Tolerance.of(roundings * CudaProductsTest.rounding(cuda) + 2e-5, 4e-6);
        List<Case> cases = AttentionCases.all(SEED).stream().filter(one -> one.kernel().equals(kernel)).toList();
        assertThat(cases).isNotEmpty();
        cases.forEach(one -> trial.check(one.within(tolerance)));
    }

    /** A segment's result does not depend on its neighbours. */
    @Test
    void placeDoesNotMatter() {
        Trial trial = new Trial(CudaConformanceTest.cuda(), Backends.reference(), SEED);
        List<Placement.Part> parts =
                Placement.all(SEED).stream().filter(part -> part.part().kernel().startsWith("attention.")).toList();
        assertThat(parts).isNotEmpty();
        parts.forEach(part -> Placement.check(part, trial));
    }
}
