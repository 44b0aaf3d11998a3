package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The suite that every backend must pass: each row runs one kernel on many sizes and holds it against the reference, or
 * checks one promise that all kernels make. A test module asks for the {@link #rows} and runs each:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> rows() {
 *     return Conformance.of(Backends.byName("cuda")).rows().stream().map(row -> dynamicTest(row.name(), row::run));
 * }
 * }</pre>
 */
public final class Conformance {

    /** Every input is drawn from it. */
    private static final long SEED = 42;

    private static final int SWEEP_POINTS = 200_000;

    private final Backend backend;
    private final Backend reference = Backends.reference();
    private final int sweepPoints;
    private final Trial trial;
    private final SortedMap<String, String> digests = new TreeMap<>();

    private Conformance(Backend backend, int sweepPoints) {
        this.backend = backend;
        this.sweepPoints = sweepPoints;
        this.trial = new Trial(backend, reference, SEED);
    }

    /** The suite for a backend. */
    public static Conformance of(Backend backend) {
        return new Conformance(backend, SWEEP_POINTS);
    }

    /** The suite with {@code points} points in each sweep for accuracy, for backends too slow for the usual number. */
    public static Conformance of(Backend backend, int points) {
        return new Conformance(backend, points);
    }

    /**
     * One thing to check, which throws {@link AssertionError} if it does not hold. The name begins with the kernel's.
     */
    public record Row(String name, Runnable check) {

        /** Checks it. */
        public void run() {
            check.run();
        }
    }

    /** All rows, in an order that does not change. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("every kernel has a row", this::complete));
        Memory.all().forEach((name, check) -> rows.add(new Row("backend: " + name, () -> check.accept(backend))));
        Map<String, List<Case>> byRow = new LinkedHashMap<>();
        cases().forEach(row -> byRow.computeIfAbsent(row.row(), name -> new ArrayList<>()).add(row));
        byRow.forEach((name, cases) -> rows.add(new Row(name, () -> compare(name, cases))));
        Map<String, List<Placement.Part>> parts = new LinkedHashMap<>();
        Placement.all(SEED).forEach(part ->
                parts.computeIfAbsent(part.part().row() + ", alone", name -> new ArrayList<>()).add(part));
        parts.forEach((name, all) -> rows.add(new Row(name, () -> all.forEach(part -> Placement.check(part, trial)))));
        refusals(rows, Refusals.arguments(), IllegalArgumentException.class);
        refusals(rows, Refusals.indices(), IndexOutOfBoundsException.class);
        for (Accuracy accuracy : Accuracy.ALL) {
            rows.add(new Row(accuracy.row(), () -> accuracy.check(trial, backend, reference, sweepPoints)));
        }
        rows.add(new Row("calls from several threads at once", () -> Concurrency.check(trial, cases())));
        return rows;
    }

    /**
     * For each row that has run, a digest of all bits that its kernel gave. Two runs on which a backend promises the
     * same bits (say, with different vector widths) must agree in all of them.
     */
    public SortedMap<String, String> digests() {
        return Collections.unmodifiableSortedMap(digests);
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.addAll(BlasCases.all(SEED));
        cases.addAll(ElementwiseCases.all(SEED));
        cases.addAll(ReductionCases.all(SEED));
        cases.addAll(NormalizationCases.all(SEED));
        cases.addAll(SegmentCases.all(SEED));
        cases.addAll(AttentionCases.all(SEED));
        cases.addAll(GradientCases.all(SEED));
        cases.addAll(NormalizationGradientCases.all(SEED));
        cases.addAll(CouplingCases.all(SEED));
        cases.addAll(TrainingCases.all(SEED));
        cases.addAll(WordTrainingCases.all(SEED));
        return cases;
    }

    private void complete() {
        List<String> missing = Completeness.missing(cases());
        if (!missing.isEmpty()) {
            throw new AssertionError("kernels without a case, to be added to the *Cases beside this suite: " + missing);
        }
    }

    private void compare(String name, List<Case> cases) {
        MessageDigest digest = sha256();
        for (Case row : cases) {
            trial.check(row).forEach((output, values) -> {
                ByteBuffer bits = ByteBuffer.allocate(Long.BYTES * values.length);
                for (double value : values) {
                    bits.putLong(Double.doubleToLongBits(value)); // one NaN for all: IEEE 754 does not say which
                }
                digest.update(bits.array());
            });
        }
        digests.put(name, HexFormat.of().formatHex(digest.digest(), 0, 16));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void refusals(List<Row> rows, List<Case> wrong, Class<? extends RuntimeException> expected) {
        Map<String, List<Case>> byKernel = new LinkedHashMap<>();
        wrong.forEach(row -> byKernel.computeIfAbsent(row.kernel(), name -> new ArrayList<>()).add(row));
        byKernel.forEach((kernel, calls) -> rows.add(new Row(
                kernel + ", " + expected.getSimpleName(), () -> calls.forEach(call -> trial.refuse(call, expected)))));
    }
}
