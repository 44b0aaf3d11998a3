package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.kernels.WordTraining.Composition;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.doc2vec.Doc2Vec;
import io.isotropy.nlp.doc2vec.Doc2VecConfig;
import io.isotropy.nlp.doc2vec.Doc2VecFolder;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Paragraph vectors. */
@Command(name = "doc2vec", defaultValueProvider = WordVectorDefaults.class,
        description = "Learns a vector for each text (paragraph vectors); those of new texts are inferred.",
        footer = {"", "Example:", "  isotropy train doc2vec --corpus reviews.txt --model dbow --epochs 10 --output my-texts"})
final class TrainDoc2VecCommand implements Callable<Integer> {

    private final Streams streams;

    @Spec
    @Nullable CommandSpec spec;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    BlockTrainingOptions training = new BlockTrainingOptions();

    @Option(names = "--model", paramLabel = "M", defaultValue = "dm",
            description = "dm (text and words around predict a word), dbow (the text predicts its words) or dbow-words (dbow that trains "
                    + "words by skip-gram, too). Default: ${DEFAULT-VALUE}.")
    String model = "";

    @Option(names = "--composition", paramLabel = "C", defaultValue = "mean",
            description = "Of text and words in dm: mean, sum or concatenation. Default: ${DEFAULT-VALUE}.")
    Composition composition = Composition.MEAN;

    @Option(names = {"--alpha", "--learning-rate"}, paramLabel = "A", defaultValue = "0.025",
            description = "The first learning rate. Default: ${DEFAULT-VALUE}.")
    double alpha;

    @Option(names = "--min-alpha", paramLabel = "A", defaultValue = "0.0001", description = "The last one. Default: ${DEFAULT-VALUE}.")
    double minAlpha;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "10", description = "How often to go through the texts, in training and in inference. Default: ${DEFAULT-VALUE}.")
    int epochs;

    TrainDoc2VecCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace(Doc2Vec.NAME);
        Tokenizer tokenizer = corpus.tokens();
        Doc2VecConfig config = config();
        try (Doc2Vec trained = training.run(streams, corpus, "doc2vec", (threads, listener) ->
                Doc2Vec.train(corpus.texts(), tokenizer, config, Backends.preferred(), threads, listener))) {
            return corpus.save(streams, trained, start, folder -> Doc2VecFolder.save(trained, folder));
        }
    }

    private Doc2VecConfig config() {
        String kind = model.toLowerCase(Locale.ROOT);
        Doc2VecConfig usual = switch (kind) {
            case "dm" -> Doc2VecConfig.DISTRIBUTED_MEMORY;
            case "dbow", "dbow-words" -> Doc2VecConfig.BAG_OF_WORDS;
            default -> throw new InputException("--model must be dm, dbow or dbow-words, got " + model);
        };
        Arguments.requireUse(spec, "--model dm", kind.equals("dm"), "--composition");
        Arguments.requireUse(spec, "--model dm or dbow-words", !kind.equals("dbow"), "--window");
        training.requireUse(spec);
        try {
            return new Doc2VecConfig(
                    usual.architecture(), !kind.equals("dbow"), composition, training.dimension, training.window,
                    corpus.limits(), training.sample, training.negatives(), training.hierarchicalSoftmax,
                    training.noiseExponent, alpha, minAlpha, epochs, training.seed, training.learning.deterministic);
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
    }
}
