package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.glove.Glove;
import io.isotropy.nlp.glove.GloveConfig;
import io.isotropy.nlp.word.WordFolder;
import io.isotropy.nlp.word.WordModel;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Global vectors. */
@Command(name = "glove", defaultValueProvider = WordVectorDefaults.class,
        description = "Learns word vectors from how often words occur together (GloVe); a text's vector is the mean of "
        + "its words'.",
        footer = {"", "Example:", "  isotropy train glove --corpus wiki.txt.gz --dimension 100 --window 10 --x-max 10 --output my-glove"})
final class TrainGloveCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    @Option(names = "--dimension", paramLabel = "D", defaultValue = "50",
            description = "The length of the vectors. Default: ${DEFAULT-VALUE}.")
    int dimension;

    @Option(names = "--window", paramLabel = "N", defaultValue = "15",
            description = "How many words of context count to each side. Default: ${DEFAULT-VALUE}.")
    int window;

    @Option(names = "--symmetric", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "Count words on both sides, or with --no-symmetric those to the left. Default: both.")
    boolean symmetric;

    @Option(names = "--x-max", paramLabel = "X", defaultValue = "100",
            description = "From so many co-occurrences on a pair has full weight. Default: ${DEFAULT-VALUE}.")
    float xMax;

    @Option(names = "--alpha", paramLabel = "A", defaultValue = "0.75",
            description = "The exponent of the weight below that. Default: ${DEFAULT-VALUE}.")
    float alpha;

    @Option(names = {"--learning-rate", "--eta"}, paramLabel = "X", defaultValue = "0.05",
            description = "AdaGrad's. Default: ${DEFAULT-VALUE}.")
    float learningRate;

    @Option(names = {"--iterations", "--epochs"}, paramLabel = "N", defaultValue = "25",
            description = "How often to go through the pairs of words. Default: ${DEFAULT-VALUE}.")
    int iterations;

    @Option(names = "--vectors", paramLabel = "V", defaultValue = "sum",
            description = "sum of a word's two vectors, word for that as a word alone, or concatenation of both. Default: ${DEFAULT-VALUE}.")
    GloveConfig.Vectors vectors = GloveConfig.Vectors.SUM;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of the random numbers: the same "
            + "seed gives the same bytes, whatever the number of threads. Default: ${DEFAULT-VALUE}.")
    long seed;

    TrainGloveCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace("glove");
        threads.apply();
        Tokenizer tokenizer = corpus.tokens();
        GloveConfig config;
        try {
            config = new GloveConfig(dimension, window, symmetric, corpus.limits(), xMax, alpha, learningRate, iterations, vectors, seed);
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
        Glove glove;
        try (WorkProgress work = corpus.progress(streams, "train")) {
            glove = Glove.train(Backends.preferred(), corpus.texts(), tokenizer, config, new Progress(work));
        }
        try (WordModel model = new WordModel("glove", glove.vectors(), tokenizer, config.toMap(), glove.vocabulary())) {
            return corpus.save(streams, model, start, folder -> WordFolder.save(model, folder));
        }
    }

    private final class Progress implements Glove.Listener {

        private final WorkProgress work;
        private final long start = System.nanoTime();
        private long trainingStart;

        Progress(WorkProgress work) {
            this.work = work;
        }

        @Override
        public void counted(long tokens, long total) {
            trainingStart = System.nanoTime();
            if (tokens == total && !corpus.quiet) {
                streams.err().printf(Locale.ROOT, "isotropy: %,d known words counted in %.2f s%n", tokens, (trainingStart - start) / 1e9);
            }
        }

        @Override
        public void trained(long pairs, long total, double loss) {
            double rate = pairs / Math.max(1e-9, (System.nanoTime() - trainingStart) / 1e9);
            work.at(pairs, total, String.format(Locale.ROOT, "iteration %.1f of %d", (double) pairs * iterations / total, iterations),
                    String.format(Locale.ROOT, "loss %.5f, %,.0f pairs/s", loss, rate), (total - pairs) / rate);
        }
    }
}
