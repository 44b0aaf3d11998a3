package io.isotropy.kernels.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Kernels of one backend may be called from any number of threads at once, and give what they give alone. */
final class Concurrency {

    private static final int CALLERS = 3;
    private static final int ROUNDS = 3;

    private Concurrency() {}

    /** Runs the largest case of every kernel from several threads at once, on buffers of their own. */
    static void check(Trial trial, List<Case> cases) {
        Map<String, Case> largest = new LinkedHashMap<>();
        for (Case row : cases) {
            largest.merge(row.kernel(), row, (a, b) -> elements(a) >= elements(b) ? a : b);
        }
        Map<String, Map<String, double[]>> alone = new LinkedHashMap<>();
        largest.forEach((kernel, row) -> alone.put(kernel, trial.onThreads(2, row, null)));
        trial.withThreads(2, () -> {
            try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
                List<Future<?>> calls = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    calls.add(callers.submit(() -> callAll(trial, largest, alone)));
                }
                for (Future<?> call : calls) {
                    call.get();
                }
            } catch (ExecutionException e) {
                throw new AssertionError("a concurrent call failed: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        });
    }

    private static void callAll(Trial trial, Map<String, Case> rows, Map<String, Map<String, double[]>> alone) {
        for (int round = 0; round < ROUNDS; round++) {
            rows.forEach((kernel, row) -> {
                Map<String, double[]> want = alone.getOrDefault(kernel, Map.of());
                trial.sameBits(row, "beside other calls, alone", trial.run(row), want);
            });
        }
    }

    private static int elements(Case row) {
        return row.arguments().stream().mapToInt(Argument::length).sum();
    }
}
