package io.isotropy.tensor;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The memory that a tensor and its views share, and the scope that will recycle it. */
final class Storage<B> {

    private final Consumer<B> close;

    /** Null once released, so that an array which nothing recycles is garbage at once. */
    private volatile @Nullable B buffer;

    /** The scope whose end ends this; null leaves it to the garbage collector. */
    @Nullable Scope scope;

    private Storage(B buffer, Consumer<B> close) {
        this.buffer = buffer;
        this.close = close;
        this.scope = Scope.current();
        if (scope != null) {
            scope.add(this);
        }
    }

    static Storage<Buffer> zeros(Backend backend, long length) {
        Buffer buffer = backend.allocate(length);
        return new Storage<>(buffer, Buffer::close);
    }

    static Storage<Buffer> uninitialized(Backend backend, long length) {
        Buffer buffer = backend.allocateUninitialized(length);
        return new Storage<>(buffer, Buffer::close);
    }

    static Storage<IntBuffer> ints(Backend backend, long length) {
        IntBuffer buffer = backend.allocateInts(length);
        return new Storage<>(buffer, IntBuffer::close);
    }

    /** The memory, until it is released. */
    B buffer(Shape shape) {
        B memory = buffer;
        if (memory == null) {
            throw new IllegalStateException(
                    "[tensor] a tensor must not be used after its scope is closed, unless the scope keeps it,"
                            + " or after its release: got " + shape);
        }
        return memory;
    }

    void release() {
        B memory = buffer;
        if (memory != null) {
            buffer = null;
            close.accept(memory);
        }
    }
}
