package io.isotropy.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Coupling.Scale;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.Pooling.Mode;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation has a row, on shapes with tails. */
class GradCheckTest {

    private static final Backend REFERENCE = Backends.reference();
    private record Row(String name, Function<Var[], Var> function, Shape... shapes) {}

    private final List<Row> rows = new ArrayList<>();

    GradCheckTest() {
        elementwise();
        shapes();
        products();
        normalizations();
        couplings();
        segments();
        randomShapes();
    }

    private void couplings() {
        for (int[] columns : new int[][] {{0, 2}, {3, 5}, {1, 4}, {2, 2}, {0, 5}}) {
            int from = columns[0];
            int to = columns[1];
            int k = to - from;
            String place = " " + from + " to " + to;
            row("Coupling.of shifts" + place, in -> both(Coupling.of(Scale.NONE, in[0], in[1], null, from, to)), of(3, 5), of(3, k));
            row("Coupling.of tanh" + place,
                    in -> both(Coupling.of(Scale.TANH, in[0], in[1], in[2], from, to)), of(3, 5), of(3, 2 * k), of(k));
            row("Coupling.of sigmoid" + place,
                    in -> both(Coupling.of(Scale.SIGMOID, in[0], in[1], null, from, to)), of(3, 5), of(3, 2 * k));
        }
        row("Coupling.of y alone", in -> Coupling.of(Scale.TANH, in[0], in[1], in[2], 1, 3).y(), of(3, 5), of(3, 4), of(2));
        row("Coupling.of logarithm alone",
                in -> Coupling.of(Scale.TANH, in[0], in[1], in[2], 1, 3).logDeterminant(), of(3, 5), of(3, 4), of(2));
        row("Coupling.of one variable", in -> both(Coupling.of(Scale.SIGMOID, in[0], in[0], null, 1, 3)), of(3, 4));
        row("Coupling.of computed", in -> { // in memory that gradients may overwrite
            Coupling first = Coupling.of(Scale.TANH, in[0].times(2), Blas.linear(in[0], in[1], null), in[2].times(3), 0, 2);
            Coupling second = Coupling.of(Scale.NONE, first.y(), first.y().slice(1, 0, 2).times(2), null, 2, 4);
            return Shapes.concat(0, both(second), first.logDeterminant());
        }, of(3, 4), of(4, 4), of(2));
    }

    private static Var both(Coupling coupling) {
        return Shapes.concat(0, coupling.y().reshape(-1), coupling.logDeterminant());
    }

    private void row(String name, Function<Var[], Var> function, Shape... shapes) {
        rows.add(new Row(name, function, shapes));
    }

    private static Shape of(int... dims) {
        return Shape.of(dims);
    }

    private static IntTensor ints(int... values) {
        return IntTensor.of(REFERENCE, Shape.of(values.length), values);
    }

    private static Tensor mask(Shape shape) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i += 2) {
            values[i] = 1;
        }
        return Tensor.of(REFERENCE, shape, values);
    }

    private void elementwise() {
        row("Elementwise.plus", in -> Elementwise.plus(in[0], in[1]), of(3, 5), of(3, 5));
        row("Elementwise.plus row", in -> Elementwise.plus(in[0], in[1]), of(3, 5), of(5));
        row("Elementwise.plus column", in -> Elementwise.plus(in[0], in[1]), of(3, 1), of(3, 7));
        row("Elementwise.plus itself", in -> Elementwise.plus(in[0], in[0]), of(7));
        row("Elementwise.plus empty", in -> Elementwise.plus(in[0], in[1]), of(0, 3), of(3));
        row("Elementwise.minus", in -> Elementwise.minus(in[0], in[1]), of(2, 3, 1), of(4));
        row("Elementwise.times", in -> Elementwise.times(in[0], in[1]), of(1, 9), of(1, 9));
        row("Elementwise.times broadcast", in -> Elementwise.times(in[0], in[1]), of(2, 1, 5), of(3, 1));
        row("Elementwise.times number", in -> Elementwise.times(in[0], in[1]), of(), of(2, 3));
        row("Elementwise.dividedBy", in -> Elementwise.dividedBy(in[0], in[1]), of(3, 3), of(3, 1));
        row("Elementwise.maximum", in -> Elementwise.maximum(in[0], in[1]), of(3, 5), of(5));
        row("Elementwise.minimum", in -> Elementwise.minimum(in[0], in[1]), of(3, 5), of(3, 1));
        row("Elementwise.where", in -> Elementwise.where(mask(of(3, 5)), in[0], in[1]), of(3, 5), of(5));
        row("Elementwise.affine", in -> Elementwise.affine(in[0], 0.5f, 2), of(3, 5));
        row("Elementwise.affine sum", in -> Elementwise.affine(in[0], 1, 2), of(3));
        row("Elementwise.negate", in -> Elementwise.negate(in[0]), of(7));
        row("Elementwise.abs", in -> Elementwise.abs(in[0]), of(7));
        row("Elementwise.square", in -> Elementwise.square(in[0]), of(7));
        row("Elementwise.sqrt", in -> Elementwise.sqrt(Elementwise.square(in[0])), of(7));
        row("Elementwise.exp", in -> Elementwise.exp(in[0]), of(1));
        row("Elementwise.log", in -> Elementwise.log(Elementwise.abs(in[0])), of(9));
        row("Elementwise.tanh", in -> Elementwise.tanh(in[0]), of(3, 3));
        row("Elementwise.sigmoid", in -> Elementwise.sigmoid(in[0]), of(3, 3));
        row("Elementwise.relu", in -> Elementwise.relu(in[0]), of(9));
        row("Elementwise.gelu", in -> Elementwise.gelu(in[0].plus(1)), of(5, 3));
        row("Elementwise.geluTanh", in -> Elementwise.geluTanh(in[0]), of(5, 3));
        for (Unary function : Unary.values()) {
            boolean positive = function == Unary.SQRT || function == Unary.RSQRT || function == Unary.LOG;
            row("Elementwise.apply " + function,
                    in -> Elementwise.apply(function, positive ? Elementwise.square(in[0]) : in[0]), of(3, 3));
        }
        row("Elementwise.apply transposed", in -> Elementwise.apply(Unary.TANH, in[0].transpose()).transpose(), of(2, 3));
        row("Elementwise.dropout", in -> Elementwise.dropout(in[0], 0.4f, io.isotropy.autograd.Mode.train(1, 2)), of(4, 5));
        row("Elementwise.dropoutInPlace",
                in -> Elementwise.dropoutInPlace(in[0].plus(in[1]), 0.4f, io.isotropy.autograd.Mode.train(1, 2)).plus(in[1]),
                of(4, 5), of(5));
    }

    private void shapes() {
        row("Shapes.reshape", in -> Shapes.reshape(in[0], 3, -1), of(2, 3, 5));
        row("Shapes.reshape of a view", in -> Shapes.reshape(in[0].transpose(), 6), of(2, 3));
        row("Shapes.transpose", in -> Shapes.transpose(in[0], 0, 2), of(2, 3, 5));
        row("Shapes.permute", in -> Shapes.permute(in[0], 2, 0, -2), of(2, 3, 5));
        row("Shapes.expand", in -> Shapes.expand(in[0], 2, 3, 5), of(3, 1));
        row("Shapes.slice", in -> Shapes.slice(in[0], 1, 1, -1), of(3, 5));
        row("Shapes.slice twice", in -> in[0].slice(0, 0, 2).times(in[0].slice(0, 1, 3)), of(3, 5));
        row("Shapes.slice empty", in -> Shapes.slice(in[0], 0, 1, 1), of(3, 5));
        row("Shapes.slice step", in -> Shapes.slice(in[0].times(2), 0, 0, 5, 2), of(5));
        row("Shapes.concat", in -> Shapes.concat(1, in[0], in[1], in[0]), of(3, 2), of(3, 1));
        row("Shapes.stack", in -> Shapes.stack(List.of(in[0], in[1])), of(3, 2), of(3, 2));
        row("Shapes.permuteColumns", in -> Shapes.permuteColumns(in[0].times(2), ints(2, 0, 3, 1), ints(1, 3, 0, 2)), of(3, 4));
        row("Shapes.permuteColumns of a view", in -> Shapes.permuteColumns(in[0].transpose(), ints(1, 0), ints(1, 0)), of(2, 3));
        row("Shapes.diagonal", in -> Shapes.diagonal(in[0]), of(3, 5));
        row("Shapes.diagonal tall", in -> Shapes.diagonal(in[0].times(in[0])), of(5, 3));
        row("Embedding.gather", in -> Embedding.gather(in[0], ints(2, 0, 2, 1)), of(4, 3));
        row("Embedding.gather twice", in -> Embedding.gather(in[0], ints(2, 0)).times(Embedding.gather(in[0], ints(2, 3))),
                of(4, 3));
        row("Embedding.sum",
                in -> Embedding.sum(List.of(in[0], in[1]), List.of(ints(2, 0, 2), ints(0, 1, 1))), of(4, 3), of(2, 3));
    }

    private void products() {
        row("Blas.matmul", in -> Blas.matmul(in[0], in[1]), of(3, 5), of(5, 2));
        row("Blas.matmul batch", in -> Blas.matmul(in[0], in[1]), of(2, 1, 3, 5), of(3, 5, 2));
        row("Blas.matmul vectors", in -> Blas.matmul(in[0], in[1]), of(5), of(5));
        row("Blas.matmul vector and matrices", in -> Blas.matmul(in[0], in[1]), of(5), of(2, 5, 3));
        row("Blas.matmul matrix and vector", in -> Blas.matmul(in[0], in[1]), of(3, 5), of(5));
        row("Blas.matmul matrices and vector", in -> Blas.matmul(in[0], in[1]), of(2, 3, 5), of(5));
        row("Blas.matmul transposed", in -> Blas.matmul(in[0], in[1].transpose()), of(1, 5), of(7, 5));
        row("Blas.linear", in -> Blas.linear(in[0], in[1], in[2]), of(2, 3, 5), of(7, 5), of(7));
        row("Blas.linear without bias", in -> Blas.linear(in[0], in[1], null), of(1, 5), of(1, 5));
        row("Blas.linear twice", in -> Blas.linear(Blas.linear(in[0], in[1], in[2]), in[1], in[2]), of(3, 5), of(5, 5), of(5));
        row("Blas.linear of products",
                in -> Blas.linear(in[0].times(in[0]), in[1].times(2), in[2].times(2)).plus(in[0].sum()), of(3, 5), of(2, 5), of(2));
        row("Blas.linear without rows", in -> Blas.linear(in[0], in[1], in[2]), of(0, 5), of(2, 5), of(2));
        row("Blas.linearRelu", in -> Blas.linearRelu(in[0], in[1], in[2]), of(2, 3, 5), of(7, 5), of(7));
        row("Blas.linearRelu without bias", in -> Blas.linearRelu(in[0], in[1], null), of(1, 5), of(1, 5));
        row("Blas.linearRelu twice",
                in -> Blas.linearRelu(Blas.linearRelu(in[0].times(2), in[1], in[2]), in[1], in[2]), of(3, 5), of(5, 5), of(5));
        row("Blas.linearRelu used twice",
                in -> {
                    Var y = Blas.linearRelu(in[0], in[1], in[2]);
                    return y.times(y).plus(y);
                },
                of(3, 5), of(4, 5), of(4));
        row("Blas.linearRelu without rows", in -> Blas.linearRelu(in[0], in[1], in[2]), of(0, 5), of(2, 5), of(2));
        row("Blas.linear side by side",
                in -> Blas.linear(in[0], List.of(in[1], in[2]), List.of(in[3], in[4])), of(3, 5), of(2, 5), of(3, 5), of(2), of(3));
        row("Reductions.sum", in -> Reductions.sum(in[0]), of(3, 5));
        row("Reductions.sum axis", in -> Reductions.sum(in[0], 1), of(3, 5, 2));
        row("Reductions.mean", in -> Reductions.mean(in[0].times(in[0])), of(3, 5));
        row("Reductions.mean axis", in -> Reductions.mean(in[0], -1), of(3, 5));
        row("Reductions.max", in -> Reductions.max(in[0]), of(3, 5));
        row("Reductions.min", in -> Reductions.min(in[0]), of(3, 5));
        row("Reductions.variance", in -> Reductions.variance(in[0], 1, 1), of(3, 5, 2));
        row("Reductions.norm", in -> Reductions.norm(in[0], 0), of(3, 5));
        row("Reductions.norm of the last axis", in -> Reductions.norm(in[0], -1), of(2, 3, 5));
        row("Reductions.logSumExp", in -> Reductions.logSumExp(in[0].times(3)), of(3, 5));
        row("Reductions.dotRows", in -> Reductions.dotRows(in[0], in[1]), of(3, 5), of(3, 5));
        row("Reductions.dotRows itself", in -> Reductions.dotRows(in[0], in[0]), of(3, 1));
    }

    private void normalizations() {
        for (Shape shape : List.of(of(3, 5), of(1, 1), of(2, 3, 2), of(0, 3))) {
            row("Normalization.softmax " + shape, in -> Normalization.softmax(in[0]), shape);
            row("Normalization.logSoftmax " + shape, in -> Normalization.logSoftmax(in[0]), shape);
            row("Normalization.l2Normalize " + shape, in -> Normalization.l2Normalize(in[0], 1e-12f), shape);
            Shape last = of(shape.last());
            row("Normalization.layerNorm " + shape,
                    in -> Normalization.layerNorm(in[0], in[1], in[2], 1e-3f), shape, last, last);
            row("Normalization.layerNorm residual " + shape,
                    in -> Normalization.layerNorm(in[0].times(2), in[1], in[2], in[3], 1e-3f), shape, shape, last, last);
        }
        row("Normalization.layerNorm itself",
                in -> Normalization.layerNorm(in[0], in[0], in[1], in[1], 1e-3f), of(3, 5), of(5));
        row("CrossEntropy.crossEntropy", in -> CrossEntropy.crossEntropy(in[0], ints(4, 0, 2), -100, 0), of(3, 5));
        row("CrossEntropy.crossEntropy ignored",
                in -> CrossEntropy.crossEntropy(in[0].times(2), ints(4, -100, 2), -100, 0.1f), of(3, 5));
        row("CrossEntropy.crossEntropy used twice",
                in -> {
                    Var logits = Blas.linear(in[0], in[1], null);
                    return CrossEntropy.crossEntropy(logits, ints(4, 1, 2), -100, 0).plus(Reductions.sum(logits, 1));
                },
                of(3, 2), of(5, 2));
    }

    /** Sizes that are drawn: what no row above thought of. */
    private void randomShapes() {
        for (int draw = 1; draw <= 6; draw++) {
            Philox random = Philox.of(draw);
            int n = 1 + random.integer(0, 7);
            int d = 1 + random.integer(1, 19);
            int k = 1 + random.integer(2, 11);
            String of = " drawn " + n + ", " + d + ", " + k;
            int last = random.integer(3, n + 1);
            Segments two = Segments.ofLengths(REFERENCE, n - last, last);
            Segments others = Segments.ofLengths(REFERENCE, k, 1);
            int[] targets = IntStream.range(0, n).map(i -> random.integer(10 + i, d)).toArray();
            row("Elementwise.times" + of, in -> Elementwise.times(in[0], in[1]), of(n, d), of(n, 1));
            row("Elementwise.gelu" + of, in -> Elementwise.gelu(in[0]), of(n, d));
            row("Elementwise.dropout" + of, in -> Elementwise.dropout(in[0], 0.3f, io.isotropy.autograd.Mode.train(1, 2)), of(n, d));
            row("Blas.matmul" + of, in -> Blas.matmul(in[0], in[1]), of(n, d), of(d, k));
            row("Blas.linear" + of, in -> Blas.linear(in[0], in[1], in[2]), of(n, d), of(k, d), of(k));
            row("Reductions.sum" + of, in -> Reductions.sum(in[0], 0), of(n, d));
            row("Normalization.softmax" + of, in -> Normalization.softmax(in[0]), of(n, d));
            row("Normalization.logSoftmax" + of, in -> Normalization.logSoftmax(in[0]), of(n, d));
            row("Normalization.l2Normalize" + of, in -> Normalization.l2Normalize(in[0], 1e-12f), of(n, d));
            row("Normalization.layerNorm" + of,
                    in -> Normalization.layerNorm(in[0], in[1], in[2], in[3], 1e-3f), of(n, d), of(n, d), of(d), of(d));
            row("CrossEntropy.crossEntropy" + of, in -> CrossEntropy.crossEntropy(in[0], ints(targets), -100, 0.1f), of(n, d));
            row("Embedding.gather" + of, in -> Embedding.gather(in[0], ints(targets)), of(d, k));
            row("Pooling.segmentPool" + of, in -> Pooling.segmentPool(Mode.MEAN, in[0], two), of(n, d));
            row("Attention.selfAttention" + of,
                    in -> Attention.selfAttention(in[0], two, 2, false, 0.1f, io.isotropy.autograd.Mode.train(1, 1)), of(n, 6 * k));
            row("Attention.attention" + of,
                    in -> Attention.attention(in[0], in[1], two, others, 1, false, 0, io.isotropy.autograd.Mode.eval()),
                    of(n, d), of(k + 1, 2 * d));
            row("Recurrence.lstm" + of, in -> Recurrence.lstm(in[0], in[1], two, true), of(n, 4 * k), of(4 * k, k));
        }
    }

    private void segments() {
        Segments three = Segments.ofLengths(REFERENCE, 3, 0, 1, 4);
        Segments others = Segments.ofLengths(REFERENCE, 1, 2, 3, 1);
        for (Mode mode : Mode.values()) {
            row("Pooling.segmentPool " + mode, in -> Pooling.segmentPool(mode, in[0], three), of(8, 3));
        }
        for (boolean causal : new boolean[] {false, true}) {
            for (float dropout : new float[] {0, 0.3f}) {
                row("Attention.selfAttention causal=" + causal + " dropout=" + dropout,
                        in -> Attention.selfAttention(in[0], three, 2, causal, dropout, io.isotropy.autograd.Mode.train(1, 1)),
                        of(8, 18));
            }
        }
        row("Attention.selfAttention used twice",
                in -> Attention.selfAttention(in[0].plus(1), three, 1, false, 0, io.isotropy.autograd.Mode.eval()).plus(in[0].sum()),
                of(8, 3));
        row("Attention.attention",
                in -> Attention.attention(in[0], in[1], three, others, 2, false, 0.2f, io.isotropy.autograd.Mode.train(1, 1)),
                of(8, 6), of(7, 12));
        row("Recurrence.lstm", in -> Recurrence.lstm(in[0], in[1], three, false), of(8, 12), of(12, 3));
        row("Recurrence.lstm backwards", in -> Recurrence.lstm(in[0], in[1], three, true), of(8, 4), of(4, 1));
        row("Checkpoint.of",
                in -> Checkpoint.of(
                        (inputs, mode) -> Elementwise.dropout(
                                Elementwise.tanh(Blas.linear(inputs.get(0).times(2), in[1], in[2])), 0.3f, mode),
                        io.isotropy.autograd.Mode.train(3, 1), in[0]),
                of(3, 5), of(2, 5), of(2));
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreThoseOfDifferences() {
        return rows.stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> {
            for (long seed = 1; seed <= 2; seed++) {
                GradCheck.check(row.name(), seed, row.function(), row.shapes());
            }
        }));
    }

    /** Every public static method of the package that returns a Var, but those of Var itself: they make one of a tensor. */
    @Test
    void everyOperationHasARow() throws Exception {
        TreeSet<String> missing = new TreeSet<>();
        int operations = 0;
        for (Class<?> group : classes()) {
            for (Method method : group.getDeclaredMethods()) {
                boolean operation = Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers())
                        && (method.getReturnType() == Var.class || method.getReturnType() == Coupling.class);
                String name = group.getSimpleName() + "." + method.getName();
                operations += operation ? 1 : 0;
                if (operation && rows.stream().noneMatch(row -> row.name().equals(name) || row.name().startsWith(name + " "))) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(operations).as("operations that were found").isGreaterThan(50);
    }

    private static List<Class<?>> classes() throws Exception {
        Path folder = Path.of(Var.class.getResource("Var.class").toURI()).getParent();
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".class") && !name.contains("$") && !name.contains("-") && !name.equals("Var.class")) {
                    classes.add(Class.forName("io.isotropy.autograd." + name.replace(".class", "")));
                }
            }
        }
        return classes;
    }

    @Test
    void aWrongGradientIsNamed() {
        assertThatThrownBy(() -> GradCheck.check(
                        "wrong", 7,
                        in -> Var.of("wrong", in[0].value().square(), List.of(in[0]), dy -> List.of(dy.times(in[0].value()))),
                        of(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("\\[gradcheck\\] wrong: argument 0 \\(argument 0\\), index 0 of \\(2\\): analytic .*, numeric .*, seed 7");
    }

    @Test
    void parametersOfAnotherBackendAreRefused() {
        Var w = Var.parameter("w", Tensor.of(Backends.byName("cpu"), Shape.of(2), 1, 2));
        assertThatThrownBy(() -> GradCheck.check("square", 7, List.of(w), () -> w.times(w)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[gradcheck] parameters must lie on backend 'reference'")
                .hasMessageContaining("got parameter (2) in w on 'cpu'");
    }
}
