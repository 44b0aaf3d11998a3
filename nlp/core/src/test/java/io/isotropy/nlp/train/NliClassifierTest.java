package io.isotropy.nlp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.GradCheck;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.autograd.optim.AdamW;
import io.isotropy.autograd.optim.GlobalNorm;
import io.isotropy.autograd.train.Batch;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableWordEncoder;
import io.isotropy.nlp.sentence.WordEncoderConfig;
import io.isotropy.nlp.word.WhitespaceTokenizer;
import io.isotropy.tensor.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NliClassifierTest {

    private static final int EXAMPLES = 12;
    private static final WordEncoderConfig BILSTM = WordEncoderConfig.INFERSENT.withLstm(4, true);
    private static final WordEncoderConfig DAN = WordEncoderConfig.DAN.withDense(List.of(6, 4), Activation.TANH);
    private static final NliClassifier.Config LINEAR = new NliClassifier.Config(7, false, 0);
    private static final NliClassifier.Config NONLINEAR = new NliClassifier.Config(7, true, 0);

    /** 3 to 7 words. */
    private static String text(int example, int column) {
        StringBuilder words = new StringBuilder();
        for (int j = 0; j < 3 + (example + 2 * column) % 5; j++) {
            words.append('w').append(1 + (7 * example + 3 * j * j + 11 * column + j) % 20).append(' ');
        }
        return words.toString();
    }

    private static NliClassifier classifier(WordEncoderConfig config, NliClassifier.Config head, String backend) {
        List<String> vocabulary =
                Stream.concat(Stream.of("PADDING_TOKEN"), IntStream.rangeClosed(1, 20).mapToObj(i -> "w" + i)).toList();
        TrainableWordEncoder encoder = TrainableWordEncoder.create(
                config, new WhitespaceTokenizer(vocabulary, Set.of(), false, false), 5, Backends.byName(backend), 1);
        List<LabelledPair> pairs = IntStream.range(0, EXAMPLES).mapToObj(e -> new LabelledPair(text(e, 0), text(e, 1), e % 3)).toList();
        return new NliClassifier(encoder, pairs, 3, head);
    }

    /** Waves in steps of 0.005, which both sides write alike, whatever their sine rounds to. */
    private static void fill(NliClassifier model) {
        List<Parameter> sorted = model.parameters().all().stream().sorted(Comparator.comparing(Parameter::name)).toList();
        for (int k = 0; k < sorted.size(); k++) {
            float[] values = new float[sorted.get(k).variable().shape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.5 * (Math.floor(Math.sin(k + 1.3 * i) * 100 + 0.5) / 100));
            }
            sorted.get(k).variable().value().buffer().write(0, values, 0, values.length);
        }
    }

    private static Json golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(NliClassifierTest.class.getResourceAsStream("word-steps.json.gz"))) {
            String all = new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
            return Json.parse(all, "word-steps.json").get(name);
        }
    }

    /**
     * Ten steps from the same weights and batches as in torch 2.13.0: clipping to norm 1, AdamW with rate 0.005 and decay 0.1 of all but
     * biases.
     */
    private static void checkSteps(NliClassifier model, Json golden) {
        fill(model);
        List<Parameter> parameters = model.parameters().all();
        AdamW adam = AdamW.of(parameters, AdamW.Config.DEFAULT.withWeightDecay(0.1f));
        for (int step = 0; step < 10; step++) {
            model.parameters().clearGradients();
            double loss;
            try (Scope _ = Scope.open()) {
                int from = 4 * step;
                Var value = model.loss(
                        new Batch(0, 0, IntStream.range(from, from + 4).map(i -> i % EXAMPLES).toArray()), Mode.train(7, step));
                value.backward();
                loss = value.item();
            }
            if (step == 0) {
                checkGradients(parameters, golden.get("gradients"));
            }
            double norm = GlobalNorm.of(parameters);
            assertClose("loss of step " + (step + 1), loss, golden.get("losses").asList().get(step).asDouble());
            assertClose("norm of step " + (step + 1), norm, golden.get("norms").asList().get(step).asDouble());
            adam.step(5e-3f, GlobalNorm.scale(norm, 1));
        }
    }

    private static void assertClose(String what, double ours, double theirs) {
        assertThat(ours).as(what).isCloseTo(theirs, within(1e-4 * theirs));
    }

    private static void checkGradients(List<Parameter> parameters, Json golden) {
        assertThat(parameters).extracting(Parameter::name).containsExactlyInAnyOrderElementsOf(golden.asMap().keySet());
        for (Parameter parameter : parameters) {
            double[] wanted = golden.get(parameter.name()).asList().stream().mapToDouble(Json::asDouble).toArray();
            double[] got = Objects.requireNonNull(parameter.variable().gradient(), parameter.name()).toDoubles();
            double largest = DoubleStream.of(wanted).map(Math::abs).reduce(1e-2, Math::max);
            assertThat(got).as("gradient of " + parameter.name()).containsExactly(wanted, within(1e-4 * largest));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void trainsInferSentAsPyTorchDoes(String backend) throws IOException {
        checkSteps(classifier(BILSTM, LINEAR, backend), golden("infersent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void trainsAveragingNetworksAsPyTorchDoes(String backend) throws IOException {
        checkSteps(classifier(DAN, NONLINEAR, backend), golden("dan"));
    }

    @Test
    void hasTheGradientsOfItsLoss() {
        for (WordEncoderConfig config : List.of(
                BILSTM, BILSTM.withPooling(Pooling.MEAN), BILSTM.withLstm(3, false).withPooling(Pooling.LAST),
                DAN.withWordDropout(0.4f), DAN.withDense(List.of(), Activation.RELU))) {
            NliClassifier model = classifier(config, NONLINEAR, "reference"); // random weights, far from the kinks of max and |u − v|
            List<Var> parameters = model.parameters().all().stream().map(Parameter::variable).toList();
            GradCheck.check(config.toString(), 3, parameters, () -> model.loss(new Batch(0, 0, new int[] {1, 4, 9}), Mode.train(2, 5)));
        }
    }

    /** Nothing but the kind of the second sentence's words tells the classes apart. */
    @Test
    void learnsWhatWordsMean() {
        List<LabelledPair> pairs = IntStream.range(0, 90)
                .mapToObj(i -> new LabelledPair("w1 w2 w" + i % 20, "w3 " + "yes no perhaps".split(" ", -1)[i % 3] + " w" + i * 7 % 20, i % 3))
                .toList();
        WhitespaceTokenizer tokenizer = WhitespaceTokenizer.learn(
                () -> pairs.stream().flatMap(pair -> pair.texts().stream()).iterator(), 1, 0, false);
        for (WordEncoderConfig config : List.of(BILSTM.withLstm(12, true), DAN.withDense(List.of(16), Activation.TANH))) {
            TrainableWordEncoder encoder = TrainableWordEncoder.create(config, tokenizer, 8, Backends.preferred(), 1);
            NliClassifier model = new NliClassifier(encoder, pairs.subList(0, 60), 3, new NliClassifier.Config(16, true, 0.1f));
            assertThat(model.accuracy(pairs.subList(60, 90))).isLessThan(0.7);
            AdamW adam = AdamW.of(model.parameters().all(), AdamW.Config.DEFAULT);
            for (int step = 0; step < 80; step++) {
                model.parameters().clearGradients();
                try (Scope _ = Scope.open()) {
                    int from = step * 12;
                    model.loss(new Batch(0, 0, IntStream.range(from, from + 12).map(i -> i % 60).toArray()), Mode.train(1, step)).backward();
                }
                adam.step(1e-2f, 1);
            }
            assertThat(model.accuracy(pairs.subList(60, 90))).as("on pairs not seen, " + config).isEqualTo(1);
        }
    }
}
