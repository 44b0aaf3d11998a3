package io.isotropy.cli;

import io.isotropy.nlp.topic.Lda;
import io.isotropy.nlp.topic.LdaConfig;
import io.isotropy.nlp.topic.OnlineLda;
import io.isotropy.nlp.topic.OnlineLdaConfig;
import io.isotropy.nlp.topic.OnlineLdaConfig.Prior;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Latent Dirichlet allocation. */
@Command(name = "lda", description = "Finds topics by latent Dirichlet allocation; a text's vector is its distribution of topics.",
        footer = {"", "Example:",
            "  isotropy train lda --corpus texts.txt --stop-words english --min-count 3 --topics 100 --optimize-interval 10 \\",
            "    --output my-topics"})
final class TrainLdaCommand implements Callable<Integer> {

    private final Streams streams;

    @Spec
    @Nullable CommandSpec spec;

    @Mixin
    TopicTraining training = new TopicTraining();

    @Option(names = "--method", paramLabel = "M", defaultValue = "gibbs",
            description = "gibbs (collapsed sampling, as MALLET) or online (variational Bayes, as gensim). Default: ${DEFAULT-VALUE}.")
    Method method = Method.GIBBS;

    @Option(names = "--topics", paramLabel = "K", description = "How many topics to find. Default: 10 for gibbs, 100 for online.")
    @Nullable Integer topics;

    @Option(names = "--iterations", paramLabel = "N",
            description = "Of gibbs, passes, 1000; of online, the most steps for a text, 50.")
    @Nullable Integer iterations;

    @Option(names = "--alpha", paramLabel = "A",
            description = "The prior of topics in a text. Of gibbs, the SUM over topics, 5.0; of online, symmetric (the default), "
                    + "asymmetric, auto, or a number for each topic.")
    @Nullable String alpha;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of the random numbers. Default: ${DEFAULT-VALUE}.")
    long seed;

    @ArgGroup(exclusive = false, heading = "Options of gibbs:%n")
    GibbsOptions gibbs = new GibbsOptions();

    @ArgGroup(exclusive = false, heading = "Options of online:%n")
    OnlineOptions online = new OnlineOptions();

    /** How to find the posterior. */
    enum Method {
        GIBBS,
        ONLINE
    }

    /** What sampling alone has. */
    static final class GibbsOptions {

        @Option(names = "--beta", paramLabel = "B", defaultValue = "0.01",
                description = "The prior of each word in a topic. Default: ${DEFAULT-VALUE}.")
        double beta = LdaConfig.DEFAULT.beta();

        @Option(names = "--optimize-interval", paramLabel = "N", defaultValue = "0",
                description = "Estimate alpha and beta anew every N iterations; 0 for never. Default: ${DEFAULT-VALUE}.")
        int optimizeInterval;

        @Option(names = "--optimize-burn-in", paramLabel = "N", defaultValue = "200",
                description = "Iterations before the first estimate. Default: ${DEFAULT-VALUE}.")
        int burnIn = LdaConfig.DEFAULT.burnIn();

        @Option(names = "--use-symmetric-alpha", description = "Estimate one alpha for all topics.")
        boolean symmetricAlpha;
    }

    /** What variational Bayes alone has. */
    static final class OnlineOptions {

        @Option(names = "--chunksize", paramLabel = "N", defaultValue = "2000",
                description = "Texts between two updates. Default: ${DEFAULT-VALUE}.")
        int chunksize = OnlineLdaConfig.DEFAULT.chunksize();

        @Option(names = "--passes", paramLabel = "N", defaultValue = "1",
                description = "Ways through the corpus. Default: ${DEFAULT-VALUE}.")
        int passes = OnlineLdaConfig.DEFAULT.passes();

        @Option(names = "--decay", paramLabel = "X", defaultValue = "0.5",
                description = "How fast earlier texts are forgotten, 0 to 1. Default: ${DEFAULT-VALUE}.")
        double decay = OnlineLdaConfig.DEFAULT.decay();

        @Option(names = "--offset", paramLabel = "X", defaultValue = "1.0",
                description = "Slows the first updates down. Default: ${DEFAULT-VALUE}.")
        double offset = OnlineLdaConfig.DEFAULT.offset();

        @Option(names = "--eta", paramLabel = "E", defaultValue = "symmetric",
                description = "The prior of words in a topic: symmetric, auto, or a number. Default: ${DEFAULT-VALUE}.")
        String eta = "symmetric";

        @Option(names = "--gamma-threshold", paramLabel = "X", defaultValue = "0.001",
                description = "A text is done when its topics change less. Default: ${DEFAULT-VALUE}.")
        double gammaThreshold = OnlineLdaConfig.DEFAULT.gammaThreshold();
    }

    TrainLdaCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Arguments.requireUse(spec, "--method gibbs", method == Method.GIBBS, "--beta", "--optimize-interval", "--optimize-burn-in",
                "--use-symmetric-alpha");
        Arguments.requireUse(spec, "--method online", method == Method.ONLINE, "--chunksize", "--passes", "--decay", "--offset", "--eta",
                "--gamma-threshold");
        Arguments.requireUse(spec, "--optimize-interval", gibbs.optimizeInterval > 0, "--optimize-burn-in", "--use-symmetric-alpha");
        try {
            return switch (method) {
                case GIBBS -> gibbs(LdaConfig.DEFAULT);
                case ONLINE -> online(OnlineLdaConfig.DEFAULT);
            };
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
    }

    private int gibbs(LdaConfig defaults) throws IOException {
        LdaConfig config = new LdaConfig(
                topics == null ? defaults.topics() : topics, iterations == null ? defaults.iterations() : iterations,
                alpha == null ? defaults.alpha() : number(alpha), gibbs.beta,
                gibbs.optimizeInterval, gibbs.burnIn, gibbs.symmetricAlpha, seed);
        return training.run(streams, "lda", "log-likelihood per word", (documents, threads, listener) ->
                Lda.train(documents, training.corpus.tokens(), config, threads, listener));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InputException("--alpha must be a number, the sum over topics, for --method gibbs: got " + text);
        }
    }

    private int online(OnlineLdaConfig defaults) throws IOException {
        OnlineLdaConfig config = new OnlineLdaConfig(
                topics == null ? defaults.topics() : topics, online.chunksize, online.passes, online.decay, online.offset,
                alpha == null ? defaults.alpha() : Prior.of(alpha), Prior.of(online.eta),
                iterations == null ? defaults.iterations() : iterations, online.gammaThreshold, seed);
        return training.run(streams, "lda", "bound per word", (documents, threads, listener) ->
                OnlineLda.train(documents, training.corpus.tokens(), config, threads, listener));
    }
}
