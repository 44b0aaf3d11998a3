package io.isotropy.autograd;

import org.jspecify.annotations.Nullable;

/**
 * The layer that runs, for messages, pictures and hooks: a block in the forward pass of each composite layer.
 *
 * <pre>{@code
 * try (Layer layer = Layer.enter(name)) {
 *     …
 *     return layer.output(y);
 * }
 * }</pre>
 */
public final class Layer implements AutoCloseable {

    private final String outer;
    private final @Nullable Hook outerHook;

    private Layer(Trace trace) {
        this.outer = trace.layer;
        this.outerHook = trace.hook;
    }

    /**
     * Enters a layer.
     *
     * @param path the whole path, as its parameters have it: "encoder.layer.0"
     */
    public static Layer enter(String path) {
        Trace trace = Trace.current();
        Layer layer = new Layer(trace);
        trace.layer = path;
        return layer;
    }

    /** Shows all layers that run until the end of the block to {@code hook}. */
    public static Layer watch(Hook hook) {
        Trace trace = Trace.current();
        Layer layer = new Layer(trace);
        trace.hook = hook;
        return layer;
    }

    /** Shows the layer's result to the hook, if there is one, and returns it. */
    public Var output(Var value) {
        Trace trace = Trace.current();
        if (trace.hook != null) {
            trace.hook.output(trace.layer, value);
        }
        return value;
    }

    @Override
    public void close() {
        Trace trace = Trace.current();
        trace.layer = outer;
        trace.hook = outerHook;
    }
}
