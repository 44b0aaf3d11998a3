package io.isotropy.cli;

import io.isotropy.autograd.train.Sampler;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.BertDecoder;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.Tsdae;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Denoising auto-encoder. */
@Command(name = "tsdae",
        description = "Trains a sentence encoder as TSDAE does: from the vector of a damaged text a decoder must say the whole text.",
        footer = {
            "", "Pooling is cls unless --pooling says otherwise. What is saved is the encoder alone.",
            "", "Example:", "  isotropy train tsdae --train sentences.txt --dev sts-dev.tsv --model bert-base-uncased --output my-model"
        })
final class TrainTsdaeCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    EncoderTraining training = new EncoderTraining();

    @Option(names = "--deletion", paramLabel = "X", defaultValue = "" + Tsdae.DELETION,
            description = "The share of words that are deleted. Default: ${DEFAULT-VALUE}.")
    double deletion;

    @Option(names = "--tied", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "Let the decoder share embeddings and layers with the encoder. Default: yes.")
    boolean tied = true;

    @Option(names = "--decoder", paramLabel = "DIR",
            description = "With --no-tied: a model folder of the same sizes and vocabulary that the decoder starts from. Default: --model.")
    @Nullable String decoder;

    TrainTsdaeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        return training.data.whole(this::train);
    }

    private int train() throws IOException {
        if (tied && decoder != null) {
            throw new InputException("--decoder needs --no-tied: a tied decoder starts from the encoder");
        }
        Augmentation noise;
        try {
            noise = new Augmentation.Noise(deletion);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--deletion", e);
        }
        List<Text> texts = training.examples(file -> TrainingFile.texts(file, training.choice()).examples());
        training.pooling = training.pooling == null ? Pooling.CLS.word() : training.pooling;
        AtomicReference<BertDecoder> made = new AtomicReference<>();
        TrainableSentenceEncoder encoder = training.encoder(streams, texts, bert -> {
            if (tied) {
                made.set(BertDecoder.tied(bert));
            }
        });
        if (!tied) {
            made.set(untied(encoder));
        }
        Tsdae model = new Tsdae(encoder, made.get(), texts, noise, training.options.seed);
        Sampler sampler = new Sampler.Shuffled(texts.size(), training.batching(model::tokens, 1), training.options.seed);
        return training.run(streams, encoder, model, sampler, Map.of(
                "objective", "tsdae", "deletion", "" + deletion, "tied", "" + tied, "decoder", "" + decoder), encoder::save);
    }

    private BertDecoder untied(TrainableSentenceEncoder encoder) throws IOException {
        MaskedLanguageHead start;
        if (decoder == null && training.config != null) { // encoder and decoder begin with the same random weights
            start = MaskedLanguageHead.create(TrainableBert.create(
                    encoder.bert().config(), encoder.bert().dropout(), Backends.preferred(), training.options.seed));
        } else {
            Path folder = decoder == null ? training.model.folder(streams, training.data.quiet) : Arguments.path(decoder, "--decoder");
            start = TrainableBert.load(folder, Backends.preferred(), training.options.seed, MaskedLanguageHead::create);
        }
        try {
            return BertDecoder.untied(encoder.bert(), start);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--decoder", e);
        }
    }
}
