package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.word.WordFolder;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.nlp.word2vec.Word2Vec;
import io.isotropy.nlp.word2vec.Word2VecConfig;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Word2Vec. */
@Command(name = "word2vec", defaultValueProvider = WordVectorDefaults.class,
        description = "Learns word vectors by predicting words from those around them; a text's vector is the mean of its words'.",
        footer = {"", "Example:", "  isotropy train word2vec --corpus wiki.txt.gz --model skipgram --sample 1e-4 --output my-vectors"})
final class TrainWord2VecCommand implements Callable<Integer> {

    private final Streams streams;

    @Spec
    @Nullable CommandSpec spec;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    BlockTrainingOptions training = new BlockTrainingOptions();

    @Option(names = "--model", paramLabel = "M", defaultValue = "cbow",
            description = "cbow (the words around predict a word) or skipgram (a word predicts them). Default: ${DEFAULT-VALUE}.")
    String model = "";

    @Option(names = "--shrink-windows", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "Draw each window's size up to --window. Default: yes.")
    boolean shrinkWindows;

    @Option(names = "--cbow-mean", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "CBOW averages the words around; with --no-cbow-mean it sums them. Default: yes.")
    boolean mean;

    @Option(names = {"--alpha", "--learning-rate"}, paramLabel = "A",
            description = "The first learning rate. Default: 0.05 for cbow, 0.025 for skipgram.")
    @Nullable Double alpha;

    @Option(names = "--min-alpha", paramLabel = "A", description = "The last one. Default: a ten-thousandth of the first.")
    @Nullable Double minAlpha;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "5",
            description = "How often to go through the corpus. Default: ${DEFAULT-VALUE}.")
    int epochs;

    TrainWord2VecCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace(Word2Vec.NAME);
        Tokenizer tokenizer = corpus.tokens();
        Word2VecConfig config = config();
        try (WordModel trained = training.run(streams, corpus, "word2vec", (threads, listener) ->
                Word2Vec.train(corpus.texts(), tokenizer, config, Backends.preferred(), threads, listener))) {
            return corpus.save(streams, trained, start, folder -> WordFolder.save(trained, folder));
        }
    }

    private Word2VecConfig config() {
        Word2VecConfig usual = switch (model.toLowerCase(Locale.ROOT)) {
            case "cbow" -> Word2VecConfig.CBOW;
            case "skipgram" -> Word2VecConfig.SKIP_GRAM;
            default -> throw new InputException("--model must be cbow or skipgram, got " + model);
        };
        Arguments.requireUse(spec, "--model cbow", usual == Word2VecConfig.CBOW, "--cbow-mean");
        training.requireUse(spec);
        double first = alpha == null ? usual.alpha() : alpha;
        double last = minAlpha == null ? first * usual.minAlpha() / usual.alpha() : minAlpha;
        try {
            return new Word2VecConfig(
                    usual.architecture(), training.dimension, training.window, corpus.limits(), training.sample,
                    training.negatives(), training.hierarchicalSoftmax, mean, shrinkWindows, training.noiseExponent, first, last, epochs,
                    training.seed, training.learning.deterministic);
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
    }
}
