package io.isotropy.autograd.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OptimizerTest {

    private static final Initializer START = (parameter, random) -> parameter.assign(Tensor.of(parameter.backend(), Shape.of(3), 1, -2, 3));

    /** Three steps on Σ w³/3 + b²·(1, 2, 3)/2, clipped to norm 2; w decays, b does not. Returns w and b. */
    private static float[][] run(Function<Parameters, Optimizer> create) {
        Parameters parameters = Parameters.create(Backends.preferred(), 1);
        Var w = parameters.weight("w", Shape.of(3), START);
        Var b = parameters.bias("b", Shape.of(3), START);
        Var unused = parameters.weight("unused", Shape.of(3), START);
        Optimizer optimizer = create.apply(parameters);
        for (int step = 0; step < 3; step++) {
            parameters.clearGradients();
            Var scale = Var.constant(Tensor.of(1, 2, 3));
            Elementwise.square(w).times(w).times(1 / 3f).sum()
                    .plus(Elementwise.square(b).times(scale).sum().times(0.5f))
                    .backward();
            optimizer.step(0.1f, GlobalNorm.scale(GlobalNorm.of(parameters.all()), 2));
        }
        assertThat(optimizer.steps()).isEqualTo(3);
        assertThat(unused.value().toArray()).containsExactly(1, -2, 3);
        return new float[][] {w.value().toArray(), b.value().toArray()};
    }

    private static void check(Function<Parameters, Optimizer> create, float[] w, float[] b) {
        float[][] found = run(create);
        assertThat(found[0]).containsExactly(w, within(2e-6f));
        assertThat(found[1]).containsExactly(b, within(2e-6f));
    }

    // Figures of torch.optim 2.13.0.

    @Test
    void adamW() {
        check(parameters -> AdamW.of(parameters.all(), AdamW.Config.DEFAULT.withWeightDecay(0.1f)),
                new float[] {0.6768071f, -2.238087f, 2.614379f}, new float[] {0.7007812f, -1.700054f, 2.699888f});
    }

    @Test
    void adam() {
        check(parameters -> Adam.of(parameters.all(), Adam.Config.DEFAULT.withWeightDecay(0.1f)),
                new float[] {0.7024563f, -2.300286f, 2.700357f}, new float[] {0.700939f, -1.70016f, 2.699978f});
    }

    @Test
    void sgd() {
        check(parameters -> Sgd.of(parameters.all(), Sgd.Config.DEFAULT),
                new float[] {0.9562437f, -2.19165f, 2.628501f}, new float[] {0.9555932f, -1.82504f, 2.612278f});
    }

    @Test
    void sgdWithMomentum() {
        check(parameters -> Sgd.of(parameters.all(), new Sgd.Config(0.9f, 0.1f, false, 0.1f)),
                new float[] {0.8712193f, -2.222045f, 2.189389f}, new float[] {0.9211428f, -1.688495f, 2.30789f});
    }

    @Test
    void sgdOfNesterov() {
        check(parameters -> Sgd.of(parameters.all(), new Sgd.Config(0.9f, 0, true, 0.1f)),
                new float[] {0.8064352f, -2.385437f, 1.835674f}, new float[] {0.8757961f, -1.517298f, 1.945153f});
    }

    @Test
    void adaGrad() {
        check(parameters -> AdaGrad.of(parameters.all(), AdaGrad.Config.DEFAULT.withWeightDecay(0.1f)),
                new float[] {0.7837873f, -2.242243f, 2.774198f}, new float[] {0.7774366f, -1.772825f, 2.771374f});
    }

    @Test
    void stateIsNamedAndCanBeRestored() {
        Parameters parameters = Parameters.create(Backends.preferred(), 1);
        Var w = parameters.weight("w", Shape.of(3), START);
        AdamW first = AdamW.of(parameters.all(), AdamW.Config.DEFAULT);
        Elementwise.square(w).sum().backward();
        first.step(0.1f);
        AdamW second = AdamW.of(parameters.all(), AdamW.Config.DEFAULT);
        second.state().forEach((name, tensor) -> tensor.assign(first.state().get(name)));
        second.resume(first.steps());
        assertThat(first.state().keySet()).containsExactly("exp_avg.w", "exp_avg_sq.w");
        float[] before = w.value().toArray();
        first.step(0.1f);
        float[] expected = w.value().toArray();
        w.value().assign(Tensor.of(before));
        second.step(0.1f);
        assertThat(w.value().toArray()).containsExactly(expected);
    }

    @Test
    void schedulesAreThoseOfTransformers() {
        assertThat(new Schedule.Constant(0).factor(0)).isEqualTo(1);
        assertThat(new Schedule.Constant(4).factor(1)).isEqualTo(0.25);
        Schedule linear = new Schedule.Linear(2, 10);
        assertThat(new double[] {linear.factor(0), linear.factor(1), linear.factor(2), linear.factor(6), linear.factor(10)})
                .containsExactly(0, 0.5, 1, 0.5, 0);
        Schedule cosine = new Schedule.Cosine(2, 10);
        assertThat(cosine.factor(1)).isEqualTo(0.5);
        assertThat(cosine.factor(4)).isCloseTo(0.8535533905932737, within(1e-15));
        assertThat(cosine.factor(10)).isEqualTo(0);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void senselessConstantsAndStepsAreRefused() {
        assertRefused(() -> new Adam.Config(2, 0.9f, 1e-8f, 0), "[adam] betas must be 0 or more and below 1: got beta1 2.0, beta2 0.9");
        assertRefused(() -> new AdamW.Config(0.9f, -1, 1e-8f, 0), "[adamW] betas");
        assertRefused(() -> new Adam.Config(0.9f, 0.9f, -1, -5), "[adam] epsilon and weight decay must be 0 or more: got epsilon -1.0");
        assertRefused(() -> new AdaGrad.Config(Float.NaN, 0), "[adaGrad] epsilon");
        assertRefused(() -> new Sgd.Config(0, 0, true, 0), "[sgd] Nesterov's momentum needs momentum, and no dampening: got momentum 0.0");
        assertRefused(() -> new Sgd.Config(0.9f, 0.5f, true, 0), "dampening 0.5");
        assertRefused(() -> new Sgd.Config(-1, 0, false, 0), "[sgd] momentum must be 0 or more");
        for (Schedule schedule : List.of(new Schedule.Constant(0), new Schedule.Linear(10, 50), new Schedule.Cosine(10, 50))) {
            assertThat(schedule.factor(60)).isBetween(0.0, 1.0);
        }
        assertRefused(() -> new Schedule.Linear(10, 50).factor(-3), "[schedule] a step must be 0 or more: got step -3");
        Parameters parameters = Parameters.create(Backends.preferred(), 1);
        Var w = parameters.weight("w", Shape.of(3), START);
        w.times(2).sum().backward();
        Optimizer optimizer = Sgd.of(parameters.all(), Sgd.Config.DEFAULT);
        assertRefused(() -> optimizer.step(-1f), "[optimizer] the learning rate must be 0 or more: got learningRate -1.0");
        assertRefused(() -> optimizer.step(Float.NaN), "got learningRate NaN");
        assertRefused(() -> optimizer.step(1f, -1f), "[optimizer] the factor of the gradients must be 0 or more");
        assertThat(optimizer.steps()).isZero();
        assertThat(w.value().toArray()).containsExactly(1, -2, 3);
        List<Parameter> twice = List.of(parameters.all().getFirst(), parameters.all().getFirst());
        assertRefused(() -> Adam.of(twice, Adam.Config.DEFAULT), "[optimizer] a parameter must be there once: got w again");
    }
}
