package io.isotropy.autograd;

import java.util.function.Supplier;

/**
 * A stretch of one thread's work in which operations remember nothing, as if no variable wanted a gradient: inference, evaluation.
 *
 * <pre>{@code
 * try (NoGradient _ = NoGradient.open()) {
 *     return model.forward(batch, Mode.eval()).value();
 * }
 * }</pre>
 */
public final class NoGradient implements AutoCloseable {

    private final boolean before;

    private NoGradient(boolean before) {
        this.before = before;
    }

    /** Stops recording until the end of the block. */
    public static NoGradient open() {
        Trace trace = Trace.current();
        NoGradient block = new NoGradient(trace.recording);
        trace.recording = false;
        return block;
    }

    /** What {@code work} returns, run without recording. */
    public static <T> T run(Supplier<T> work) {
        try (NoGradient _ = open()) {
            return work.get();
        }
    }

    /** Records again, if it was recorded before. */
    @Override
    public void close() {
        Trace.current().recording = before;
    }
}
