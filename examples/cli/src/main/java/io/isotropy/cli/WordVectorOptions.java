package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.data.Example;
import io.isotropy.nlp.sentence.TrainableWordEncoder;
import io.isotropy.nlp.sentence.WordEncoderConfig;
import io.isotropy.nlp.word.WhitespaceTokenizer;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The vectors of words that a model begins with. */
final class WordVectorOptions {

    /** Random vectors have the size of those that the papers take. */
    private static final int DIMENSION = 300;

    @Option(names = "--vectors", paramLabel = "FILE|DIR",
            description = "Vectors of words: word2vec text or binary, GloVe or fastText .vec, each also with .gz; or a model's folder. Default: random ones for "
                    + "the words of the training data.")
    @Nullable String vectors;

    @Option(names = "--max-words", paramLabel = "N", defaultValue = "0",
            description = "Take only the first N words of --vectors, or the N most frequent ones; 0 for all.")
    int most;

    @Option(names = "--min-count", paramLabel = "N", defaultValue = "1",
            description = "Leave out words that occur less often in the training data. Not with --vectors. Default: ${DEFAULT-VALUE}.")
    int least;

    @Option(names = "--word-dimension", paramLabel = "N", defaultValue = "0",
            description = "Length of random vectors. Not with --vectors. Default: " + DIMENSION + ".")
    int dimension;

    @Option(names = "--update-embeddings", description = "Train the vectors of --vectors, too; random ones are trained always.")
    boolean update;

    @Spec(Spec.Target.MIXEE)
    @Nullable CommandSpec command;

    /** A model on these vectors. */
    TrainableWordEncoder encoder(WordEncoderConfig config, List<? extends Example> examples, boolean bigrams, long seed) throws IOException {
        if (most < 0 || dimension < 0) {
            throw new InputException((most < 0 ? "--max-words" : "--word-dimension") + " must be 0 or more, got " + Math.min(most, dimension));
        }
        Arguments.requireUse(command, "--vectors", vectors != null, "--update-embeddings");
        Arguments.requireUse(command, "random vectors", vectors == null, "--min-count");
        if (vectors == null) {
            WhitespaceTokenizer tokenizer = WhitespaceTokenizer.learn(
                    () -> examples.stream().flatMap(example -> example.texts().stream()).iterator(), least, most, bigrams);
            return TrainableWordEncoder.create(config, tokenizer, dimension == 0 ? DIMENSION : dimension, Backends.preferred(), seed);
        }
        if (dimension != 0 || bigrams) {
            throw new InputException((bigrams ? "--bigrams" : "--word-dimension") + " cannot be given with --vectors, whose file has "
                    + (bigrams ? "no pairs of words" : "vectors of a length of its own"));
        }
        try (WordVectors read = WordOptions.read(Arguments.path(vectors, "--vectors"), most)) {
            return TrainableWordEncoder.create(config, read, update, Backends.preferred(), seed);
        }
    }

    /** What a checkpoint must agree with. */
    Map<String, String> configuration() {
        return Map.of("vectors", vectors == null ? "random " + dimension : vectors, "words", most + " at least " + least,
                "update_embeddings", "" + update);
    }
}
