package io.isotropy.nlp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.autograd.optim.AdamW;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.BertDecoder;
import io.isotropy.nlp.bert.FormulaBert;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsdaeTest {

    private static final List<List<String>> DAMAGED = List.of(List.of("man guitar", "red"), List.of("one three . six", "dog"));
    private static final List<List<String>> ORIGINALS = List.of(
            List.of("a man is playing the guitar.", "the red cat"), List.of("one two three . four five six", "a dog runs."));

    private final Backend backend = Backends.byName("cpu");

    @TempDir
    Path folder;

    /** The first losses of sentence-transformers 6.0 with PyTorch's AdamW at 1e-2 without decay, from the same weights. */
    @Test
    void losesAsTheOriginal() throws IOException {
        assertThat(losses(true)).containsExactly(
                new double[] {3.4161742, 3.5842197, 3.4597881, 3.3410885, 3.1498473, 3.1787565}, within(2e-5));
        assertThat(losses(false)).containsExactly(
                new double[] {3.4161742, 3.6086259, 3.4698217, 3.3669055, 3.1488514, 3.1806579}, within(2e-5));
    }

    private double[] losses(boolean tied) throws IOException {
        FormulaBert.write(folder);
        AtomicReference<BertDecoder> decoder = new AtomicReference<>();
        TrainableSentenceEncoder encoder = TrainableSentenceEncoder.load(folder, backend, 1, Pooling.CLS, 0, bert -> {
            if (tied) {
                decoder.set(BertDecoder.tied(bert));
            }
        });
        if (!tied) {
            decoder.set(BertDecoder.untied(encoder.bert(), MaskedLanguageHead.load(folder, backend)));
        }
        FormulaBert.fill(encoder.parameters(), "crossattention");
        Tsdae model = new Tsdae(encoder, decoder.get(), List.of(), new Augmentation.Noise(Tsdae.DELETION), 1);
        AdamW optimizer = AdamW.of(encoder.parameters().all(), AdamW.Config.DEFAULT.withWeightDecay(0));
        double[] losses = new double[6];
        for (int step = 0; step < losses.length; step++) {
            try (Scope _ = Scope.open()) {
                encoder.parameters().clearGradients();
                Var loss = model.loss(ids(encoder, DAMAGED.get(step % 2)), ids(encoder, ORIGINALS.get(step % 2)), Mode.train(1, step));
                loss.backward();
                losses[step] = loss.item();
                optimizer.step(1e-2f, 1);
            }
        }
        boolean own = encoder.parameters().all().stream().map(Parameter::name).anyMatch("decoder.embeddings.LayerNorm.bias"::equals);
        assertThat(own).isEqualTo(!tied);
        return losses;
    }

    private static List<int[]> ids(TrainableSentenceEncoder encoder, List<String> texts) {
        return texts.stream().map(encoder.tokenizer()::ids).toList();
    }
}
