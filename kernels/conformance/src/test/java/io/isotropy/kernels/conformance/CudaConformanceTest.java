package io.isotropy.kernels.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The cuda backend on the suite, its products in exact float32, as the pom says. Where it cannot run the tests are skipped with its reason; with REQUIRE_CUDA=1
 * in the environment they fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class CudaConformanceTest {

    private final List<Conformance> runs = new ArrayList<>();

    @TestFactory
    @Order(1)
    Stream<DynamicTest> rows() {
        Backend cuda = cuda();
        assertThat(cuda.description()).contains("exact float32");
        Conformance conformance = Conformance.of(cuda);
        runs.add(conformance);
        return conformance.rows().stream().map(row -> dynamicTest(row.name(), row::run));
    }

    @Test
    @Order(2)
    void aSecondRunGivesTheSameBits() {
        assumeTrue(!runs.isEmpty(), "the rows did not run");
        SortedMap<String, String> first = runs.getFirst().digests();
        Conformance second = Conformance.of(cuda(), 2_000);
        second.rows().stream().filter(row -> first.containsKey(row.name())).forEach(Conformance.Row::run);
        assertThat(second.digests()).isNotEmpty().isEqualTo(first);
    }

    /** The backend, or what says why there is none. */
    static Backend cuda() {
        try {
            return Backends.byName("cuda");
        } catch (IllegalArgumentException e) {
            assumeTrue("1".equals(System.getenv("REQUIRE_CUDA")), e.getMessage());
            throw e;
        }
    }
}
