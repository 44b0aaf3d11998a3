package io.isotropy.kernels.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.conformance.DistortedBackend.Distortion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The suite itself: the reference passes, so does the reference rounded to float, and each kind of fault fails by name.
 */
class ConformanceTest {

    private static final int POINTS = 2_000;

    @TestFactory
    Stream<DynamicTest> theReferencePasses() {
        return Conformance.of(Backends.reference(), POINTS).rows().stream()
                .map(row -> dynamicTest(row.name(), row::run));
    }

    @Test
    void theReferenceRoundedToFloatPasses() {
        assertThat(failures(Distortion.NONE, "", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG_VALUE, blas.gemm, c[",
        "WRONG_VALUE, reductions.reduceColumns, y[",
        "WRONG_VALUE, elementwise.copy, y[",
        "WRONG_VALUE, attention.segmentAttention, out[",
        "WRONG_VALUE, pooling.segmentPool, y[",
        "WRONG_VALUE, blas.linear, y[",
        "WRITES_BEHIND, blas.gemm, behind c[",
        "WRITES_BEHIND, normalization.softmax, behind y[",
        "WRITES_BEFORE, elementwise.unary, before y[",
        "WRITES_BEFORE, embedding.gather, before y[",
        "CHANGES_INPUT, reductions.dotRows, input x[",
        "CHANGES_INPUT, attention.segmentAttention, input q[",
        "DEPENDS_ON_THREADS, blas.gemm, differs: with 3 threads",
        "DEPENDS_ON_THREADS, normalization.logSoftmax, differs: with 3 threads",
        "DIFFERS_NOW_AND_THEN, pooling.segmentPool, differs: with",
        "WRONG_VALUE, attention.segmentAttentionGradient, dv[",
        "WRONG_VALUE, optimization.adamW, s1",
        "CHANGES_INPUT, crossEntropy.crossEntropyGradient, input logits[",
    })
    void aFaultFailsInTheRowsOfItsKernel(Distortion distortion, String kernel, String what) {
        List<String> failures = failures(distortion, kernel, kernel);
        assertThat(failures).isNotEmpty().allMatch(failure -> failure.startsWith(kernel));
        assertThat(failures).as("the message names what went wrong").anyMatch(failure -> failure.contains(what));
        assertThat(failures).as("the message gives the seed").allMatch(failure -> failure.contains("seed 42"));
    }

    @ParameterizedTest
    @CsvSource({
        "DEPENDS_ON_ROWS, blas.gemm, alone is",
        "DEPENDS_ON_ROWS, normalization.softmax, alone is",
        "DEPENDS_ON_ROWS, attention.segmentAttention, alone is",
        "ACCEPTS_ANYTHING, blas.gemm, must throw IllegalArgumentException but did not",
        "ACCEPTS_ANYTHING, embedding.gather, must throw IndexOutOfBoundsException but did not",
        "ACCEPTS_ANYTHING, pooling.segmentPool, must throw IllegalArgumentException but did not",
        "WRITES_THEN_REFUSES, elementwise.fill, 'was refused, but unasked, z['",
        "WRITES_THEN_REFUSES, embedding.gatherAdd, 'was refused, but unasked, y['",
    })
    void aSubtleFaultFailsToo(Distortion distortion, String kernel, String what) {
        assertThat(failures(distortion, kernel, kernel)).anyMatch(failure -> failure.contains(what));
    }

    @Test
    void anInaccurateFunctionFailsItsSweep() {
        assertThat(failures(Distortion.WRONG_VALUE, "elementwise.unary", "accuracy"))
                .hasSize(Accuracy.ALL.length)
                .anyMatch(failure -> failure.startsWith("accuracy of EXP") && failure.contains("ULP is not below 2.0"));
    }

    @Test
    void aRaceFailsTheConcurrentCalls() {
        assertThat(failures(Distortion.DIFFERS_NOW_AND_THEN, "blas.gemm", "calls from")).hasSize(1);
    }

    @Test
    void aKernelOrConstantWithoutACaseIsNamed() {
        List<Case> cases = new ArrayList<>(Conformance.cases());
        assertThat(Completeness.missing(cases)).isEmpty();
        cases.removeIf(row -> row.kernel().equals("normalization.l2Normalize")
                || row.constants().contains(Unary.ERF)
                || row.row().equals("pooling.segmentPool MAX"));
        assertThat(Completeness.missing(cases))
                .containsExactly(
                        "elementwise.unary ERF",
                        "elementwise.unaryGradient ERF",
                        "normalization.l2Normalize",
                        "pooling.segmentPool MAX");
        assertThat(Completeness.missing(List.of())).contains("blas.pack", "reductions.reduceRows SUM_OF_SQUARES");
    }

    @Test
    void tolerances() {
        assertThat(Tolerance.EXACT.accepts(0.1, 0.1f)).isTrue();
        assertThat(Tolerance.EXACT.accepts(0.1, Math.nextUp(0.1f))).isFalse();
        assertThat(Tolerance.EXACT.accepts(0.0, -0.0)).isTrue();
        assertThat(Tolerance.EXACT_WITH_SIGN.accepts(0.0, -0.0)).isFalse();
        assertThat(Tolerance.EXACT.accepts(Double.NaN, 1)).isFalse();
        for (Tolerance tolerance : List.of(Tolerance.EXACT, Tolerance.EXACT_WITH_SIGN, Tolerance.sum(4))) {
            assertThat(tolerance.accepts(Double.NaN, Double.NaN)).isTrue();
            assertThat(tolerance.accepts(1, Double.NaN)).isFalse();
            assertThat(tolerance.accepts(Double.NaN, 1)).isFalse();
            assertThat(tolerance.accepts(1e300, Double.POSITIVE_INFINITY)).isTrue();
            assertThat(tolerance.accepts(1e300, Float.MAX_VALUE)).isFalse();
            assertThat(tolerance.accepts(1, Double.POSITIVE_INFINITY)).isFalse();
        }
        assertThat(Tolerance.sum(100).accepts(0, 1.9e-5)).isTrue();
        assertThat(Tolerance.sum(100).accepts(0, 2.1e-5)).isFalse();
        assertThat(Tolerance.relative(1e-6).accepts(10, 10.00002)).isFalse();
    }

    @Test
    void digestsAreTheSameForEveryRunAndTellBitsApart() {
        Conformance first = Conformance.of(Backends.reference(), POINTS);
        Conformance second = Conformance.of(Backends.reference(), POINTS);
        Conformance rounded = Conformance.of(new DistortedBackend("", Distortion.NONE), POINTS);
        for (Conformance conformance : List.of(first, second, rounded)) {
            conformance.rows().stream()
                    .filter(row -> row.name().equals("elementwise.unary EXP") || row.name().equals("elementwise.fill"))
                    .forEach(Conformance.Row::run);
        }
        assertThat(first.digests()).containsOnlyKeys("elementwise.fill", "elementwise.unary EXP");
        assertThat(second.digests()).isEqualTo(first.digests());
        assertThat(rounded.digests().get("elementwise.fill")).isEqualTo(first.digests().get("elementwise.fill"));
        assertThat(rounded.digests().get("elementwise.unary EXP"))
                .isNotEqualTo(first.digests().get("elementwise.unary EXP"));
    }

    @Test
    void aCaseThatAsksForAnUnknownBufferIsAMistakeInTheSuite() {
        Trial trial = new Trial(Backends.reference(), Backends.reference(), 1);
        Case row = Case.of("blas.gemm", List.of(), "typo", Tolerance.EXACT, (kernels, in) -> in.floats("nothing"));
        assertThatThrownBy(() -> trial.check(row)).isInstanceOf(AssertionError.class).hasMessageContaining("'nothing'");
    }

    /** The messages of the rows that fail, of those whose names begin with {@code prefix}. */
    private static List<String> failures(Distortion distortion, String kernel, String prefix) {
        List<String> failures = new ArrayList<>();
        for (Conformance.Row row : Conformance.of(new DistortedBackend(kernel, distortion), POINTS).rows()) {
            if (row.name().startsWith(prefix)) {
                try {
                    row.run();
                } catch (AssertionError e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return failures;
    }
}
