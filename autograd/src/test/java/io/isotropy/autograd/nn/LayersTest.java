package io.isotropy.autograd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.Checkpoint;
import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.GradCheck;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.RowSelection;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LayersTest {

    private static final Backend REFERENCE = Backends.reference();
    private static final Initializer SPREAD = Initializer.normal(0.5f);
    private static final TransformerConfig POST = new TransformerConfig(6, 2, 5, Unary.GELU, 0.2f, 0.3f, 1e-5f, false, SPREAD);

    /** Makes a layer in a scope and says how it is run. */
    private interface Case {
        Function<Var, Var> of(Parameters parameters);
    }

    private static DynamicTest check(String name, Shape input, Case layer) {
        return DynamicTest.dynamicTest(name, () -> {
            for (long seed = 1; seed <= 2; seed++) {
                Parameters parameters = Parameters.create(REFERENCE, seed);
                Var x = Var.parameter("x", Tensor.normal(REFERENCE, input, Philox.of(seed), 0, 1));
                Function<Var, Var> forward = layer.of(parameters);
                List<Var> all = new ArrayList<>(List.of(x));
                parameters.all().forEach(parameter -> all.add(parameter.variable()));
                GradCheck.check(name, seed, all, () -> forward.apply(x));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreThoseOfDifferences() {
        Segments segments = Segments.ofLengths(REFERENCE, 2, 0, 3, 1);
        Segments memory = Segments.ofLengths(REFERENCE, 1, 2, 1, 3);
        Shape six = Shape.of(6, 6);
        Var kept = Var.constant(Tensor.normal(REFERENCE, Shape.of(7, 6), Philox.of(9), 0, 1));
        return Stream.of(
                check("Linear", Shape.of(3, 5), scope -> Linear.create(scope, 5, 2)::forward),
                check("Linear without bias", Shape.of(3, 5), scope -> Linear.createWithoutBias(scope, 5, 2, SPREAD)::forward),
                check("Embedding and tied Linear", Shape.of(3, 5), scope -> {
                    Embedding table = Embedding.create(scope.at("table"), 4, 5, SPREAD);
                    Linear decoder = Linear.tied(scope.at("decoder"), table.weight());
                    IntTensor index = IntTensor.of(REFERENCE, Shape.of(3), 3, 0, 3);
                    return x -> decoder.forward(Elementwise.tanh(table.forward(index).times(x)));
                }),
                check("LayerNorm", Shape.of(3, 5), scope -> LayerNorm.create(scope, 5, 1e-5f)::forward),
                check("Dropout", Shape.of(3, 5), scope -> x -> new Dropout(0.3f).forward(x, Mode.train(1, 1))),
                check("FeedForward", Shape.of(3, 5), scope -> {
                    FeedForward layer = FeedForward.create(scope, Unary.TANH, 0.2f, 5, 3, 2);
                    return x -> layer.forward(x, Mode.train(1, 1));
                }),
                check("EncoderLayer", six, scope -> {
                    EncoderLayer layer = EncoderLayer.create(scope, POST);
                    return x -> layer.forward(x, segments, Mode.train(1, 1));
                }),
                check("EncoderLayer pre-LN", six, scope -> {
                    EncoderLayer layer = EncoderLayer.create(scope, POST.withNormFirst());
                    return x -> layer.forward(x, segments, Mode.train(1, 1));
                }),
                check("EncoderLayer at some rows", six, scope -> {
                    EncoderLayer layer = EncoderLayer.create(scope, POST);
                    return x -> layer.forward(x, RowSelection.of(segments, 1, 2, 4), Mode.train(1, 1));
                }),
                check("EncoderLayer at some rows, pre-LN", six, scope -> {
                    EncoderLayer layer = EncoderLayer.create(scope, POST.withNormFirst());
                    return x -> layer.forward(x, RowSelection.firsts(segments), Mode.train(1, 1));
                }),
                check("EncoderLayer twice, checkpointed", six, scope -> {
                    EncoderLayer layer = EncoderLayer.create(scope, POST);
                    Checkpoint.Part part = (in, mode) -> layer.forward(in.getFirst(), segments, mode);
                    return x -> {
                        Mode mode = Mode.train(1, 1);
                        return Checkpoint.of(part, mode, Checkpoint.of(part, mode, x));
                    };
                }),
                check("DecoderLayer", six, scope -> {
                    DecoderLayer layer = DecoderLayer.create(scope, POST);
                    return x -> layer.forward(x, segments, kept.plus(x.sum()), memory, Mode.train(1, 1));
                }),
                check("DecoderLayer pre-LN, tied", six, scope -> {
                    EncoderLayer encoder = EncoderLayer.create(scope.at("encoder"), POST.withNormFirst());
                    DecoderLayer layer = DecoderLayer.tied(scope.at("decoder"), encoder);
                    return x -> layer.forward(x, segments, encoder.forward(x, segments, Mode.eval()), segments, Mode.train(1, 1));
                }),
                check("Lstm", Shape.of(6, 3), scope -> {
                    Lstm layer = Lstm.create(scope, 3, 2);
                    return x -> layer.forward(x, segments);
                }),
                check("Lstm in both directions", Shape.of(6, 3), scope -> {
                    Lstm layer = Lstm.createBidirectional(scope, 3, 2);
                    return x -> layer.forward(x.times(2), segments).plus(x.sum());
                }),
                check("Lstm of single rows", Shape.of(2, 1), scope -> {
                    Lstm layer = Lstm.create(scope, 1, 1);
                    return x -> layer.forward(x, Segments.ofLengths(REFERENCE, 1, 1));
                }),
                check("Lstm without rows", Shape.of(0, 3), scope -> {
                    Lstm layer = Lstm.create(scope, 3, 2);
                    return x -> layer.forward(x, Segments.ofLengths(REFERENCE, 0, 0));
                }));
    }

    @Test
    void aLayerAtSomeRowsHasTheBitsOfAllRows() {
        Backend backend = Backends.byName("cpu");
        TransformerConfig config = new TransformerConfig(96, 3, 200, Unary.GELU, 0, 0, 1e-5f, false, SPREAD);
        EncoderLayer layer = EncoderLayer.create(Parameters.create(backend, 4), config);
        Segments segments = Segments.ofLengths(backend, 70, 1, 0, 13, 64);
        int[] rows = {0, 5, 6, 7, 8, 9, 10, 69, 71, 83, 84, 100, 147};
        try (Scope _ = Scope.open()) {
            Var x = Var.constant(Tensor.normal(backend, Shape.of(148, 96), Philox.of(2), 0, 1));
            Var all = layer.forward(x, segments, Mode.eval()).gather(IntTensor.of(backend, Shape.of(rows.length), rows));
            Var some = layer.forward(x, RowSelection.of(segments, rows), Mode.eval());
            assertThat(some.value().toArray()).containsExactly(all.value().toArray());
        }
    }

    @Test
    void everyLayerHasARow() throws Exception {
        List<String> rows = gradientsAreThoseOfDifferences().map(DynamicTest::getDisplayName).toList();
        Path classes = Path.of(Linear.class.getResource("Linear.class").toURI()).getParent();
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.contains("$") && Arrays.stream(Class.forName("io.isotropy.autograd.nn." + name).getMethods())
                        .anyMatch(method -> method.getName().equals("forward"))
                        && rows.stream().noneMatch(row -> List.of(row.split("[ ,]+")).contains(name))) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static float[] sines(int count, double start) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Math.round(Math.sin(start + 1.3 * i) * 100) / 100f;
        }
        return values;
    }

    /** Figures of PyTorch 2.13.0's LSTM(3, 2, bidirectional=True). */
    @Test
    void lstmIsThatOfPyTorch() {
        Parameters parameters = Parameters.create(Backends.preferred(), 1);
        Lstm layer = Lstm.createBidirectional(parameters, 3, 2);
        List<Parameter> all = parameters.all();
        assertThat(all).extracting(Parameter::name).containsExactly(
                "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0",
                "weight_ih_l0_reverse", "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse");
        for (int i = 0; i < all.size(); i++) {
            Tensor value = all.get(i).variable().value();
            value.buffer().write(0, sines(value.shape().size(), 0.1 + i), 0, value.shape().size());
        }
        Var x = Var.parameter(Tensor.of(Shape.of(6, 3), sines(18, 0.5)));
        Var y = layer.forward(x, Segments.ofLengths(x.backend(), 2, 0, 3, 1)).retain();
        y.times(y).sum().backward();
        assertThat(y.value().toArray()).containsExactly(
                new float[] {
                        0.0509325f, 0.01580682f, -0.4806525f, 0.3889222f, 0.3046021f, -0.01871575f,
                        -0.4631899f, 0.2249418f, 0.02225685f, 0.05701032f, -0.5368851f, -0.04987511f,
                        0.1457555f, 0.01416531f, -0.3745464f, 0.4506734f, 0.1325077f, -0.01438575f,
                        -0.5941207f, 0.1627948f, 0.02776805f, 0.02717057f, 0.04744581f, -0.2945927f},
                within(1e-6f));
        assertThat(Objects.requireNonNull(x.gradient()).toArray()).containsExactly(
                new float[] {
                        -0.3677062f, -0.206833f, 0.2567971f, 0.04683475f, -0.06166056f, -0.08094674f,
                        -0.2829633f, -0.145421f, 0.2029222f, 0.158963f, -0.1655866f, -0.2477665f,
                        -0.08163422f, -0.08325873f, 0.03602678f, 0.1776505f, 0.1236189f, -0.1122607f},
                within(2e-6f));
        assertThat(Objects.requireNonNull(parameters.get("weight_hh_l0_reverse").gradient()).toArray()).containsExactly(
                new float[] {
                        -0.0847737f, 0.06879513f, -0.09146789f, 0.02805878f, -0.1072026f, 0.09373485f,
                        -0.02010207f, 0.005576288f, 0.1737485f, -0.1257363f, -0.1216289f, 0.04926194f,
                        -0.19101f, 0.07345063f, -0.06890191f, 0.02634491f},
                within(2e-6f));
    }

    @Test
    void aDecoderDoesNotSeeWhatComesLater() {
        Parameters parameters = Parameters.create(Backends.preferred(), 1);
        DecoderLayer layer = DecoderLayer.create(parameters.at("decoder.layer.0"), POST);
        Segments segments = Segments.ofLengths(Backends.preferred(), 4);
        Segments memorySegments = Segments.ofLengths(Backends.preferred(), 2);
        Var memory = Var.constant(Tensor.normal(Backends.preferred(), Shape.of(2, 6), Philox.of(2), 0, 1));
        float[] values = Tensor.normal(Backends.preferred(), Shape.of(4, 6), Philox.of(1), 0, 1).toArray();
        float[] before = layer.forward(Var.constant(Tensor.of(Shape.of(4, 6), values)), segments, memory, memorySegments, Mode.eval())
                .value().toArray();
        values[15] += 1; // row 2
        float[] after = layer.forward(Var.constant(Tensor.of(Shape.of(4, 6), values)), segments, memory, memorySegments, Mode.eval())
                .value().toArray();
        for (int i = 0; i < 12; i++) {
            assertThat(after[i]).isEqualTo(before[i]);
        }
        assertThat(after[12]).isNotEqualTo(before[12]);
        assertThat(after[18]).isNotEqualTo(before[18]);
        assertThat(parameters.all()).extracting(Parameter::name).contains(
                "decoder.layer.0.crossattention.self.query.weight", "decoder.layer.0.attention.output.LayerNorm.bias");
    }

    @Test
    void inferenceKeepsTheResultAlone() {
        Parameters parameters = Parameters.create(Backends.preferred(), 1);
        EncoderLayer layer = EncoderLayer.create(parameters.at("layer", 0), POST);
        Segments segments = Segments.ofLengths(Backends.preferred(), 2, 3);
        Var x = Var.constant(Tensor.normal(Backends.preferred(), Shape.of(5, 6), Philox.of(1), 0, 1));
        float[] recorded = layer.forward(x, segments, Mode.eval()).value().toArray();
        try (Scope _ = Scope.open();
                NoGradient _ = NoGradient.open()) {
            assertThat(layer.forward(x, segments, Mode.eval()).value().toArray()).containsExactly(recorded);
        }
    }

    @Test
    void resultsAreTheSameForAnyNumberOfThreads() {
        Backend backend = Backends.preferred();
        int threads = backend.threads();
        float[][] gradients = new float[2][];
        try {
            for (int i = 0; i < 2; i++) {
                backend.setThreads(i == 0 ? 1 : 3);
                Parameters parameters = Parameters.create(backend, 1);
                TransformerConfig config = new TransformerConfig(64, 4, 256, Unary.GELU, 0.1f, 0.1f, 1e-5f, false, SPREAD);
                EncoderLayer layer = EncoderLayer.create(parameters, config);
                Segments segments = Segments.ofLengths(backend, 70, 1, 130, 33);
                Var x = Var.parameter(Tensor.normal(backend, Shape.of(234, 64), Philox.of(1), 0, 1));
                Var y = layer.forward(x, segments, Mode.train(1, 1));
                y.times(y).sum().plus(y.sum()).backward();
                gradients[i] = Objects.requireNonNull(parameters.get("attention.self.query.weight").gradient()).toArray();
            }
        } finally {
            backend.setThreads(threads);
        }
        assertThat(gradients[1]).containsExactly(gradients[0]);
    }
}
