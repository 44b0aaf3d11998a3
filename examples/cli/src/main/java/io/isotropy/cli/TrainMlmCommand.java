package io.isotropy.cli;

import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.bert.NextSentenceHead;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.data.Masking;
import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.MaskedLanguageModel;
import io.isotropy.nlp.train.SentencePairs;
import io.isotropy.nlp.train.TokenizedExamples;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pre-training. */
@Command(name = "mlm", description = "Trains BERT as a masked language model, with next-sentence prediction if wanted.",
        footer = {
            "", "Each line or text is one example; what is longer than the model reads is cut. With --next-sentence, lines are",
            "sentences or paragraphs, and an empty line is between documents.",
            "", "Examples:", "  isotropy train mlm --config small-bert.json --train sentences.txt --output my-bert",
            "  isotropy train mlm --next-sentence --config small-bert.json --train documents.txt --output my-bert"
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

    @Option(names = "--next-sentence",
            description = "Learn, too, whether the second half of a pair goes on where the first ends.")
    boolean nextSentence;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "1",
            description = "With --next-sentence: how often documents are cut into pairs, otherwise each time. Default: ${DEFAULT-VALUE}.")
    int passes;

    TrainMlmCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Arguments.requireUse(training.command, "--next-sentence", nextSentence, "--passes");
        return training.data.whole(nextSentence ? this::pairs : this::texts);
    }

    private int texts() throws IOException {
        List<Text> texts = training.examples(file -> TrainingFile.texts(file, training.choice()).examples());
        AtomicReference<MaskedLanguageHead> made = new AtomicReference<>();
        TrainableSentenceEncoder encoder = training.encoder(streams, texts, bert -> made.set(MaskedLanguageHead.create(bert)));
        MaskedLanguageHead head = made.get();
        TokenizedExamples tokens = TokenizedExamples.of(texts, encoder.tokenizer());
        MaskedLanguageModel model =
                new MaskedLanguageModel(encoder.bert(), head, tokens, masking(encoder), training.options.seed);
        return run(encoder, head, model,
                new Sampler.Shuffled(texts.size(), training.batching(tokens::tokens, 1), training.options.seed));
    }

    private int pairs() throws IOException {
        if (training.data.noHeader || !training.data.columns.isEmpty()) {
            throw new InputException("--no-header and --columns are for tables; --next-sentence reads documents");
        }
        List<List<String>> documents = training.examples(TrainingFile::documents);
        List<Text> sentences = documents.stream().flatMap(List::stream).map(Text::new).toList();
        AtomicReference<MaskedLanguageHead> made = new AtomicReference<>();
        AtomicReference<NextSentenceHead> madeNext = new AtomicReference<>();
        TrainableSentenceEncoder encoder = training.encoder(streams, sentences, bert -> {
            made.set(MaskedLanguageHead.create(bert));
            madeNext.set(NextSentenceHead.create(bert));
        });
        MaskedLanguageHead head = made.get();
        int max = encoder.tokenizer().tokenizer().maxLength().orElse(encoder.bert().config().maxPositions());
        SentencePairs pairs;
        try {
            pairs = SentencePairs.of(documents, encoder.tokenizer().tokenizer(), max, passes, training.options.seed);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--next-sentence", e);
        }
        MaskedLanguageModel model = MaskedLanguageModel.withNextSentence(
                encoder.bert(), head, madeNext.get(), pairs, masking(encoder), training.options.seed);
        return run(encoder, head, model,
                new Sampler.Shuffled(pairs.size(), training.batching(pairs::tokens, 1), training.options.seed));
    }

    private Masking masking(TrainableSentenceEncoder encoder) {
        try {
            return new Masking(encoder.tokenizer().tokenizer(), probability, wholeWords);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--mask-probability", e);
        }
    }

    private int run(TrainableSentenceEncoder encoder, MaskedLanguageHead head, MaskedLanguageModel model, Sampler sampler)
            throws IOException {
        Map<String, String> objective = new LinkedHashMap<>();
        objective.put("objective", nextSentence ? "mlm and next sentence" : "mlm");
        objective.put("mask_probability", "" + probability);
        objective.put("whole_words", "" + wholeWords);
        if (nextSentence) {
            objective.put("passes", "" + passes);
        }
        return training.run(streams, encoder, model, sampler, objective, folder -> encoder.save(folder, head.entries()));
    }
}
