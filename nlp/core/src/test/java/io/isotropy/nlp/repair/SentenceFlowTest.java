package io.isotropy.nlp.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.train.TrainingArguments.ScheduleType;
import io.isotropy.autograd.train.TrainingListener;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.bert.TinyBert;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.linalg.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentenceFlowTest {

    private static final Backend BACKEND = Backends.preferred();

    @TempDir
    Path folder;

    /** Points of a bent band in six dimensions, one of which is a sum of others: no normal distribution has this shape. */
    private static List<float[]> bent(int count) {
        Philox random = Philox.of(7);
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float a = random.normal(4L * i);
            float b = 0.2f * random.normal(4L * i + 1) + a * a;
            float c = random.normal(4L * i + 2);
            float d = 0.3f * random.normal(4L * i + 3) - c * c;
            vectors.add(new float[] {a, b, c, d, a + c, 5 + b - d});
        }
        return vectors;
    }

    private SentenceFlowTraining.Trained train(SentenceFlowTraining training, List<float[]> vectors) throws IOException {
        return training.train(vectors, BACKEND, Files.createTempDirectory(folder, "run"), TrainingListener.SILENT);
    }

    private static SentenceFlowTraining small(SentenceFlow.Kind kind) {
        return SentenceFlowTraining.DEFAULT.withFlow(kind, new SentenceFlow.Sizes(1, 4, 16)).withSteps(5e-3, 3, 32);
    }

    @ParameterizedTest
    @EnumSource(SentenceFlow.Kind.class)
    void learnsMoreThanANormalDistribution(SentenceFlow.Kind kind) throws IOException {
        List<float[]> vectors = bent(2_000);
        SentenceFlowTraining.Trained trained = train(small(kind), vectors);
        assertThat(trained.flow().dimension()).as("two of six directions have no variance").isEqualTo(4);
        assertThat(trained.held()).isEqualTo(100);
        assertThat(trained.vectors()).isEqualTo(1_900);
        // Affine couplings bend the band back; additive ones with a logistic prior can do it, too, but need longer.
        boolean affine = kind == SentenceFlow.Kind.REALNVP || kind == SentenceFlow.Kind.GLOW;
        assertThat(trained.flowLikelihood()).isGreaterThan(trained.gaussianLikelihood() + (affine ? 0.5 : -1.0));
    }

    /** log N(x; μ, Σ) of points whose mean and covariance are known, in the two directions that they vary in. */
    @Test
    void comparesWithTheNormalDistributionOfTheSubspace() throws IOException {
        List<float[]> vectors = new ArrayList<>();
        Philox random = Philox.of(3);
        for (int i = 0; i < 20_000; i++) {
            float x = 2 * random.normal(2L * i);
            vectors.add(new float[] {x, 3 * random.normal(2L * i + 1), 1});
        }
        SentenceFlowTraining training = new SentenceFlowTraining(
                SentenceFlow.Kind.REALNVP, new SentenceFlow.Sizes(1, 1, 4), 1e-3, ScheduleType.CONSTANT, 0.01, 0, 32, 0.5, 1e-8, 1);
        double entropy = Math.log(2 * Math.PI * Math.E) + Math.log(2) + Math.log(3); // of the two, in nats
        SentenceFlowTraining.Trained trained = train(training, vectors);
        assertThat(trained.gaussianLikelihood()).isEqualTo(-entropy, within(0.02));
        assertThat(trained.flowLikelihood()).isEqualTo(-entropy, within(0.1)); // a few steps from where whitening ends
    }

    @Test
    void turnsTheOwnAxesAsLittleAsItMust() {
        Moments moments = new Moments(6);
        bent(500).forEach(moments::add);
        Basis basis = Basis.of(moments, Basis.Axes.OWN, 1e-8);
        Matrix products = basis.weight().transposed().times(basis.weight());
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertThat(products.at(i, j)).isEqualTo(i == j ? 1 : 0, within(1e-12));
            }
        }
        assertThat(basis.logDeterminant()).isZero();
        Moments all = new Moments(3);
        List.of(new float[] {1, 0, 0}, new float[] {0, 2, 0}, new float[] {0, 0, 1}, new float[] {3, 1, 1}, new float[] {1, 1, 5}).forEach(all::add);
        assertThat(Basis.of(all, Basis.Axes.OWN, 1e-8).weight().values()).containsExactly(Matrix.identity(3).values());
    }

    @ParameterizedTest
    @EnumSource(SentenceFlow.Kind.class)
    void comesBackWithItsModel(SentenceFlow.Kind kind) throws IOException {
        Path source = TinyBert.write(folder.resolve("tiny"));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            texts.add(List.of("a man plays", "the cat runs", "red guitar", "dogs run fast", "one two three").get(i % 5) + " x".repeat(i / 5));
        }
        SentenceEncoder base = SentenceEncoder.load(source, BACKEND).withPooling(Pooling.FIRST_LAST_AVERAGE).withNormalize(false);
        SentenceFlow flow = train(small(kind).withSteps(1e-3, 1, 16), base.embed(texts)).flow();
        try (RepairedModel model = new RepairedModel(base, flow, true)) {
            List<float[]> vectors = model.embed(texts);
            assertThat(model.embed(texts.get(7))).containsExactly(vectors.get(7)); // whatever stands beside it
            RepairFolder.save(model, source, folder.resolve("flow"));
            try (EmbeddingModel read = ModelFolder.load(folder.resolve("flow"), BACKEND)) {
                assertThat(read.name()).isEqualTo("tiny+flow");
                List<float[]> again = read.embed(texts);
                for (int i = 0; i < vectors.size(); i++) {
                    assertThat(again.get(i)).containsExactly(vectors.get(i));
                }
            }
            assertThatThrownBy(() -> RepairExport.write(model, source, folder.resolve("export"))).hasMessageContaining("which a flow is not");
            assertThatThrownBy(() -> model.withDimension(2)).hasMessageContaining("no order of components");
        }
    }

    @Test
    void givesTheSameBitsOnAnyNumberOfThreads() throws IOException {
        int threads = BACKEND.threads();
        List<float[]> vectors = bent(600);
        try {
            BACKEND.setThreads(1);
            List<float[]> one = train(small(SentenceFlow.Kind.GLOW), vectors).flow().apply(vectors);
            BACKEND.setThreads(3);
            List<float[]> three = train(small(SentenceFlow.Kind.GLOW), vectors).flow().apply(vectors);
            for (int i = 0; i < one.size(); i++) {
                assertThat(three.get(i)).containsExactly(one.get(i));
            }
        } finally {
            BACKEND.setThreads(threads);
        }
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        assertThatThrownBy(() -> new SentenceFlow.Sizes(0, 1, 1)).hasMessageContaining("levels must be 1 to 16");
        assertThatThrownBy(() -> train(small(SentenceFlow.Kind.NICE), List.of(new float[] {1, 2}))).hasMessageContaining("two vectors at least");
        List<float[]> line = List.of(new float[] {1, 2}, new float[] {2, 4}, new float[] {3, 6});
        assertThatThrownBy(() -> train(small(SentenceFlow.Kind.NICE), line)).hasMessageContaining("must vary in two directions or more: got 1");
        List<float[]> equal = List.of(new float[] {1, 2}, new float[] {1, 2}, new float[] {1, 2});
        assertThatThrownBy(() -> train(small(SentenceFlow.Kind.NICE), equal)).hasMessageContaining("must differ");
    }
}
