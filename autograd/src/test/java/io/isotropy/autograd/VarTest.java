package io.isotropy.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backends;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VarTest {

    private static float[] gradient(Var x) {
        return Objects.requireNonNull(x.gradient()).toArray();
    }

    /** Figures of PyTorch 2.13. */
    @Test
    void reducesAsPyTorchWhereItIsDelicate() {
        Var zero = Var.parameter(Tensor.of(Shape.of(2, 2), 0, 0, 3, 4));
        Reductions.norm(zero, 1).sum().backward();
        assertThat(gradient(zero)).containsExactly(0, 0, 0.6f, 0.8f);
        Var large = Var.parameter(Tensor.of(Shape.of(1, 2), 1000, 1000));
        Var sum = Reductions.logSumExp(large);
        assertThat(sum.value().item()).isCloseTo(1000.6931f, within(1e-3f));
        sum.sum().backward();
        assertThat(gradient(large)).containsExactly(0.5f, 0.5f);
        assertThat(Reductions.variance(Var.constant(Tensor.of(1, 2, 4)), 0, 1).value().item()).isCloseTo(7 / 3f, within(1e-6f));
        assertThatThrownBy(() -> Reductions.variance(large, 0, 1)).hasMessageContaining("must be longer than ddof");
    }

    @Test
    void gradientsAccumulateUntilCleared() {
        Var w = Var.parameter(Tensor.of(2, 3));
        for (int pass = 1; pass <= 2; pass++) {
            try (Scope _ = Scope.open()) {
                w.times(w).sum().backward();
            }
            assertThat(gradient(w)).containsExactly(4 * pass, 6 * pass);
        }
        Tensor memory = w.gradient();
        w.clearGradient();
        assertThat(w.gradient()).isNull();
        w.times(3).sum().backward();
        assertThat(gradient(w)).containsExactly(3, 3);
        assertThat(w.gradient()).isSameAs(memory);
    }

    @Test
    void aPassFreesWhatItHasUsed() {
        Var w = Var.parameter(Tensor.of(2, 3));
        Var constant = Var.constant(Tensor.of(1, 1));
        Var view = w.reshape(2, 1);
        Var hidden = view.times(2).plus(constant.reshape(2, 1));
        Var kept = hidden.times(1.5f).retain();
        Var loss = kept.times(kept).sum();
        loss.backward();
        assertThat(loss.item()).isEqualTo(7.5f * 7.5f + 10.5f * 10.5f);
        assertThat(kept.value().toArray()).containsExactly(7.5f, 10.5f);
        assertThat(gradient(kept)).containsExactly(15, 21);
        assertThat(gradient(w)).containsExactly(45, 63);
        assertThat(view.value().toArray()).containsExactly(2, 3); // a parameter's memory is not the pass's
        assertThat(constant.value().toArray()).containsExactly(1, 1);
        assertThat(hidden.gradient()).isNull();
        assertThatThrownBy(() -> hidden.value().toArray()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aGraphRunsBackOnce() {
        Var w = Var.parameter(Tensor.of(2, 3));
        Var shared = w.times(w);
        Var first = shared.sum();
        Var second = shared.times(2).sum();
        first.backward();
        assertThatThrownBy(second::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("an earlier backward pass has freed times (2)");
    }

    @Test
    void nothingIsRememberedWhereNoGradientIsWanted() {
        Var w = Var.parameter(Tensor.of(2, 3));
        Var y = NoGradient.run(() -> w.times(w));
        assertThat(y.requiresGradient()).isFalse();
        assertThat(y.inputs).isEmpty();
        assertThat(y.pullback).isNull();
        assertThat(Var.constant(Tensor.of(1)).times(2).requiresGradient()).isFalse();
        assertThat(w.times(w).requiresGradient()).isTrue();
        assertThatThrownBy(() -> y.sum().backward())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing that the root was made of has a gradient");
        assertThatThrownBy(() -> w.times(w).backward())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the root must be a single number");
    }

    @Test
    void detachedValuesOutliveThePassAndTakeNoGradient() {
        Var w = Var.parameter(Tensor.of(2, 3));
        Var square = w.times(w);
        Var detached = square.detach();
        square.times(detached).sum().backward();
        assertThat(gradient(w)).containsExactly(2 * 2 * 4, 2 * 3 * 9);
        assertThat(detached.value().toArray()).containsExactly(4, 9);
    }

    @Test
    void aGivenGradientIsTheCallers() {
        Var w = Var.parameter(Tensor.of(2, 3));
        Tensor dy = Tensor.of(10, 20);
        w.times(1).plus(w).backward(dy);
        assertThat(gradient(w)).containsExactly(20, 40);
        assertThat(dy.toArray()).containsExactly(10, 20);
    }

    @Test
    void hooksSeeWholeGradients() {
        List<float[]> seen = new ArrayList<>();
        Var w = Var.parameter(Tensor.of(2, 3));
        Var hidden = w.times(2).onGradient(dy -> seen.add(dy.toArray()));
        hidden.times(3).plus(hidden.times(4)).sum().backward();
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).containsExactly(7, 7);
    }

    @Test
    void hooksSeeOutputsAndAttention() {
        Var qkv = Var.constant(Tensor.of(Shape.of(2, 3), 1, 2, 5, 1, 2, 6));
        Segments segments = Segments.ofLengths(qkv.backend(), 2);
        List<String> outputs = new ArrayList<>();
        List<Tensor> probabilities = new ArrayList<>();
        Hook hook = new Hook() {
            @Override
            public void output(String layer, Var value) {
                outputs.add(layer + " " + value.shape());
            }

            @Override
            public void attention(String layer, java.util.function.Supplier<List<Tensor>> all) {
                outputs.add(layer);
                probabilities.addAll(all.get());
            }
        };
        try (Layer _ = Layer.watch(hook);
                Layer layer = Layer.enter("first")) {
            layer.output(Attention.selfAttention(qkv, segments, 1, true, 0, Mode.eval()));
        }
        Attention.selfAttention(qkv, segments, 1, true, 0, Mode.eval());
        assertThat(outputs).containsExactly("first", "first (2, 1)");
        assertThat(probabilities.getFirst().toArray()).containsExactly(1, 0, 0.5f, 0.5f);
    }

    @Test
    void anomalyNamesTheFirstOperationAndItsLayer() {
        Var w = Var.parameter("dense.weight", Tensor.of(-1, 3));
        assertThatThrownBy(() -> Anomaly.run(() -> {
                    try (Layer _ = Layer.enter("encoder.layer.3")) {
                        return Elementwise.log(w.times(2)).sum();
                    }
                }))
                .isInstanceOf(AnomalyException.class)
                .hasMessage("[anomaly] the value of log (2) in encoder.layer.3 is NaN at element 0;"
                        + " its inputs are affine (2) in encoder.layer.3");
        Var zero = Var.parameter("zero", Tensor.of(0, 3));
        assertThatThrownBy(() -> Anomaly.run(() -> {
                    Elementwise.sqrt(zero.times(1)).times(0).sum().backward(); // ∞·0
                    return zero;
                }))
                .isInstanceOf(AnomalyException.class)
                .hasMessageStartingWith("[anomaly] the gradient that reaches affine (2) is NaN at element 0");
        Var brought = Var.parameter("bad.bias", Tensor.of(Float.NaN, 3));
        assertThatThrownBy(() -> Anomaly.run(() -> brought.times(2)))
                .hasMessageContaining("parameter (2) in bad.bias (NaN at element 0)");
        assertThat(Elementwise.log(w).value().get(0)).isNaN(); // outside nobody looks
    }

    @Test
    void checkpointsGiveTheSameBits() {
        Tensor x = Tensor.normal(Backends.preferred(), Shape.of(5, 7), io.isotropy.tensor.Philox.of(1), 0, 1);
        float[][] gradients = new float[2][];
        float[][] next = new float[2][];
        for (int i = 0; i < 2; i++) {
            Var w = Var.parameter(x);
            Mode mode = Mode.train(4, 2);
            Checkpoint.Part part = (in, own) -> Elementwise.dropout(Elementwise.gelu(in.getFirst().times(2)), 0.5f, own);
            Var y = i == 0 ? part.forward(List.of(w), mode) : Checkpoint.of(part, mode, w);
            next[i] = Elementwise.dropout(y, 0.5f, mode).value().toArray();
            y.times(y).sum().backward();
            gradients[i] = gradient(w);
        }
        assertThat(gradients[1]).containsExactly(gradients[0]);
        assertThat(next[1]).containsExactly(next[0]);
    }

    @Test
    void inPlaceGradientsLeaveWhatOthersNeed() {
        // the logits are used again after the loss, and their gradient must not take their place
        Var w = Var.parameter(Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 7));
        Var logits = w.times(1);
        Var squares = Elementwise.square(logits);
        Var loss = CrossEntropy.crossEntropy(logits, IntTensor.of(0, 1), -100, 0).sum().plus(squares.sum());
        loss.backward();
        Var again = Var.parameter(w.value());
        CrossEntropy.crossEntropy(again, IntTensor.of(0, 1), -100, 0).sum().plus(Elementwise.square(again).sum()).backward();
        assertThat(gradient(w)).containsExactly(gradient(again));
    }

    @Test
    void modesDrawByStep() {
        Mode.Train train = (Mode.Train) Mode.train(1, 2);
        assertThat(train.fork()).isInstanceOfSatisfying(Mode.Train.class, fork -> assertThat(fork.next()).isEqualTo(train.next()));
        assertThat(train.next()).isNotEqualTo(((Mode.Train) Mode.train(1, 2)).next());
        assertThat(((Mode.Train) Mode.train(1, 3)).next()).isNotEqualTo(((Mode.Train) Mode.train(1, 2)).next());
        Var x = Var.constant(Tensor.of(1, 2));
        assertThat(Elementwise.dropout(x, 0.5f, Mode.eval())).isSameAs(x);
    }

    @Test
    void hooksOnParametersSeeAccumulatedGradients() {
        List<float[]> seen = new ArrayList<>();
        Var w = Var.parameter(Tensor.of(2, 3)).onGradient(dy -> seen.add(dy.toArray()));
        w.times(3).plus(w).sum().backward();
        w.times(2).sum().backward();
        assertThat(seen).hasSize(2);
        assertThat(seen.getFirst()).containsExactly(4, 4);
        assertThat(seen.getLast()).containsExactly(6, 6);
    }

    @Test
    void anomalySeesGradientsOfParameters() {
        Var zero = Var.parameter("zero", Tensor.of(3, 0));
        assertThatThrownBy(() -> Anomaly.run(() -> {
                    Elementwise.sqrt(zero).times(0).sum().backward(); // ∞·0
                    return zero;
                }))
                .isInstanceOf(AnomalyException.class)
                .hasMessageStartingWith("[anomaly] the gradient that reaches parameter (2) in zero is NaN at element 1");
    }

    @Test
    void whatAProductReturnsFromOutsideStaysTheCallers() {
        Tensor slope = Tensor.of(5, 6);
        Var constant = Var.constant(Tensor.of(7, 8));
        for (int pass = 0; pass < 2; pass++) {
            Var w = Var.parameter(Tensor.of(2, 3));
            try (Scope _ = Scope.open()) {
                Var h = w.times(1);
                Var first = Var.of("slope", h.value().times(slope).sum(), List.of(h), _ -> List.of(slope));
                Var second = Var.of("slope", h.value().times(slope).sum(), List.of(h), _ -> List.of(slope));
                Var third = Var.of("dot", h.value().times(constant.value()).sum(), List.of(h), _ -> List.of(constant.value()));
                first.plus(h.times(3).sum()).plus(second).plus(third).backward();
            }
            assertThat(gradient(w)).containsExactly(5 + 3 + 5 + 7, 6 + 3 + 6 + 8);
            assertThat(slope.toArray()).containsExactly(5, 6);
            assertThat(constant.value().toArray()).containsExactly(7, 8);
        }
    }

    @Test
    void aProductMustGiveOneGradientPerInput() {
        Var w = Var.parameter(Tensor.of(2));
        Var few = Var.of("pair", Tensor.of(1), List.of(w, w), dy -> List.of(dy));
        assertThatThrownBy(few::backward)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[pair] the product must give one gradient per input, null where there is none: got inputs 2, gradients 1");
        Var none = Var.of("single", Tensor.of(1), List.of(w), dy -> null);
        assertThatThrownBy(none::backward).hasMessageContaining("[single]").hasMessageContaining("got inputs 1, gradients null");
    }
}
