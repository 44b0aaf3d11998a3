package io.isotropy.cli;

import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.data.Masking;
import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.MaskedLanguageModel;
import io.isotropy.nlp.train.TokenizedExamples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pre-training. */
@Command(name = "mlm", description = "Trains BERT as a masked language model.",
        footer = {
            "", "Each line or text is one example; what is longer than the model reads is cut.",
            "", "Example:", "  isotropy train mlm --config small-bert.json --train sentences.txt --output my-bert"
        })
final class TrainMlmCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    EncoderTraining training = new EncoderTraining();

    @Option(names = "--mask-probability", paramLabel = "X", defaultValue = "" + Masking.PROBABILITY,
            description = "The share of tokens to be guessed. Default: ${DEFAULT-VALUE}.")
    double probability;

    @Option(names = "--whole-words", description = "Choose the pieces of a word together.")
    boolean wholeWords;

    TrainMlmCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        List<Text> texts = training.examples(file -> TrainingFile.texts(file).examples());
        AtomicReference<MaskedLanguageHead> made = new AtomicReference<>();
        TrainableSentenceEncoder encoder = training.encoder(streams, texts, bert -> made.set(MaskedLanguageHead.create(bert)));
        MaskedLanguageHead head = made.get();
        TokenizedExamples tokens = TokenizedExamples.of(texts, encoder.tokenizer());
        Masking masking;
        try {
            masking = new Masking(encoder.tokenizer().tokenizer(), probability, wholeWords);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--mask-probability", e);
        }
        TrainableBert bert = encoder.bert();
        MaskedLanguageModel model = new MaskedLanguageModel(bert, head, tokens, masking, training.options.seed);
        Sampler sampler = new Sampler.Shuffled(texts.size(), training.batching(tokens::tokens, 1), training.options.seed);
        return training.run(streams, encoder, model, sampler,
                Map.of("objective", "mlm", "mask_probability", "" + probability, "whole_words", "" + wholeWords),
                folder -> encoder.save(folder, head.entries()));
    }
}
