package io.isotropy.autograd;

import io.isotropy.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The layer that runs, for messages, pictures and hooks: a block in the forward pass of each composite layer. Where nothing is recorded,
 * the block's memory is handed back at its end, but for {@link #output}.
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
    private final @Nullable Scope scope;

    private Layer(Trace trace, @Nullable Scope scope) {
        this.outer = trace.layer;
        this.outerHook = trace.hook;
        this.scope = scope;
    }

    /**
     * Enters a layer.
     *
     * @param path the whole path, as its parameters have it: "encoder.layer.0"
     */
    public static Layer enter(String path) {
        Trace trace = Trace.current();
        Layer layer = new Layer(trace, trace.recording ? null : Scope.open());
        trace.layer = path;
        return layer;
    }

    /** Shows all layers that run until the end of the block to {@code hook}. */
    public static Layer watch(Hook hook) {
        Trace trace = Trace.current();
        Layer layer = new Layer(trace, null);
        trace.hook = hook;
        return layer;
    }

    /** Lets what is not the layer's result, but comes with it, outlive the block; returns it. */
    public Var keep(Var value) {
        if (scope != null) {
            scope.keep(value.value());
        }
        return value;
    }

    /** Lets the layer's result outlive the block, shows it to the hook, if there is one, and returns it. */
    public Var output(Var value) {
        keep(value);
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
        if (scope != null) {
            scope.close();
        }
    }
}
