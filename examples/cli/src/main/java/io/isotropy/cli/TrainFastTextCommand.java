package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.fasttext.FastText;
import io.isotropy.nlp.fasttext.FastTextConfig;
import io.isotropy.nlp.fasttext.FastTextConfig.Architecture;
import io.isotropy.nlp.fasttext.FastTextConfig.Loss;
import io.isotropy.nlp.fasttext.FastTextFolder;
import io.isotropy.nlp.fasttext.TrainingPlan;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Word vectors with subwords. */
@Command(name = "fasttext", defaultValueProvider = WordVectorDefaults.class,
        description = "Trains word vectors with n-grams of characters, which unknown words have too; fastText and gensim load the model.bin.",
        footer = {"", "Example:", "  isotropy train fasttext --corpus wiki.txt --output my-vectors"})
final class TrainFastTextCommand implements Callable<Integer> {

    private final Streams streams;

    @Spec
    @Nullable CommandSpec spec;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    FastTextOptions training = new FastTextOptions();

    @Option(names = "--model", paramLabel = "M", defaultValue = "skipgram", description = "skipgram or cbow. Default: ${DEFAULT-VALUE}.")
    String model = "";

    @Option(names = "--loss", paramLabel = "L", defaultValue = "ns",
            description = "ns (negative sampling) or hs (hierarchical softmax). Default: ${DEFAULT-VALUE}.")
    String loss = "";

    @Option(names = {"--window", "--ws"}, paramLabel = "N", defaultValue = "5",
            description = "Words to either side of a word. Default: ${DEFAULT-VALUE}.")
    int window;

    @Option(names = "--minn", paramLabel = "N", defaultValue = "3", description = "The shortest n-grams. Default: ${DEFAULT-VALUE}.")
    int shortest;

    @Option(names = "--maxn", paramLabel = "N", defaultValue = "6",
            description = "The longest n-grams; 0 for words alone. Default: ${DEFAULT-VALUE}.")
    int longest;

    @Option(names = {"--sampling", "-t"}, paramLabel = "T", defaultValue = "1e-4",
            description = "Words that make up more than about T of the corpus are left out at random. Default: ${DEFAULT-VALUE}.")
    double sampling;

    TrainFastTextCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace(FastTextFolder.KIND);
        Vocabulary.Limits limits = corpus.limits();
        FastTextConfig config = config(limits);
        FastText trained;
        try (WorkProgress work = corpus.progress(streams, "train")) {
            TrainingPlan plan = training.plan(work, TrainingPlan.VECTORS_LEARNING_RATE, limits.maxWords());
            trained = FastText.train(corpus.texts(), corpus.tokens(), config, plan, Backends.preferred());
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
        return corpus.save(streams, trained, start, folder -> FastTextFolder.save(trained, folder));
    }

    private FastTextConfig config(Vocabulary.Limits limits) {
        Architecture architecture = switch (model.toLowerCase(Locale.ROOT)) {
            case "skipgram" -> Architecture.SKIPGRAM;
            case "cbow" -> Architecture.CBOW;
            default -> throw new InputException("--model must be skipgram or cbow, got " + model);
        };
        Loss chosen = switch (loss.toLowerCase(Locale.ROOT)) {
            case "ns" -> Loss.NEGATIVE_SAMPLING;
            case "hs" -> Loss.HIERARCHICAL_SOFTMAX;
            default -> throw new InputException("--loss must be ns or hs, got " + loss);
        };
        Arguments.requireUse(spec, "--loss ns", chosen == Loss.NEGATIVE_SAMPLING, "--negatives");
        try {
            return new FastTextConfig(architecture, chosen, training.dimension, window, training.epochs, limits.minCount(), training.negatives, 1,
                    training.buckets, shortest, longest, sampling);
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
    }
}
