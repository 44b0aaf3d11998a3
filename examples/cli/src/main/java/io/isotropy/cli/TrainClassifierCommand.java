package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.fasttext.FastText;
import io.isotropy.nlp.fasttext.FastTextConfig;
import io.isotropy.nlp.fasttext.FastTextConfig.Architecture;
import io.isotropy.nlp.fasttext.FastTextConfig.Loss;
import io.isotropy.nlp.fasttext.FastTextFolder;
import io.isotropy.nlp.fasttext.LabelledTexts;
import io.isotropy.nlp.fasttext.TrainingPlan;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The linear classifier of fastText. */
@Command(name = "classifier", aliases = "fasttext-supervised",
        description = "Trains fastText's classifier of texts; fastText loads the model.bin. Shuffle texts that are sorted by label.",
        footer = {"", "Example:", "  isotropy train classifier --train reviews.tsv --word-ngrams 2 --learning-rate 0.5 --output my-classifier"})
final class TrainClassifierCommand implements Callable<Integer> {

    private final Streams streams;

    @Spec
    @Nullable CommandSpec spec;

    @Option(names = {"--train", "--corpus"}, paramLabel = "FILE", arity = "1..*", required = true, description = LabelledOptions.FILES)
    List<String> train = List.of();

    @Mixin
    LabelledOptions labels = new LabelledOptions();

    @Mixin
    FastTextOptions training = new FastTextOptions();

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "The folder for the model.")
    String output = "";

    @Option(names = "--tokenizer", paramLabel = "T", defaultValue = "ascii-whitespace",
            description = "ascii-whitespace (as fastText), words (lower-cased words and numbers), or another of train fasttext. "
                    + "Default: ${DEFAULT-VALUE}.")
    String tokenizer = "";

    @Option(names = "--loss", paramLabel = "L", defaultValue = "softmax",
            description = "softmax, hs (hierarchical, for many labels), ns (negative sampling) or ova (one-vs-all, for texts of several "
                    + "labels). Default: ${DEFAULT-VALUE}.")
    String loss = "";

    @Option(names = {"--word-ngrams", "--wordNgrams"}, paramLabel = "N", defaultValue = "1",
            description = "The longest n-grams of words. Default: ${DEFAULT-VALUE}.")
    int wordNGrams;

    @Option(names = "--minn", paramLabel = "N", defaultValue = "0",
            description = "The shortest n-grams of characters. Default: ${DEFAULT-VALUE}.")
    int shortest;

    @Option(names = "--maxn", paramLabel = "N", defaultValue = "0",
            description = "The longest n-grams of characters; 0 for none. Default: ${DEFAULT-VALUE}.")
    int longest;

    @Option(names = "--min-count", paramLabel = "N", defaultValue = "1",
            description = "Leave out words that come less than N times. Default: ${DEFAULT-VALUE}.")
    int minCount;

    @Option(names = {"-q", "--quiet"}, description = "Say nothing.")
    boolean quiet;

    TrainClassifierCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        CorpusOptions target = new CorpusOptions();
        target.output = output;
        target.corpus = train;
        target.quiet = quiet;
        target.tokenizer = tokenizer;
        target.requirePlace(FastTextFolder.KIND);
        Tokenizer words = target.tokens();
        FastTextConfig config = config();
        FastText trained;
        try (WorkProgress work = target.progress(streams, "train")) {
            TrainingPlan plan = training.plan(work, TrainingPlan.CLASSIFIER_LEARNING_RATE, Integer.MAX_VALUE);
            trained = FastText.trainClassifier(LabelledTexts.of(target.counted(labels.of(train, "--train").lines())), words, config, plan, Backends.preferred());
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
        return target.save(streams, trained, start, folder -> FastTextFolder.save(trained, folder));
    }

    private FastTextConfig config() {
        Loss chosen = switch (loss.toLowerCase(Locale.ROOT)) {
            case "softmax" -> Loss.SOFTMAX;
            case "hs" -> Loss.HIERARCHICAL_SOFTMAX;
            case "ns" -> Loss.NEGATIVE_SAMPLING;
            case "ova" -> Loss.ONE_VS_ALL;
            default -> throw new InputException("--loss must be softmax, hs, ns or ova, got " + loss);
        };
        Arguments.requireUse(spec, "--loss ns", chosen == Loss.NEGATIVE_SAMPLING, "--negatives");
        FastTextConfig usual = FastTextConfig.SUPERVISED;
        try {
            return new FastTextConfig(Architecture.SUPERVISED, chosen, training.dimension, usual.window(), training.epochs, minCount,
                    training.negatives, wordNGrams, training.buckets, shortest, longest, usual.sampling());
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
    }
}
