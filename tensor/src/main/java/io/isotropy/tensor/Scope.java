package io.isotropy.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of one thread's work whose tensors are recycled at its end: a training step, a batch.
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *     Tensor hidden = x.matmul(weight).plus(bias);
 *     return scope.keep(hidden.mean(0));
 * }
 * }</pre>
 *
 * All tensors that the thread allocates inside belong to its innermost open scope; nothing has to be passed along, so a
 * model's code is the same with and without one. What other threads allocate does not belong to it. Without any scope,
 * memory waits for the garbage collector. A scope is bound to its thread and to its block, which is why it is kept in a
 * ThreadLocal: a ScopedValue would want the body as a lambda, and could not return from or throw checked exceptions out
 * of it as a plain block does.
 */
public final class Scope implements AutoCloseable {

    private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

    private final Thread thread = Thread.currentThread();
    private final @Nullable Scope outer;
    private final List<Storage<?>> storages = new ArrayList<>();
    private boolean closed;

    private Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    /** Opens a scope inside the thread's innermost one. */
    public static Scope open() {
        Scope scope = new Scope(CURRENT.get());
        CURRENT.set(scope);
        return scope;
    }

    /** Runs {@code work} as if no scope were open: what it allocates belongs to none, as parameters and their gradients must. */
    public static <T> T outside(Supplier<T> work) {
        Scope scope = CURRENT.get();
        CURRENT.remove();
        try {
            return work.get();
        } finally {
            if (scope != null) {
                CURRENT.set(scope);
            }
        }
    }

    static @Nullable Scope current() {
        return CURRENT.get();
    }

    void add(Storage<?> storage) {
        storages.add(storage);
    }

    /**
     * Lets the tensor, and all that shares its memory, outlive this scope: it belongs to the scope around this one, or
     * without one to the garbage collector. A tensor from outside this scope stays where it is.
     *
     * @return the tensor
     */
    public Tensor keep(Tensor tensor) {
        keep(tensor.storage());
        return tensor;
    }

    /** As {@link #keep(Tensor)}. */
    public IntTensor keep(IntTensor tensor) {
        keep(tensor.storage());
        return tensor;
    }

    private void keep(Storage<?> storage) {
        checkOpenHere("keep");
        if (isWithin(storage.scope)) {
            storage.scope = outer;
            if (outer != null) {
                outer.add(storage);
            }
        }
    }

    /** Whether the tensor's memory was allocated inside, and will be recycled at the end of this scope or of one in it. */
    public boolean contains(Tensor tensor) {
        return isWithin(tensor.storage().scope);
    }

    /** Whether {@code inner} is this scope or lies in it. */
    private boolean isWithin(@Nullable Scope inner) {
        for (Scope scope = inner; scope != null; scope = scope.outer) {
            if (scope == this) {
                return true;
            }
        }
        return false;
    }

    /** Recycles what was allocated inside and not kept. Closing twice does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        checkOpenHere("close");
        if (CURRENT.get() != this) {
            throw new IllegalStateException("[scope] close: a scope opened inside this one is still open");
        }
        closed = true;
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        for (Storage<?> storage : storages) {
            if (storage.scope == this) {
                storage.release();
            }
        }
        storages.clear();
    }

    private void checkOpenHere(String op) {
        if (closed) {
            throw new IllegalStateException("[scope] " + op + ": the scope is closed");
        }
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("[scope] " + op + ": a scope belongs to the thread that opened it, "
                    + thread.getName() + ": got " + Thread.currentThread().getName());
        }
    }
}
