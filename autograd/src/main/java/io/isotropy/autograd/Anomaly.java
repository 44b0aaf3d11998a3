package io.isotropy.autograd;

import io.isotropy.kernels.Reductions.Reduction;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * A stretch of one thread's work in which every value and every gradient is searched for NaN, so that the first operation that makes
 * one is named, with its layer. Costs a pass over all values: for finding out, not for all steps.
 */
public final class Anomaly implements AutoCloseable {

    private final boolean before;

    private Anomaly(boolean before) {
        this.before = before;
    }

    /** Searches until the end of the block. */
    public static Anomaly open() {
        Trace trace = Trace.current();
        Anomaly block = new Anomaly(trace.anomaly);
        trace.anomaly = true;
        return block;
    }

    /** What {@code work} returns; throws {@link AnomalyException} at the first NaN. */
    public static <T> T run(Supplier<T> work) {
        try (Anomaly _ = open()) {
            return work.get();
        }
    }

    @Override
    public void close() {
        Trace.current().anomaly = before;
    }

    static void check(Var result, List<Var> inputs) {
        int place = firstNan(result.value());
        if (place < 0) {
            return;
        }
        StringJoiner from = new StringJoiner(", ");
        for (Var input : inputs) {
            // Only a leaf can bring a NaN that no operation made.
            from.add(input + (input.isParameter() || input.op.equals("constant") ? state(input.value()) : ""));
        }
        throw new AnomalyException("[anomaly] the value of " + result + " is NaN at element " + place + "; its inputs are " + from);
    }

    static void checkGradient(Var node, Tensor dy) {
        int place = firstNan(dy);
        if (place >= 0) {
            throw new AnomalyException("[anomaly] the gradient that reaches " + node + " is NaN at element " + place
                    + "; the value's own elements" + state(node.value()));
        }
    }

    private static String state(Tensor x) {
        int place = firstNan(x);
        return place < 0 ? " (no NaN)" : " (NaN at element " + place + ")";
    }

    private static int firstNan(Tensor x) {
        int size = x.shape().size();
        try (Scope _ = Scope.open()) {
            Tensor sum = Tensor.zeros(x.backend(), io.isotropy.tensor.Shape.of());
            x.kernels().reductions().reduceRows(Reduction.SUM, x.contiguous().buffer(), sum.buffer(), 1, size);
            if (!Float.isNaN(sum.item())) {
                return -1;
            }
        }
        // NaN, or ∞ − ∞ in the sum
        float[] values = x.toArray();
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                return i;
            }
        }
        return -1;
    }
}
