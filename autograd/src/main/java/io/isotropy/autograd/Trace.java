package io.isotropy.autograd;

import io.isotropy.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a thread currently wants from the operations it runs: recording, names of layers, checks, times. */
final class Trace {

    private static final ThreadLocal<Trace> CURRENT = ThreadLocal.withInitial(Trace::new);

    /** Whether operations remember their inputs. */
    boolean recording = true;

    /** Whether every result is searched for NaN. */
    boolean anomaly;

    /** The path of the layers that run, "encoder.layer.0"; empty outside of all. */
    String layer = "";

    /** Who wants to see the layers' results. */
    @Nullable Hook hook;

    /** When the last operation ended, where times are wanted; 0 where not. */
    long lastEnd;

    private Trace() {}

    static Trace current() {
        return CURRENT.get();
    }

    static boolean recording() {
        return CURRENT.get().recording;
    }

    static String layer() {
        return CURRENT.get().layer;
    }

    /** An operation is done. */
    static void made(Var result, List<Var> inputs) {
        Trace trace = CURRENT.get();
        if (trace.lastEnd != 0) {
            long now = System.nanoTime();
            result.nanoseconds = now - trace.lastEnd;
            trace.lastEnd = now;
        }
        if (trace.anomaly) {
            Anomaly.check(result, inputs);
        }
    }

    /** The gradient of a variable is whole. */
    static void arrived(Var node, Tensor dy) {
        if (CURRENT.get().anomaly) {
            Anomaly.checkGradient(node, dy);
        }
    }
}
