package io.isotropy.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ScopeTest {

    @Test
    void closingRecyclesAllThatIsNotKept() {
        Tensor before = Tensor.of(1, 2);
        Tensor dropped;
        Tensor view;
        Tensor kept;
        IntTensor ints;
        IntTensor keptInts;
        try (Scope scope = Scope.open()) {
            dropped = before.plus(1);
            view = dropped.reshape(2, 1);
            kept = scope.keep(before.times(2).unsqueeze(0)); // keeping a view keeps the memory
            ints = IntTensor.of(1);
            keptInts = scope.keep(IntTensor.of(2));
            assertThat(scope.keep(before)).isSameAs(before);
        }
        assertThat(before.toArray()).containsExactly(1, 2);
        assertThat(kept.toArray()).containsExactly(2, 4);
        assertThat(keptInts.toArray()).containsExactly(2);
        for (Tensor gone : new Tensor[] {dropped, view}) {
            assertThatThrownBy(gone::toArray)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("[tensor] a tensor must not be used after its scope is closed,"
                            + " unless the scope keeps it, or after its release: got " + gone.shape());
            assertThatThrownBy(() -> before.plus(gone)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(ints::toArray).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void releaseHandsBackTheMemoryOfAllViews() {
        Tensor x = Tensor.of(1, 2);
        Tensor view = x.unsqueeze(0);
        assertThat(view.memory()).isSameAs(x.memory());
        assertThat(x.copy().memory()).isNotSameAs(x.memory());
        view.release();
        view.release(); // twice does nothing
        assertThatThrownBy(x::toArray).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsAllocatedOutsideOutlivesAllScopes() {
        Tensor kept;
        Tensor dropped;
        try (Scope _ = Scope.open()) {
            kept = Scope.outside(() -> Tensor.of(1, 2));
            dropped = Tensor.of(3);
        }
        assertThat(kept.toArray()).containsExactly(1, 2);
        assertThatThrownBy(dropped::item).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keptTensorsBelongToTheScopeAround() {
        Tensor twice;
        Tensor once;
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                once = inner.keep(Tensor.of(1));
                twice = Tensor.of(2);
                outer.keep(twice); // lets it outlive the inner scope as well
            }
            assertThat(once.item()).isEqualTo(1);
            assertThat(twice.item()).isEqualTo(2);
        }
        assertThatThrownBy(once::item).isInstanceOf(IllegalStateException.class);
        assertThat(twice.item()).isEqualTo(2);
    }

    @Test
    void misuseIsAnError() {
        Scope outer = Scope.open();
        Scope inner = Scope.open();
        assertThatThrownBy(outer::close).hasMessage("[scope] close: a scope opened inside this one is still open");
        CompletableFuture.runAsync(() ->
                assertThatThrownBy(inner::close)
                        .hasMessageStartingWith("[scope] close: a scope belongs to the thread")).join();
        Tensor other = CompletableFuture.supplyAsync(() -> Tensor.of(3)).join();
        inner.close();
        inner.close();
        assertThatThrownBy(() -> inner.keep(other)).hasMessage("[scope] keep: the scope is closed");
        outer.close();
        assertThat(other.item()).isEqualTo(3); // another thread's tensor does not belong to our scope
    }
}
