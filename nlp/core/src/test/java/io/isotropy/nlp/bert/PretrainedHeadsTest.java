package io.isotropy.nlp.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.GradCheck;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Pooling;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Shapes;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heads of pre-training and the decoder; figures from transformers 5.18 with the same weights. */
class PretrainedHeadsTest {

    private final Backend backend = Backends.byName("cpu");

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        FormulaBert.write(folder);
    }

    @Test
    void guessesMasksAsTheOriginal() throws IOException {
        FillMask fill = FillMask.load(folder, backend);
        List<List<FillMask.Guess>> masks = fill.fill("A man is [MASK] the [MASK].", 3);
        assertThat(masks).hasSize(2);
        assertThat(masks.get(0)).extracting(FillMask.Guess::token).containsExactly("the", "[PAD]", "dog");
        assertThat(masks.get(1)).extracting(FillMask.Guess::token).containsExactly("runs", "[MASK]", "playing");
        double[] wanted = {0.1144074, 0.1129571, 0.1001422, 0.1312629, 0.1104841, 0.0977863};
        for (int i = 0; i < 6; i++) {
            assertThat(masks.get(i / 3).get(i % 3).probability()).isCloseTo(wanted[i], within(1e-6));
        }
        assertThat(masks.get(0).get(2).text()).isEqualTo("a man is dog the [MASK].");
        assertThat(masks.get(1).get(0).id()).isEqualTo(14);
        assertThat(fill.fill("[MASK]", 99).getFirst()).hasSize(24);
    }

    @Test
    void saysWhyThereIsNothingToGuess() throws IOException {
        FillMask fill = FillMask.load(folder, backend);
        assertThatThrownBy(() -> fill.fill("a man", 1)).hasMessageContaining("must have the token [MASK] where a word is to be guessed");
        assertThatThrownBy(() -> fill.fill("a ".repeat(14) + "[MASK]", 1)).hasMessageContaining("[MASK] among the first 16 tokens");
        assertThatThrownBy(() -> fill.fill("[MASK]", 0)).hasMessageContaining("1 or more: got 0");
        Path encoder = TinyBert.write(folder.resolve("encoder"));
        assertThatThrownBy(() -> FillMask.load(encoder, backend))
                .hasMessageContaining(encoder + " has no head that guesses masked tokens")
                .hasMessageContaining("isotropy train mlm");
        Path untied = FormulaBert.write(Files.createDirectory(folder.resolve("untied")));
        Path config = untied.resolve("config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"tie_word_embeddings\": false,"));
        assertThatThrownBy(() -> FillMask.load(untied, backend))
                .hasMessageContaining(config + " says tie_word_embeddings false")
                .hasMessageContaining("take a folder whose decoder is tied");
        Path vocabulary = folder.resolve("vocab.txt");
        Files.writeString(vocabulary, Files.readString(vocabulary).replace("[MASK]", "mask"));
        assertThatThrownBy(() -> FillMask.load(folder, backend)).hasMessageContaining("its vocabulary needs [MASK]");
    }

    @Test
    void classifiesPairsAsTheOriginal() throws IOException {
        int[] ids = {2, 5, 15, 12, 3, 9, 13, 14, 23, 3};
        PackedBatch batch = PackedBatch.of(List.of(ids), List.of(new int[] {0, 0, 0, 0, 0, 1, 1, 1, 1, 1}));
        try (Scope _ = Scope.open()) {
            NextSentenceHead head = TrainableBert.load(folder, backend, 1, bert -> {
                NextSentenceHead made = NextSentenceHead.create(bert);
                Var logits = made.forward(bert.forward(batch, Mode.eval()), bert.segments(batch));
                assertThat(logits.value().toArray()).containsExactly(new float[] {-0.7433407f, 0.0377612f}, within(1e-6f));
                return made;
            });
            assertThat(head.pooler().weight().name()).isEqualTo("pooler.dense.weight");
        }
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        BertConfig config = new BertConfig(6, 4, 1, 2, 5, Activation.GELU, 4, 2, 1e-5f);
        TrainableBert bert = TrainableBert.create(config, BertDropout.NONE, Backends.reference(), 3);
        BertDecoder decoder = BertDecoder.tied(bert);
        NextSentenceHead next = NextSentenceHead.create(bert);
        for (Parameter parameter : bert.parameters().all()) { // weights as small as BERT's own hide errors
            Initializer.normal(0.7f).fill(parameter.variable().value(), Philox.of(parameter.name().length()));
        }
        PackedBatch batch = PackedBatch.of(List.of(new int[] {1, 5, 3, 0}, new int[] {2, 1}));
        PackedBatch said = PackedBatch.of(List.of(new int[] {4, 2}, new int[] {3, 3, 1}));
        List<Var> parameters = bert.parameters().all().stream().map(Parameter::variable).toList();
        GradCheck.check("decoder and next sentence", 3, parameters, () -> {
            Var states = bert.forward(batch, Mode.eval());
            Var pooled = Pooling.segmentPool(io.isotropy.kernels.Pooling.Mode.MEAN, states, bert.segments(batch));
            Var logits = decoder.forward(said, pooled, Segments.ofLengths(Backends.reference(), 1, 1), Mode.eval()); // (5, 6)
            return Shapes.concat(0, logits.reshape(30), next.forward(states, bert.segments(batch)).reshape(4));
        });
    }

    @Test
    void refusesADecoderOfOtherSizes() throws IOException {
        MaskedLanguageHead start = MaskedLanguageHead.load(folder, backend);
        BertConfig config = new BertConfig(24, 4, 1, 2, 5, Activation.GELU, 4, 2, 1e-5f);
        TrainableBert bert = TrainableBert.create(config, BertDropout.NONE, backend, 3);
        assertThatThrownBy(() -> BertDecoder.untied(bert, start)).hasMessageContaining("decoder and encoder must have the same sizes");
    }
}
