package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.conformance.Case.Arguments;
import io.isotropy.kernels.conformance.Case.InPlace;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs cases on the backend under test and holds them against the reference. */
final class Trial {

    /** Cases of at most this many elements are also run with every argument made wrong in turn. */
    private static final int SMALL = 3000;

    private final Backend backend;
    private final Backend reference;
    private final long seed;

    Trial(Backend backend, Backend reference, long seed) {
        this.backend = backend;
        this.reference = reference;
        this.seed = seed;
    }

    /** All that one case can show; returns its outputs. */
    Map<String, double[]> check(Case row) {
        Map<String, double[]> want = run(reference, row, null);
        Map<String, double[]> got = onThreads(1, row, null);
        want.forEach((name, values) -> compare(row, name, values, got.get(name)));
        for (int threads = 2; threads <= 3; threads++) {
            sameBits(row, "with " + threads + " threads, with 1", onThreads(threads, row, null), got);
        }
        for (InPlace pair : row.inPlace()) {
            String how = "with " + pair.output() + " = " + pair.input() + ", without";
            sameBits(row, how, onThreads(1, row, pair), got);
        }
        int elements = row.arguments().stream().mapToInt(Argument::length).sum();
        boolean empty = row.arguments().stream().anyMatch(argument -> argument.written() && argument.length() == 0);
        if (elements <= SMALL && !empty) {
            refuseWrongBuffers(row);
        }
        return got;
    }

    Map<String, double[]> onThreads(int threads, Case row, @Nullable InPlace inPlace) {
        Map<String, double[]> outputs = new LinkedHashMap<>();
        withThreads(threads, () -> outputs.putAll(run(backend, row, inPlace)));
        return outputs;
    }

    /** Runs the action with the backend on so many threads, then puts their number back. */
    void withThreads(int threads, Runnable action) {
        int before = backend.threads();
        backend.setThreads(threads);
        try {
            action.run();
        } finally {
            backend.setThreads(before);
        }
    }

    /** The outputs on the backend, with its present number of threads. */
    Map<String, double[]> run(Case row) {
        return run(backend, row, null);
    }

    private Map<String, double[]> run(Backend where, Case row, @Nullable InPlace inPlace) {
        try (Stage stage = Stage.of(where, row, inPlace, null)) {
            row.call().run(where.kernels(), stage);
            stage.damage(false).ifPresent(damage -> {
                throw failure(row, damage, null);
            });
            return stage.outputs();
        } catch (RuntimeException e) {
            throw failure(row, "threw " + e, e);
        }
    }

    private void compare(Case row, String name, double[] want, double @Nullable [] got) {
        for (int i = 0; i < want.length; i++) {
            if (got == null || !row.tolerance().accepts(want[i], got[i])) {
                String values = got == null ? "nothing" : "" + got[i];
                String place = name + "[" + i + "]";
                throw failure(row, place + ": got " + values + ", want " + want[i] + ", " + row.tolerance(), null);
            }
        }
    }

    /** Fails if an output of {@code got} differs from {@code want}'s. */
    void sameBits(Case row, String how, Map<String, double[]> got, Map<String, double[]> want) {
        want.forEach((name, values) -> {
            double[] other = got.getOrDefault(name, values);
            for (int i = 0; i < values.length; i++) {
                if (Double.doubleToLongBits(values[i]) != Double.doubleToLongBits(other[i])) {
                    throw failure(row, name + "[" + i + "] differs: " + how + ": " + other[i] + ", " + values[i], null);
                }
            }
        });
    }

    /** Every buffer one element too short, and every buffer of another backend, must be refused and nothing written. */
    private void refuseWrongBuffers(Case row) {
        for (Argument argument : row.arguments()) {
            if (argument.length() == 0) {
                continue;
            }
            if (!argument.elastic()) {
                try (Stage stage = Stage.of(backend, row, null, argument.name())) {
                    refuse(row, argument.name() + " too short", IllegalArgumentException.class, stage, stage);
                }
            }
            try (Stage stage = Stage.of(backend, row)) {
                Arguments foreign = withForeign(stage, argument.name());
                refuse(row, argument.name() + " of another backend", IllegalArgumentException.class, stage, foreign);
            }
        }
    }

    /** The case's call must throw {@code expected} and write nothing. */
    void refuse(Case row, Class<? extends RuntimeException> expected) {
        try (Stage stage = Stage.of(backend, row)) {
            refuse(row, "", expected, stage, stage);
        }
    }

    private void refuse(
            Case row, String what, Class<? extends RuntimeException> expected, Stage stage, Arguments arguments) {
        try {
            row.call().run(backend.kernels(), arguments);
        } catch (RuntimeException e) {
            if (!expected.isInstance(e)) {
                throw failure(row, what + " must throw " + expected.getSimpleName() + " but threw " + e, e);
            }
            if (!String.valueOf(e.getMessage()).matches("(?s)\\[[^]]+] .+: got .+")) {
                String form = " must be refused with '[op] rule: got …' but was with '";
                throw failure(row, what + form + e.getMessage() + "'", e);
            }
            stage.damage(true).ifPresent(damage -> {
                throw failure(row, what + " was refused, but " + damage, e);
            });
            return;
        }
        throw failure(row, what + " must throw " + expected.getSimpleName() + " but did not", null);
    }

    private static Arguments withForeign(Stage stage, String foreign) {
        return new Arguments() {
            @Override
            public Buffer floats(String name) {
                return name.equals(foreign) ? Foreign.of(Buffer.class) : stage.floats(name);
            }

            @Override
            public IntBuffer ints(String name) {
                return name.equals(foreign) ? Foreign.of(IntBuffer.class) : stage.ints(name);
            }
        };
    }

    AssertionError failure(Object row, String what, @Nullable Throwable cause) {
        String where = " (backend " + backend.name() + ": " + backend.description() + "; seed " + seed + ")";
        return new AssertionError(row + ": " + what + where, cause);
    }
}
