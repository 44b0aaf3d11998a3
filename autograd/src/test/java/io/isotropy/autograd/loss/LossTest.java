package io.isotropy.autograd.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.GradCheck;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Contrastive.Distance;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.IntTensor;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LossTest {

    private static final Backend REFERENCE = Backends.reference();
    private static final Var U = matrix(
            0.44f, 1.4f, 1.29f, 0.21f, 1.09f, 1.44f, 0.39f, -1.04f, 1.46f, 0.91f, -0.73f, -1.49f, 1.44f, 0, -1.44f, -0.8f);
    private static final Var V = matrix(
            1.56f, 2.06f, 1, -0.82f, 2.04f, 1.43f, -0.58f, -2.02f, 2, 0.22f, -1.82f, -1.68f, 1.43f, -1.07f, -2.02f, -0.05f);
    private static final Var W = matrix(
            1.12f, 1.3f, 0.48f, -0.69f, 1.35f, 0.79f, -0.55f, -1.35f, 1.23f, -0.03f, -1.26f, -0.96f, 0.78f, -0.85f, -1.25f, 0.16f);
    private static final Tensor SCORES = Tensor.of(0.9f, 0.1f, 0.5f, 0.5f);
    private static final Tensor LABELS = Tensor.of(1, 0, 0, 1);

    private static Var matrix(float... values) {
        return Var.constant(Tensor.of(Shape.of(4, 4), values));
    }

    private static DynamicTest golden(String name, Var loss, double expected) {
        return DynamicTest.dynamicTest(name, () -> assertThat((double) loss.item()).isCloseTo(expected, within(2e-6 * (1 + expected))));
    }

    /** Figures of PyTorch 2.13.0 and sentence-transformers 6.0.1 for the same arguments. */
    @TestFactory
    Stream<DynamicTest> valuesAreThoseOfSentenceTransformers() {
        return Stream.of(
            golden("Similarity.unit", Similarity.unit(U).sum(), 2.2834348),
            golden("Similarity.cosine", Similarity.cosine(U, V).sum(), 3.47685),
            golden("Similarity.cosines", Similarity.cosines(U, V).sum(), 8.252044),
            golden("Similarity.cosineDistance", Similarity.cosineDistance(U, V).sum(), 0.52315005),
            golden("Similarity.euclideanDistance", Similarity.euclideanDistance(U, V).sum(), 6.19923),
            golden("Classification.pairFeatures", Elementwise.square(Classification.pairFeatures(U, V, false)).sum(), 64.9606),
            golden("Classification.pairFeatures with the product", Elementwise.square(Classification.pairFeatures(U, V, true)).sum(), 118.39287),
            golden("Regression.meanSquaredError", Regression.meanSquaredError(U, V), 0.60466874),
            golden("Classification.crossEntropy with smoothing and an ignored row", Classification.crossEntropy(U, IntTensor.of(1, -100, 3, 0), -100, 0.1f), 1.6191298),
            golden("Regression.cosine", Regression.cosine(U, V, Var.constant(SCORES)), 0.23054223),
            golden("Contrastive.infoNce", Contrastive.infoNce(U, V, 20), 1.5380359),
            golden("Contrastive.infoNce with hard negatives", Contrastive.infoNce(U, V, List.of(W), 20, 0, false), 2.1704912),
            golden("Contrastive.infoNce with weighted hard negatives", Contrastive.infoNce(U, V, List.of(W), 20, 1.5f, false), 2.3313649),
            golden("Contrastive.infoNce both ways", Contrastive.infoNce(U, V, List.of(), 20, 0, true), 1.589427),
            golden("Contrastive.contrastive Cosine 0.5f", Contrastive.contrastive(U, V, LABELS, Distance.COSINE, 0.5f), 0.046936769),
            golden("Contrastive.onlineContrastive Cosine 0.5f", Contrastive.onlineContrastive(U, V, LABELS, Distance.COSINE, 0.5f), 0.37549412),
            golden("Contrastive.onlineContrastive of one negative Cosine 0.5f", Contrastive.onlineContrastive(U, V, Tensor.of(1, 1, 0, 1), Distance.COSINE, 0.5f), 0.22260389),
            golden("Contrastive.contrastive Cosine 3", Contrastive.contrastive(U, V, LABELS, Distance.COSINE, 3), 2.1109936),
            golden("Contrastive.onlineContrastive Cosine 3", Contrastive.onlineContrastive(U, V, LABELS, Distance.COSINE, 3), 16.887951),
            golden("Contrastive.onlineContrastive of one negative Cosine 3", Contrastive.onlineContrastive(U, V, Tensor.of(1, 1, 0, 1), Distance.COSINE, 3), 8.5300016),
            golden("Contrastive.contrastive Euclidean 0.5f", Contrastive.contrastive(U, V, LABELS, Distance.EUCLIDEAN, 0.5f), 0.60986257),
            golden("Contrastive.onlineContrastive Euclidean 0.5f", Contrastive.onlineContrastive(U, V, LABELS, Distance.EUCLIDEAN, 0.5f), 4.8789005),
            golden("Contrastive.onlineContrastive of one negative Euclidean 0.5f", Contrastive.onlineContrastive(U, V, Tensor.of(1, 1, 0, 1), Distance.EUCLIDEAN, 0.5f), 5.6389008),
            golden("Contrastive.contrastive Euclidean 3", Contrastive.contrastive(U, V, LABELS, Distance.EUCLIDEAN, 3), 1.144963),
            golden("Contrastive.onlineContrastive Euclidean 3", Contrastive.onlineContrastive(U, V, LABELS, Distance.EUCLIDEAN, 3), 9.1597042),
            golden("Contrastive.onlineContrastive of one negative Euclidean 3", Contrastive.onlineContrastive(U, V, Tensor.of(1, 1, 0, 1), Distance.EUCLIDEAN, 3), 8.1627159),
            golden("Contrastive.triplet Euclidean", Contrastive.triplet(U, V, W, Distance.EUCLIDEAN, 5), 5.2289863),
            golden("Contrastive.triplet cosine", Contrastive.triplet(U, V, W, Distance.COSINE, 0.5f), 0.42755669),
            golden("Ranking.coSent", Ranking.coSent(U, V, SCORES, 20), 2.6979101),
            golden("Ranking.angle", Ranking.angle(U, V, SCORES, 20), 3.50776),
            golden("Classification.distillation", Classification.distillation(U, V, 2), 0.22816905),
            golden("Matryoshka.loss", Matryoshka.loss(List.of(U, V), new int[] {4, 2}, new float[] {1, 0.5f},
                    x -> Contrastive.infoNce(x.get(0), x.get(1), 20)), 2.481369));
    }

    private record Row(String name, Function<Var[], Var> function, Shape... shapes) {}

    private static Tensor tensor(double... values) {
        return Tensor.of(REFERENCE, Shape.of(values.length), values);
    }

    private static List<Row> rows() {
        Shape small = Shape.of(3, 4);
        Shape odd = Shape.of(5, 3);
        Tensor scores = tensor(0.9, 0.1, 0.5, 0.5, 0);
        Tensor labels = tensor(1, 0, 0, 1, 1);
        List<Row> rows = new ArrayList<>(List.of(
                new Row("Classification.crossEntropy",
                        in -> Classification.crossEntropy(in[0], IntTensor.of(REFERENCE, Shape.of(3), 3, -100, 0), -100, 0.2f), small),
                new Row("Classification.distillation", in -> Classification.distillation(in[0], in[1].detach(), 2), odd, odd),
                new Row("Classification.pairFeatures", in -> Classification.pairFeatures(in[0], in[1], false), odd, odd),
                new Row("Classification.pairFeatures with the product", in -> Classification.pairFeatures(in[0], in[1], true), odd, odd),
                new Row("Regression.meanSquaredError", in -> Regression.meanSquaredError(in[0], in[1]), odd, odd),
                new Row("Regression.cosine", in -> Regression.cosine(in[0], in[1], Var.constant(scores)), odd, odd),
                new Row("Similarity.unit", in -> Similarity.unit(in[0]), odd),
                new Row("Similarity.cosine", in -> Similarity.cosine(in[0], in[1]), odd, odd),
                new Row("Similarity.cosines", in -> Similarity.cosines(in[0], in[1]), odd, Shape.of(2, 3)),
                new Row("Similarity.cosineDistance", in -> Similarity.cosineDistance(in[0], in[1]), odd, odd),
                new Row("Similarity.euclideanDistance", in -> Similarity.euclideanDistance(in[0], in[1]), odd, odd),
                new Row("Contrastive.infoNce", in -> Contrastive.infoNce(in[0], in[1], 5), small, small),
                new Row("Contrastive.infoNce hard, both ways",
                        in -> Contrastive.infoNce(in[0], in[1], List.of(in[2], in[1]), 5, 1, true), small, small, small),
                new Row("Contrastive.infoNce of one, with a hard negative",
                        in -> Contrastive.infoNce(in[0], in[1], List.of(in[2]), 5, 0, false),
                        Shape.of(1, 3), Shape.of(1, 3), Shape.of(1, 3)),
                new Row("Ranking.coSent", in -> Ranking.coSent(in[0], in[1], scores, 5), odd, odd),
                new Row("Ranking.coSent of equal scores", in -> Ranking.coSent(in[0], in[1], tensor(1, 1), 5), Shape.of(2, 3), Shape.of(2, 3)),
                new Row("Ranking.angle", in -> Ranking.angle(in[0], in[1], tensor(1, 0, 0.5), 2), small, small),
                new Row("Matryoshka.loss",
                        in -> Matryoshka.loss(List.of(in[0], in[1]), new int[] {4, 1, 3}, new float[] {1, 0.5f, 2},
                                x -> Contrastive.infoNce(x.get(0), x.get(1), 3)), small, small)));
        for (Distance distance : Distance.values()) {
            rows.add(new Row("Contrastive.contrastive " + distance,
                    in -> Contrastive.contrastive(in[0], in[1], labels, distance, 2), odd, odd));
            rows.add(new Row("Contrastive.onlineContrastive " + distance,
                    in -> Contrastive.onlineContrastive(in[0], in[1], labels, distance, 2), odd, odd));
            rows.add(new Row("Contrastive.triplet " + distance,
                    in -> Contrastive.triplet(in[0], in[1], in[2], distance, 2), odd, odd, odd));
        }
        return rows;
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreThoseOfDifferences() {
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> {
            for (long seed = 1; seed <= 2; seed++) {
                boolean onlyFirst = row.name().endsWith("distillation");
                Var fixed = Var.constant(Tensor.of(REFERENCE, Shape.of(5, 3), new double[15]).plus(0.5f));
                GradCheck.check(row.name(), seed,
                        in -> row.function().apply(onlyFirst ? new Var[] {in[0], fixed} : in),
                        onlyFirst ? new Shape[] {row.shapes()[0]} : row.shapes());
            }
        }));
    }

    @Test
    void everyLossHasARowAndAFigure() throws Exception {
        List<String> rows = rows().stream().map(Row::name).toList();
        List<String> figures = valuesAreThoseOfSentenceTransformers().map(DynamicTest::getDisplayName).toList();
        TreeSet<String> missing = new TreeSet<>();
        Path folder = Path.of(Ranking.class.getResource("Ranking.class").toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String group = String.valueOf(file.getFileName()).replace(".class", "");
                if (group.contains("$") || group.contains("-")) {
                    continue;
                }
                for (Method method : Class.forName("io.isotropy.autograd.loss." + group).getDeclaredMethods()) {
                    boolean loss = Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers())
                            && method.getReturnType() == Var.class;
                    String name = group + "." + method.getName();
                    if (loss && (!contains(rows, name) || !contains(figures, name))) {
                        missing.add(name);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean contains(List<String> names, String wanted) {
        return names.stream().anyMatch(name -> name.equals(wanted) || name.startsWith(wanted + " "));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        Var one = Var.constant(Tensor.ones(Shape.of(1, 3)));
        assertThatThrownBy(() -> Contrastive.infoNce(one, one, 20))
                .hasMessage("[infoNce] a batch must have two pairs or more, since the others are the negatives: got anchors (1, 3)");
        assertThatThrownBy(() -> Contrastive.contrastive(U, V, Tensor.of(1, 0, 2, 1), Distance.COSINE, 1))
                .hasMessage("[contrastive] a label must be 0 or 1: got label 2.0");
        Var three = Var.constant(Tensor.ones(Shape.of(2, 3)));
        assertThatThrownBy(() -> Ranking.angle(three, three, Tensor.of(1, 0), 20)).hasMessageContaining("the dimension must be even");
        assertThatThrownBy(() -> Classification.crossEntropy(U, IntTensor.of(0, 1, 2, 4))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Classification.crossEntropy(U, IntTensor.of(-100, -100, -100, -100)).item()).isEqualTo(0);
    }

    @Test
    void aCachedBatchGivesTheGradientsOfTheWhole() {
        Var w = Var.parameter(Tensor.of(Shape.of(4, 4), W.value().toArray()));
        Var whole = Contrastive.infoNce(U.matmul(w), V.matmul(w), 20);
        whole.backward();
        float[] expected = java.util.Objects.requireNonNull(w.gradient()).toArray();
        assertThat(expected).as("PyTorch's gradient").containsExactly(
                new float[] {
                        0.075933264f, -0.41109493f, -0.52423899f, -0.030854291f, 0.37146638f, 0.24437507f, -0.1554852f, -0.41698013f,
                        0.14051704f, 0.4946164f, 0.37102756f, -0.20565088f, -0.18413136f, 0.085396976f, 0.28967048f, 0.16948671f},
                within(1e-5f));
        assertThat(whole.item()).isCloseTo(1.9787836f, within(1e-5f));
        w.clearGradient();
        List<Var> parts = List.of(U.slice(0, 0, 2), U.slice(0, 2, 4), V.slice(0, 0, 1), V.slice(0, 1, 4));
        double loss = GradCache.backward(
                parts, (part, mode) -> part.matmul(w),
                all -> Contrastive.infoNce(
                        io.isotropy.autograd.Shapes.concat(0, all.get(0), all.get(1)),
                        io.isotropy.autograd.Shapes.concat(0, all.get(2), all.get(3)), 20),
                io.isotropy.autograd.Mode.eval());
        assertThat(loss).isCloseTo(whole.item(), within(1e-6));
        assertThat(java.util.Objects.requireNonNull(w.gradient()).toArray()).containsExactly(expected, within(1e-5f));
    }
}
