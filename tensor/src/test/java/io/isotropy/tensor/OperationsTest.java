package io.isotropy.tensor;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code numpy-2.4-operations.txt} holds name, shape and values of what NumPy 2.4.6 gives for each of these
 * expressions.
 */
class OperationsTest {

    /** The inputs of the expressions: element i of f(k, …) is ((37·(i + k) mod 23) − 11)/4. */
    private record Inputs(Backend backend) {

        Tensor f(int k, int... dims) {
            Shape shape = Shape.of(dims);
            float[] values = new float[shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = ((i + k) * 37 % 23 - 11) / 4f;
            }
            return Tensor.of(backend, shape, values);
        }

        Tensor a() {
            return f(0, 2, 3, 4);
        }

        Tensor b() {
            return f(5, 3, 4);
        }

        Tensor v() {
            return f(9, 4);
        }

        Tensor c() {
            return f(2, 3, 1);
        }

        Tensor m() {
            return f(1, 5, 6);
        }

        Tensor t() {
            return f(3, 2, 1, 4);
        }

        IntTensor index(Shape shape, int... values) {
            return IntTensor.of(backend, shape, values);
        }

        Tensor floats(IntTensor x) {
            float[] values = new float[x.shape().size()];
            int[] ints = x.toArray();
            Arrays.setAll(ints, i -> {
                values[i] = ints[i];
                return ints[i];
            });
            return Tensor.of(backend, x.shape(), values);
        }
    }

    private static final List<Map.Entry<String, Function<Inputs, Tensor>>> ELEMENTWISE = List.of(
            entry("plus same", in -> in.a().plus(in.f(7, 2, 3, 4))),
            entry("plus row", in -> in.a().plus(in.v())),
            entry("plus matrix", in -> in.a().plus(in.b())),
            entry("plus column", in -> in.b().plus(in.c())),
            entry("column first", in -> in.c().minus(in.b())),
            entry("plus outer", in -> in.c().plus(in.v())),
            entry("plus middle", in -> in.a().plus(in.t())),
            entry("middle first", in -> in.t().minus(in.a())),
            entry("scalar tensor", in -> in.a().times(in.f(4, 1))),
            entry("transposed", in -> in.m().transpose().minus(in.f(3, 6, 5))),
            entry("both transposed", in -> in.m().transpose().times(in.m().transpose())),
            entry("transposed row", in -> in.m().transpose().plus(in.f(2, 5))),
            entry("sliced", in -> in.m().slice(0, 1, 4).slice(1, 2, 5).plus(in.m().slice(0, 0, 3).slice(1, 0, 3))),
            entry("stepped", in -> in.m().slice(0, 0, 5, 2).slice(1, 1, 6, 2)
                    .minus(in.m().slice(0, 1, 4).slice(1, 0, 3))),
            entry("strided row", in -> in.m().slice(1, 0, 6, 2).plus(in.f(1, 12).slice(0, 0, 12, 4))),
            entry("strided column", in -> in.m().plus(in.f(2, 5, 3).slice(1, 1, 2))),
            entry("expanded", in -> in.v().expand(3, 4).plus(in.b())),
            entry("divide", in -> in.a().dividedBy(in.v().plus(100))),
            entry("less", in -> in.a().lt(in.b())),
            entry("less equal", in -> in.a().le(in.t())),
            entry("equal", in -> in.a().eq(in.f(23, 2, 3, 4))),
            entry("maximum", in -> in.a().maximum(in.b())),
            entry("minimum", in -> in.t().minimum(in.b())),
            entry("empty", in -> in.f(0, 0, 3).plus(in.f(0, 1, 3))),
            entry("scalar op", in -> in.a().times(2).minus(3).dividedBy(3)),
            entry("exp", in -> in.m().exp()),
            entry("tanh sliced", in -> in.m().select(1, 2).tanh()),
            entry("where", in -> in.m().lt(0).where(in.f(3, 6), in.f(0, 1).times(0).plus(Float.NaN)
                    .where(in.f(0, 1).times(0).plus(7), in.f(0, 1)))));

    private static final List<Map.Entry<String, Function<Inputs, Tensor>>> LAYOUT = List.of(
            entry("permute", in -> in.a().permute(2, 0, 1)),
            entry("reshape permuted", in -> in.a().permute(2, 0, 1).reshape(8, -1)),
            entry("reshape view", in -> in.m().slice(1, 1, 3).reshape(5, 2, 1)),
            entry("select", in -> in.a().select(1, -1)),
            entry("negative slice", in -> in.m().slice(0, -3, -1)),
            entry("stack views", in -> Tensor.stack(1, List.of(
                    in.m().select(0, 0), in.m().select(0, -1), in.m().select(0, 2)))),
            entry("concat 0", in -> Tensor.concat(0, List.of(in.m(), in.m().slice(0, 1, 3)))),
            entry("concat 1", in -> Tensor.concat(1, List.of(in.m().transpose(), in.f(0, 6, 2)))),
            entry("concat -2", in -> Tensor.concat(-2, List.of(in.a(), in.a().slice(1, 1, 2)))),
            entry("gather", in -> in.m().gather(in.index(Shape.of(2, 2), 2, 0, 4, 4))),
            entry("scatter", in -> in.m().scatter(in.index(Shape.of(3), 3, 0, 3), in.f(11, 3, 6))),
            entry("scatter add", in -> in.m().scatterAdd(in.index(Shape.of(4), 3, 0, 3, 1), in.f(11, 4, 6))),
            entry("scatter add 3-d", in -> in.a().scatterAdd(in.index(Shape.of(2, 1), 1, 1), in.f(11, 2, 1, 3, 4))),
            entry("assigned", in -> {
                Tensor y = in.m();
                y.slice(0, 1, 4).slice(1, 0, 6, 2).assign(in.f(2, 3, 1));
                return y;
            }),
            entry("assigned transposed", in -> {
                Tensor y = in.m();
                y.transpose().slice(0, 2, 4).assign(in.f(8, 5));
                return y;
            }),
            entry("arange", in -> Tensor.arange(0, 1, .25f).to(in.backend())),
            entry("arange down", in -> Tensor.arange(5, -2, -2).to(in.backend())),
            entry("arange empty", in -> Tensor.arange(1, 1, 1).to(in.backend())),
            entry("linspace", in -> Tensor.linspace(-1, 2, 7).to(in.backend())),
            entry("linspace 1", in -> Tensor.linspace(3, 4, 1).to(in.backend())),
            entry("eye", in -> Tensor.eye(3).to(in.backend())),
            entry("eye 0", in -> Tensor.eye(0).to(in.backend())));

    private static final List<Map.Entry<String, Function<Inputs, Tensor>>> PRODUCTS = List.of(
            entry("matmul", in -> in.m().matmul(in.f(2, 6, 4))),
            entry("matmul tn", in -> in.m().transpose().matmul(in.f(2, 5, 4))),
            entry("matmul nt", in -> in.m().matmul(in.f(4, 3, 6).transpose())),
            entry("matmul tt", in -> in.m().transpose().matmul(in.f(4, 3, 5).transpose())),
            entry("matmul slice", in -> in.m().slice(1, 1, 4).matmul(in.f(2, 6, 7).slice(0, 2, 5).slice(1, 1, 4))),
            entry("matmul stepped", in -> in.m().slice(1, 0, 6, 2).matmul(in.f(0, 3, 2))),
            entry("batched", in -> in.a().matmul(in.f(1, 2, 4, 5))),
            entry("batched shared", in -> in.a().matmul(in.f(1, 4, 5))),
            entry("batched shared left", in -> in.f(1, 5, 3).matmul(in.a())),
            entry("batched broadcast", in -> in.f(0, 2, 1, 3, 4).matmul(in.f(6, 1, 3, 4, 2))),
            entry("batched transposed", in -> in.a().transpose().matmul(in.f(3, 2, 3, 5))),
            entry("heads", in -> in.f(2, 4, 6).reshape(4, 3, 2).permute(1, 0, 2)
                    .matmul(in.f(3, 4, 6).reshape(4, 3, 2).permute(1, 2, 0))),
            entry("vector matrix", in -> in.v().matmul(in.f(0, 4, 3))),
            entry("matrix vector", in -> in.b().matmul(in.v())),
            entry("vector vector", in -> in.v().matmul(in.v())),
            entry("batched vector", in -> in.a().matmul(in.v())),
            entry("inner 0", in -> in.f(0, 3, 0).matmul(in.f(0, 0, 2))),
            entry("folded view", in -> in.a().slice(1, 0, 2).matmul(in.f(0, 4, 5))));

    private static final List<Map.Entry<String, Function<Inputs, Tensor>>> REDUCTIONS = List.of(
            entry("sum", in -> in.a().sum()),
            entry("sum 0", in -> in.a().sum(0)),
            entry("sum 1", in -> in.a().sum(1)),
            entry("sum -1", in -> in.a().sum(-1)),
            entry("sum transposed", in -> in.m().transpose().sum(0)),
            entry("sum keep", in -> in.a().sum(1, true)),
            entry("sum empty", in -> in.f(0, 0, 3).sum(0)),
            entry("mean 1", in -> in.a().mean(1)),
            entry("mean", in -> in.a().mean()),
            entry("max 1", in -> in.a().max(1)),
            entry("min 0", in -> in.a().min(0)),
            entry("max", in -> in.a().max()),
            entry("argmax 0", in -> in.floats(in.a().argMax(0))),
            entry("argmax 1", in -> in.floats(in.a().argMax(1))),
            entry("variance", in -> in.m().variance(0, 1)),
            entry("variance 1", in -> in.a().variance(1, 0)),
            entry("norm", in -> in.m().norm()),
            entry("norm 1", in -> in.a().norm(1, true)),
            entry("softmax -1", in -> in.m().softmax(-1)),
            entry("softmax 1", in -> in.a().softmax(1)));

    static List<Map.Entry<String, Function<Inputs, Tensor>>> expressions() {
        return Stream.of(ELEMENTWISE, LAYOUT, PRODUCTS, REDUCTIONS).flatMap(List::stream).toList();
    }

    static Stream<Arguments> onEveryBackend() {
        return Stream.of(Backends.reference(), Backends.preferred()).distinct().flatMap(backend ->
                expressions().stream().map(row -> Arguments.of(backend.name(), row.getKey(), row.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("onEveryBackend")
    void givesWhatNumPyGives(String backend, String name, Function<Inputs, Tensor> expression) throws IOException {
        Inputs in = new Inputs(Backends.byName(backend));
        Tensor outside = expression.apply(in);
        Tensor expected = Objects.requireNonNull(golden().get(name), name);
        assertThat(outside.shape()).isEqualTo(expected.shape());
        assertThat(outside.allClose(expected.to(in.backend()), 2e-6, 2e-6))
                .as("got %s%nexpected %s", outside, expected).isTrue();

        // In a scope: what the operation allocates on the way is recycled, its result is not.
        try (Scope scope = Scope.open()) {
            Tensor kept;
            try (Scope inner = Scope.open()) {
                kept = inner.keep(expression.apply(in));
                expression.apply(in);
            }
            assertThat(kept.allClose(outside, 0, 0)).isTrue();
            scope.keep(kept);
        }
    }

    @Test
    void everyGoldenIsUsed() throws IOException {
        assertThat(expressions().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(golden().keySet());
    }

    private static Map<String, Tensor> golden() throws IOException {
        Map<String, Tensor> golden = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(
                OperationsTest.class.getResourceAsStream("numpy-2.4-operations.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] parts = line.split("\\|", -1);
                String[] numbers = parts[2].isEmpty() ? new String[0] : parts[2].split(" ");
                float[] values = new float[numbers.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.parseFloat(numbers[i]);
                }
                int[] dims = Arrays.stream(parts[1].split(" ")).filter(dim -> !dim.isEmpty())
                        .mapToInt(Integer::parseInt).toArray();
                golden.put(parts[0], Tensor.of(Shape.of(dims), values));
            });
        }
        return golden;
    }

    @Test
    void stackNamesTheShapesItWasGiven() {
        assertThatThrownBy(() -> Tensor.stack(0, List.of(Tensor.of(1, 2), Tensor.of(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[stack] all shapes must be equal: got first (2), other (1)");
        assertThatThrownBy(() -> Tensor.stack(0, List.of())).hasMessageContaining("[stack] there must be a tensor");
    }
}
