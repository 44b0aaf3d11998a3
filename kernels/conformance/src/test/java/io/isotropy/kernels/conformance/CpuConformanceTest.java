package io.isotropy.kernels.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.isotropy.kernels.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The cpu backend on the suite. The pom runs it five times: with the width that the backend chooses, then with each
 * width forced through {@code -Disotropy.cpu.vector}, scalar without the vector module. The first run writes the
 * digests of all results to {@code target/conformance}; the others must have the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class CpuConformanceTest {

    private static final Path DIGESTS = Path.of("target", "conformance", "cpu.txt");

    private final String forced = System.getProperty("isotropy.cpu.vector", "");
    private final List<Conformance> run = new ArrayList<>();

    @Test
    @Order(1)
    void theForcedWidthIsTheOneInUse() {
        assertThat(Backends.byName("cpu").description()).contains(forced);
    }

    @TestFactory
    @Order(2)
    Stream<DynamicTest> rows() {
        Conformance conformance =
                Conformance.of(Backends.byName("cpu"), Integer.getInteger("isotropy.conformance.points", 200_000));
        run.add(conformance);
        return conformance.rows().stream().map(row -> dynamicTest(row.name(), row::run));
    }

    @Test
    @Order(3)
    void everyWidthGivesTheSameBits() throws IOException {
        assumeTrue(!run.isEmpty(), "the rows did not run");
        SortedMap<String, String> digests = run.getFirst().digests();
        assertThat(digests).isNotEmpty();
        List<String> lines = digests.entrySet().stream()
                .map(digest -> digest.getValue() + " " + digest.getKey())
                .toList();
        if (forced.isEmpty()) {
            Files.createDirectories(DIGESTS.getParent());
            Files.write(DIGESTS, lines);
        } else {
            assumeTrue(Files.exists(DIGESTS), DIGESTS + " is written by a run without -Disotropy.cpu.vector");
            assertThat(lines).isEqualTo(Files.readAllLines(DIGESTS));
        }
    }
}
