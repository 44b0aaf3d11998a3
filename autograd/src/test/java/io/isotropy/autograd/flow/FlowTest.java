package io.isotropy.autograd.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.GradCheck;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.autograd.nn.ParameterSource;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every flow: gradients, inverse, and the volume change, which is that of the Jacobian. */
class FlowTest {

    private static final Backend REFERENCE = Backends.reference();
    private static final Backend CPU = Backends.byName("cpu");

    /** @param size D */
    private record Case(String name, int size, Function<Parameters, Flow> create) {}

    private static List<Case> cases() {
        return List.of(
                new Case("Scaling", 3, scope -> Scaling.create(scope, 3)),
                new Case("ActNorm", 5, scope -> ActNorm.create(scope, 5)),
                new Case("Permutation", 7, scope -> Permutation.create(scope, 7)),
                new Case("Permutation reversed", 4, scope -> Permutation.reverse(scope.backend(), 4)),
                new Case("Squeeze", 6, scope -> new Squeeze(2)),
                new Case("Squeeze by 3", 9, scope -> new Squeeze(3)),
                new Case("InvertibleLinear", 5, scope -> InvertibleLinear.create(scope, 5)),
                new Case("InvertibleLinear of one", 1, scope -> InvertibleLinear.create(scope, 1)),
                new Case("AdditiveCoupling", 5, scope -> additive(scope, new Halves(5, false))),
                new Case("AdditiveCoupling swapped", 5, scope -> additive(scope, new Halves(5, true))),
                new Case("AffineCoupling tanh", 5, scope -> affine(scope, new Halves(5, false), LogScale.tanh(scope, 2))),
                new Case("AffineCoupling tanh swapped", 5, scope -> affine(scope, new Halves(5, true), LogScale.tanh(scope, 3))),
                new Case("AffineCoupling sigmoid", 2, scope -> affine(scope, new Halves(2, false), LogScale.sigmoid())),
                new Case("Split", 5, scope -> new Split(2, ActNorm.create(scope, 3))),
                new Case("Sequence", 3, scope -> new Sequence("", List.of(
                        ActNorm.create(scope, 3), Permutation.create(scope, 3), additive(scope.at("coupling"), new Halves(3, false))))),
                new Case("Sequence of none", 2, scope -> new Sequence("", List.of())),
                new Case("Nice", 4, scope -> new Nice(3, 1, 3, Prior.LOGISTIC).create(scope, 4).flow()),
                new Case("Nice odd", 3, scope -> new Nice(3, 1, 3, Prior.LOGISTIC).create(scope, 3).flow()),
                new Case("RealNvp", 4, scope -> new RealNvp(2, 1, 1, 3).create(scope, 4).flow()),
                new Case("Glow", 5, scope -> new Glow(2, 1, 3, Glow.Mixing.LINEAR, Glow.Coupling.AFFINE).create(scope, 5).flow()),
                new Case("Glow additive", 5, scope -> Glow.BERT_FLOW.withSizes(2, 2, 3).create(scope, 5).flow()),
                new Case("Glow reversed", 4,
                        scope -> new Glow(1, 1, 2, Glow.Mixing.REVERSE, Glow.Coupling.ADDITIVE).create(scope, 4).flow()));
    }

    private static Flow additive(Parameters scope, Halves halves) {
        return new AdditiveCoupling(halves, CouplingNetwork.mlp(scope.at("network"), halves.kept(), 3, 1, halves.changed()));
    }

    /** Not the default network: one of one's own, smooth. */
    private static Flow affine(Parameters scope, Halves halves, LogScale logScale) {
        Linear first = Linear.create(scope.at("first"), halves.kept(), 4);
        Linear second = Linear.create(scope.at("second"), 4, 2 * halves.changed());
        return new AffineCoupling(halves, x -> second.forward(Elementwise.tanh(first.forward(x))), logScale);
    }

    /** With parameters that are not those of the start, where couplings are the identity. */
    private static Flow moved(Case test, Backend backend, long seed, Parameters parameters) {
        Flow flow = test.create.apply(parameters);
        for (Parameter parameter : parameters.all()) {
            Var variable = parameter.variable();
            Tensor noise = Tensor.normal(backend, variable.shape(), Philox.of(seed).child(variable.name().hashCode()), 0, 0.3f);
            variable.value().assign(variable.value().plus(noise));
        }
        return flow;
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreThoseOfDifferences() {
        return cases().stream().map(test -> DynamicTest.dynamicTest(test.name, () -> {
            Parameters parameters = Parameters.create(REFERENCE, 1);
            Flow flow = moved(test, REFERENCE, 1, parameters);
            Var x = Var.parameter("x", Tensor.normal(REFERENCE, Shape.of(3, test.size), Philox.of(2), 0, 1));
            List<Var> all = new ArrayList<>(List.of(x));
            parameters.all().forEach(parameter -> all.add(parameter.variable()));
            GradCheck.check(test.name, 1, all, () -> {
                Transformed z = flow.forward(x);
                return io.isotropy.autograd.Shapes.concat(0, z.y().reshape(-1), z.logDeterminant());
            });
        }));
    }

    @TestFactory
    Stream<DynamicTest> theInverseLeadsBack() {
        return cases().stream().map(test -> DynamicTest.dynamicTest(test.name, () -> {
            for (long seed = 1; seed <= 3; seed++) {
                assertThat(wayBack(test, REFERENCE, seed)).as("in double, seed %d", seed).isLessThan(1e-10);
                assertThat(wayBack(test, CPU, seed)).as("in float, seed %d", seed).isLessThan(1e-4);
            }
        }));
    }

    /** ‖x − f⁻¹(f(x))‖∞. */
    private static double wayBack(Case test, Backend backend, long seed) {
        Flow flow = moved(test, backend, seed, Parameters.create(backend, seed));
        Tensor x = Tensor.normal(backend, Shape.of(33, test.size), Philox.of(seed), 0, 1);
        Tensor z = flow.forward(Var.constant(x)).y().value();
        return x.minus(flow.inverse(z)).abs().max().item();
    }

    @TestFactory
    Stream<DynamicTest> theVolumeChangeIsTheDeterminantOfTheJacobian() {
        return cases().stream().map(test -> DynamicTest.dynamicTest(test.name, () -> {
            Flow flow = moved(test, REFERENCE, 5, Parameters.create(REFERENCE, 5));
            for (int row = 0; row < 2; row++) {
                Tensor x = Tensor.normal(REFERENCE, Shape.of(1, test.size), Philox.of(7 + row), 0, 1);
                double[] logDeterminant = flow.forward(Var.constant(x)).logDeterminant().value().toDoubles();
                assertThat(logDeterminant).containsExactly(new double[] {logOfDeterminant(jacobian(flow, x))}, within(1e-10));
            }
        }));
    }

    /** Row i is the gradient of output i. */
    private static double[][] jacobian(Flow flow, Tensor x) {
        int size = x.shape().dim(1);
        double[][] rows = new double[size][];
        for (int i = 0; i < size; i++) {
            Var variable = Var.parameter(x);
            double[] one = new double[size];
            one[i] = 1;
            Var y = flow.forward(variable).y();
            (y == variable ? y.times(1) : y).backward(Tensor.of(REFERENCE, x.shape(), one));
            rows[i] = Objects.requireNonNull(variable.gradient()).toDoubles();
        }
        return rows;
    }

    /** log |det|, by Gaussian elimination with partial pivoting. */
    private static double logOfDeterminant(double[][] rows) {
        int n = rows.length;
        double log = 0;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k; i < n; i++) {
                pivot = Math.abs(rows[i][k]) > Math.abs(rows[pivot][k]) ? i : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[k];
            rows[k] = row;
            log += Math.log(Math.abs(row[k]));
            for (int i = k + 1; i < n; i++) {
                double factor = rows[i][k] / row[k];
                for (int j = k; j < n; j++) {
                    rows[i][j] -= factor * row[j];
                }
            }
        }
        return log;
    }

    @Test
    void everyFlowHasACase() throws Exception {
        List<String> names = cases().stream().map(test -> test.name.split(" ", 2)[0]).toList();
        Path classes = Path.of(Flow.class.getResource("Flow.class").toURI()).getParent();
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = java.nio.file.Files.list(classes)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.contains("$") && !name.equals("package-info")) {
                    Class<?> type = Class.forName("io.isotropy.autograd.flow." + name);
                    boolean flow = type.isRecord() && (Flow.class.isAssignableFrom(type) || FlowConfig.class.isAssignableFrom(type));
                    if (flow && !names.contains(name)) {
                        missing.add(name);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theFirstBatchStartsActNormAtMean0AndVariance1() {
        Parameters parameters = Parameters.create(CPU, 1);
        FlowModel model = new Glow(2, 2, 8, Glow.Mixing.LINEAR, Glow.Coupling.AFFINE).create(parameters, 6);
        Tensor x = Tensor.normal(CPU, Shape.of(500, 6), Philox.of(3), 4, 0.2f);
        float before = model.negativeLogLikelihood(Var.constant(x)).item();
        model.start(x);
        ActNorm first = (ActNorm) ((Sequence) model.flow()).flows().getFirst();
        Tensor y = first.forward(Var.constant(x)).y().value();
        for (int i = 0; i < 6; i++) {
            assertThat(y.mean(0).get(i)).isCloseTo(0, within(1e-4f));
            assertThat(y.variance(0, 0).get(i)).isCloseTo(1, within(1e-3f));
        }
        assertThat(model.negativeLogLikelihood(Var.constant(x)).item()).isLessThan(before - 30);
        Tensor constant = Tensor.full(CPU, Shape.of(4, 6), 3);
        model.start(constant); // no column varies
        assertThat(model.negativeLogLikelihood(Var.constant(constant)).item()).isFinite();
    }

    @Test
    void squeezePutsNeighboursApart() {
        Tensor x = Tensor.of(CPU, Shape.of(1, 6), 0f, 1, 2, 3, 4, 5);
        assertThat(new Squeeze(2).forward(Var.constant(x)).y().value().toArray()).containsExactly(0, 2, 4, 1, 3, 5);
        assertThatThrownBy(() -> new Squeeze(4).forward(Var.constant(x)))
                .hasMessage("[squeeze] the factor must divide the columns of x: got factor 4, x (1, 6)");
    }

    @Test
    void splitFinishesTheFirstColumns() {
        Parameters parameters = Parameters.create(CPU, 1);
        Scaling scaling = Scaling.create(parameters, 2);
        scaling.logScale().value().assign(Tensor.of((float) Math.log(2), (float) Math.log(3)));
        Transformed z = new Split(1, scaling).forward(Var.constant(Tensor.of(Shape.of(1, 3), 5f, 5, 5)));
        assertThat(z.y().value().toArray()).containsExactly(new float[] {5, 10, 15}, within(1e-5f));
        assertThat(z.logDeterminant().value().toArray()).containsExactly(new float[] {(float) Math.log(6)}, within(1e-6f));
    }

    @Test
    void invertibleLinearBeginsAsARotation() {
        Parameters parameters = Parameters.create(REFERENCE, 3);
        InvertibleLinear layer = InvertibleLinear.create(parameters, 8);
        Tensor x = Tensor.normal(REFERENCE, Shape.of(5, 8), Philox.of(1), 0, 1);
        Transformed z = layer.forward(Var.constant(x));
        assertThat(z.y().value().norm(1, false).toDoubles()).containsExactly(x.norm(1, false).toDoubles(), within(1e-10));
        assertThat(z.logDeterminant().value().toDoubles()[0]).isCloseTo(0, within(1e-10));
        assertThat(z.y().value().minus(x).abs().max().item()).isGreaterThan(0.5f);
    }

    @Test
    void aSavedFlowIsTheSameFlow(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("flow.safetensors");
        for (FlowConfig config : List.of(new Glow(2, 2, 4, Glow.Mixing.LINEAR, Glow.Coupling.AFFINE), Glow.BERT_FLOW.withSizes(2, 2, 4))) {
            Parameters parameters = Parameters.create(CPU, 9);
            FlowModel model = config.create(parameters, 6);
            SafetensorsWriter.write(path, parameters.entries(), Map.of());
            Tensor x = Tensor.normal(CPU, Shape.of(4, 6), Philox.of(1), 0, 1);
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                FlowModel loaded = Parameters.load(CPU, ParameterSource.of(file), scope -> config.create(scope, 6));
                assertThat(loaded.encode(x).toArray()).containsExactly(model.encode(x).toArray());
            }
            FlowModel other = config.create(Parameters.create(CPU, 10), 6);
            assertThat(other.encode(x).toArray()).isNotEqualTo(model.encode(x).toArray());
        }
    }

    @Test
    void priorsAreDensities() {
        double[] z = new double[20_001];
        for (int i = 0; i < z.length; i++) {
            z[i] = (i - 10_000) * 0.004;
        }
        for (Prior prior : Prior.values()) {
            double[] log = prior.logDensity(Var.constant(Tensor.of(REFERENCE, Shape.of(z.length, 1), z))).value().toDoubles();
            double sum = 0;
            for (double l : log) {
                sum += Math.exp(l) * 0.004;
            }
            assertThat(sum).as("%s", prior).isCloseTo(1, within(1e-6));
            Tensor sample = prior.sample(CPU, 100_000, 2, Philox.of(4));
            double variance = prior == Prior.GAUSSIAN ? 1 : Math.PI * Math.PI / 3;
            assertThat(sample.mean().item()).isCloseTo(0, within(0.02f));
            assertThat(sample.flatten().variance(0, 0).item()).isCloseTo((float) variance, within((float) variance * 0.02f));
        }
        GradCheck.check("logistic", 1, in -> Prior.LOGISTIC.logDensity(in[0]), Shape.of(3, 4));
        GradCheck.check("gaussian", 1, in -> Prior.GAUSSIAN.logDensity(in[0]), Shape.of(3, 4));
        Var far = Var.constant(Tensor.of(Shape.of(1, 2), 200f, -200f));
        assertThat(Prior.LOGISTIC.logDensity(far).item()).isEqualTo(-400f);
    }

    @Test
    void samplesAreThoseOfTheirSeed() {
        FlowModel model = new RealNvp(1, 1, 1, 4).create(Parameters.create(CPU, 1), 4);
        float[] one = model.sample(CPU, 3, 5).toArray();
        assertThat(model.sample(CPU, 3, 5).toArray()).containsExactly(one);
        assertThat(model.sample(CPU, 3, 6).toArray()).isNotEqualTo(one);
        Tensor z = Prior.GAUSSIAN.sample(CPU, 3, 4, Philox.of(5));
        assertThat(model.decode(z).toArray()).containsExactly(one);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Parameters parameters = Parameters.create(CPU, 1);
        assertThatThrownBy(() -> new Halves(1, false))
                .hasMessage("[coupling] a vector must have two columns or more to have two parts: got size 1");
        assertThatThrownBy(() -> Permutation.of(CPU, 0, 0, 1))
                .hasMessageStartingWith("[permutation] the order must name every column once: got order [0, 0, 1]");
        assertThatThrownBy(() -> ActNorm.create(parameters.at("a"), 3).forward(Var.constant(Tensor.zeros(Shape.of(2, 4)))))
                .hasMessage("[actNorm] x must be (rows, 3): got x (2, 4)");
        AdditiveCoupling wrong = new AdditiveCoupling(new Halves(4, false), x -> x.slice(1, 0, 1));
        assertThatThrownBy(() -> wrong.forward(Var.constant(Tensor.zeros(Shape.of(2, 4)))))
                .hasMessage("[additiveCoupling] the network must give (rows, changed columns): got output (2, 1), changed 2");
        FlowModel model = new Nice(2, 1, 3, Prior.GAUSSIAN).create(parameters.at("nice"), 4);
        assertThatThrownBy(() -> model.negativeLogLikelihood(Var.constant(Tensor.zeros(Shape.of(0, 4)))))
                .hasMessage("[flow] there must be a row: got x (0, 4)");
        assertThat(model.logLikelihood(Var.constant(Tensor.zeros(Shape.of(0, 4)))).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void encodingLeavesNothingButTheResult() {
        FlowModel model = new RealNvp(2, 1, 1, 4).create(Parameters.create(CPU, 1), 6);
        Tensor x = Tensor.normal(CPU, Shape.of(4, 6), Philox.of(1), 0, 1);
        float[] outside = model.encode(x).toArray();
        try (Scope _ = Scope.open()) {
            Var z = model.flow().forward(Var.constant(x)).y();
            assertThat(z.value().toArray()).containsExactly(outside);
            assertThat(model.encode(x).toArray()).containsExactly(outside);
        }
    }

    @Test
    void theLastLayerOfANetworkBeginsAtZero() {
        CouplingNetwork network = CouplingNetwork.mlp(Parameters.create(CPU, 1), 3, 5, 2, 4);
        Tensor x = Tensor.normal(CPU, Shape.of(2, 3), Philox.of(1), 0, 1);
        assertThat(network.forward(Var.constant(x)).value().toArray()).containsOnly(0f);
    }
}
