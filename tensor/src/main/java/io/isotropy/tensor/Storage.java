package io.isotropy.tensor;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import org.jspecify.annotations.Nullable;

/** The memory that a tensor and its views share, and the scope that will recycle it. */
final class Storage<B> {

    private final B buffer;
    private final Runnable close;

    /** The scope whose end ends this; null leaves it to the garbage collector. */
    @Nullable Scope scope;

    private volatile boolean released;

    private Storage(B buffer, Runnable close) {
        this.buffer = buffer;
        this.close = close;
        this.scope = Scope.current();
        if (scope != null) {
            scope.add(this);
        }
    }

    static Storage<Buffer> zeros(Backend backend, long length) {
        Buffer buffer = backend.allocate(length);
        return new Storage<>(buffer, buffer::close);
    }

    static Storage<Buffer> uninitialized(Backend backend, long length) {
        Buffer buffer = backend.allocateUninitialized(length);
        return new Storage<>(buffer, buffer::close);
    }

    static Storage<IntBuffer> ints(Backend backend, long length) {
        IntBuffer buffer = backend.allocateInts(length);
        return new Storage<>(buffer, buffer::close);
    }

    /** The memory, while its scope is open. */
    B buffer(Shape shape) {
        if (released) {
            throw new IllegalStateException(
                    "[tensor] a tensor must not be used after its scope is closed, unless the scope keeps it: got " + shape);
        }
        return buffer;
    }

    void release() {
        if (!released) {
            released = true;
            close.run();
        }
    }
}
