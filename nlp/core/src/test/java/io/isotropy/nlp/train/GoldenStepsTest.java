package io.isotropy.nlp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.autograd.optim.AdamW;
import io.isotropy.autograd.optim.GlobalNorm;
import io.isotropy.autograd.train.Batch;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.data.Example;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.data.Example.Triplet;
import io.isotropy.nlp.data.Masking;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.tensor.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten steps of each objective from the same weights and batches as in PyTorch: clipping to norm 1, AdamW with rate 0.005 and decay 0.1 of all
 * but biases and normalizations, no dropout. The figures are those of torch 2.13.0 with the BERT of transformers 5.18.0 on padded batches.
 */
class GoldenStepsTest {

    private static final int STEPS = 10;
    private static final int BATCH = 4;
    private static final int EXAMPLES = 12;
    private static final long SEED = 7;
    private static final AdamW.Config ADAM = AdamW.Config.DEFAULT.withWeightDecay(0.1f);
    private static final String CONFIG = """
            {"model_type": "bert", "vocab_size": 40, "hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2,
             "intermediate_size": 12, "max_position_embeddings": 12, "hidden_dropout_prob": 0, "attention_probs_dropout_prob": 0}""";

    @TempDir
    Path folder;

    /** 3 to 7 words. */
    private static String text(int example, int column) {
        StringBuilder words = new StringBuilder();
        for (int j = 0; j < 3 + (example + 2 * column) % 5; j++) {
            words.append('w').append(5 + (7 * example + 3 * j * j + 11 * column + j) % 35).append(' ');
        }
        return words.toString();
    }

    private static <E extends Example> List<E> examples(IntFunction<E> example) {
        return IntStream.range(0, EXAMPLES).mapToObj(example).toList();
    }

    private TrainableSentenceEncoder encoder(String backend, Pooling pooling) throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG);
        Files.write(folder.resolve("vocab.txt"), Stream.concat(
                Stream.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), IntStream.range(5, 40).mapToObj(i -> "w" + i)).toList());
        return TrainableSentenceEncoder.create(folder, Backends.byName(backend), 1, pooling, 0);
    }

    /** Waves in steps of 0.005, which both sides write alike, whatever their sine rounds to. */
    private static void fill(Trainable objective) {
        List<Parameter> sorted = sorted(objective);
        for (int k = 0; k < sorted.size(); k++) {
            int size = sorted.get(k).variable().shape().size();
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                double wave = 0.5 * (Math.floor(Math.sin(k + 1.3 * i) * 100 + 0.5) / 100);
                values[i] = (float) (wave + (sorted.get(k).name().endsWith("LayerNorm.weight") ? 1 : 0));
            }
            sorted.get(k).variable().value().buffer().write(0, values, 0, size);
        }
    }

    private static List<Parameter> sorted(Trainable objective) {
        return objective.parameters().all().stream().sorted(Comparator.comparing(Parameter::name)).toList();
    }

    private static Json golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenStepsTest.class.getResourceAsStream("steps.json.gz"))) {
            String all = new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
            return Json.parse(all, "steps.json").get(name);
        }
    }

    private static void check(Trainable objective, Json golden) {
        fill(objective);
        List<Parameter> parameters = objective.parameters().all();
        AdamW adam = AdamW.of(parameters, ADAM);
        for (int step = 0; step < STEPS; step++) {
            objective.parameters().clearGradients();
            double loss;
            try (Scope _ = Scope.open()) {
                int from = BATCH * step;
                int[] batch = IntStream.range(from, from + BATCH).map(i -> i % EXAMPLES).toArray();
                Var value = objective.loss(new Batch(0, step, batch), Mode.train(SEED, step));
                value.backward();
                loss = value.item();
            }
            if (step == 0) {
                checkGradients(objective, golden.get("gradients"));
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

    /** Each element, within 1e-4 of the largest of its tensor; some are 0 but for rounding, such as those of the keys' biases. */
    private static void checkGradients(Trainable objective, Json golden) {
        assertThat(objective.parameters().all()).extracting(Parameter::name)
                .containsExactlyInAnyOrderElementsOf(golden.asMap().keySet());
        for (Parameter parameter : objective.parameters().all()) {
            double[] wanted = golden.get(parameter.name()).asList().stream().mapToDouble(Json::asDouble).toArray();
            double[] got = Objects.requireNonNull(parameter.variable().gradient(), parameter.name()).toDoubles();
            double largest = DoubleStream.of(wanted).map(Math::abs).reduce(1e-2, Math::max);
            assertThat(got).as("gradient of " + parameter.name()).containsExactly(wanted, within(1e-4 * largest));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void maskedLanguageModel(String backend) throws IOException {
        TrainableSentenceEncoder encoder = encoder(backend, Pooling.MEAN);
        Json golden = golden("mlm");
        Masking masking = new Masking(encoder.tokenizer().tokenizer(), 0.3, false);
        List<int[]> seen = new ArrayList<>();
        for (int i = 0; i < STEPS * BATCH; i++) {
            int example = i % EXAMPLES;
            int[] ids = encoder.tokenizer().ids(text(example, 0));
            seen.add(masking.apply(ids, Augmentation.randomFor(SEED, i / BATCH, example)).ids());
        }
        assertThat(seen).as("the riddles that the figures belong to").usingRecursiveComparison().isEqualTo(golden.get("seen").asList()
                .stream().map(ids -> ids.asList().stream().mapToInt(Json::asInt).toArray()).toList());
        TokenizedExamples texts = TokenizedExamples.of(examples(e -> new Text(text(e, 0))), encoder.tokenizer());
        assertThatThrownBy(() -> texts.tokens(texts.size())).hasMessage("[examples] an example must be 0 to " + (EXAMPLES - 1) + ": got " + EXAMPLES);
        check(new MaskedLanguageModel(encoder.bert(), MaskedLanguageHead.create(encoder.bert()), texts, masking, SEED), golden);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void supervisedSimCse(String backend) throws IOException {
        TrainableSentenceEncoder encoder = encoder(backend, Pooling.CLS);
        TokenizedExamples triplets = TokenizedExamples.of(examples(e -> triplet(e)), encoder.tokenizer());
        check(new SimCse(encoder, triplets, SimCse.TEMPERATURE, 0, true), golden("simcse"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void sentenceBertOfClasses(String backend) throws IOException {
        TrainableSentenceEncoder encoder = encoder(backend, Pooling.MEAN);
        List<LabelledPair> pairs = examples(e -> new LabelledPair(text(e, 0), text(e, 1), e % 3));
        check(SentenceBert.classification(encoder, pairs, 3), golden("nli"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void sentenceBertOfTriplets(String backend) throws IOException {
        TrainableSentenceEncoder encoder = encoder(backend, Pooling.MEAN);
        check(SentenceBert.triplet(encoder, examples(e -> triplet(e)), 1), golden("triplet"));
    }

    private static Triplet triplet(int example) {
        return new Triplet(text(example, 0), text(example, 1), text(example, 2));
    }
}
