package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.average.AverageFolder;
import io.isotropy.nlp.average.AverageModel;
import io.isotropy.nlp.average.Averaging;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.nlp.word.WordVectorModel;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the means of word vectors share: the vectors, the words' counts and the texts. */
final class AverageOptions {

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    @Option(names = "--vectors", paramLabel = "FILE|DIR", required = true,
            description = "Vectors of words: a file, word2vec text or binary, GloVe or fastText .vec, each also with .gz; or a model's folder, "
                    + "whose tokenizer then is used unless --tokenizer says another.")
    String vectors = "";

    @Option(names = "--max-words", paramLabel = "N", defaultValue = "0", description = "Read only the first N words of a file; 0 for all.")
    int most;

    @Spec(Spec.Target.MIXEE)
    @Nullable CommandSpec spec;

    /** Where the counts of words come from. */
    private String counted = "";

    /** Trains a model, saves it and says so. */
    int train(Streams streams, Averaging averaging, @Nullable String countsFile) throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace(averaging.name());
        threads.apply();
        if (most < 0) {
            throw new InputException("--max-words must be 0 or more, got " + most);
        }
        Path path = Arguments.path(vectors, "--vectors");
        EmbeddingModel model = Files.isDirectory(path) ? ModelFolder.load(path, Backends.preferred()) : null;
        Tokenizer tokenizer = tokenizer(model);
        WordVectors all = model instanceof WordVectorModel words ? words.vectors() : WordOptions.read(path, most);
        // No text has such a word, and the folder's file cannot hold it.
        WordVectors known = all.only(word -> word.chars().noneMatch(c -> c == ' ' || c == '\t'));
        try (AverageModel made = averaging instanceof Averaging.Mean
                ? AverageModel.mean(known, tokenizer)
                : train(known, tokenizer, averaging, counts(model, countsFile, averaging, tokenizer))) {
            corpus.write(folder -> AverageFolder.save(made, folder));
            if (!corpus.quiet) {
                streams.err().printf(Locale.ROOT, "isotropy: %s of %,d words with vectors of %d components%s in %.2f s; saved %s%n",
                        made.name(), known.size(), made.dimension(), counted, (System.nanoTime() - start) / 1e9, corpus.output);
            }
        }
        return Failures.OK;
    }

    private AverageModel train(WordVectors known, Tokenizer tokenizer, Averaging averaging, Vocabulary counts) throws IOException {
        try {
            return AverageModel.train(known, corpus.texts(), tokenizer, averaging, counts);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--counts or --corpus", e);
        }
    }

    private Tokenizer tokenizer(@Nullable EmbeddingModel model) {
        if (spec != null && spec.commandLine().getParseResult().hasMatchedOption("--tokenizer")) {
            return corpus.tokens();
        }
        return switch (model) {
            case WordModel words -> words.tokenizer();
            case AverageModel words -> words.tokenizer();
            case null, default -> corpus.tokens();
        };
    }

    /** The counts of a file, of the vectors' folder, or of the corpus. */
    private Vocabulary counts(@Nullable EmbeddingModel model, @Nullable String file, Averaging averaging, Tokenizer tokenizer)
            throws IOException {
        if (averaging instanceof Averaging.TfIdfMean) {
            return Vocabulary.ofOrdered(List.of(), new long[0]);
        }
        if (file != null) {
            counted = ", weighed by the counts of " + file;
            return Vocabulary.read(Arguments.path(file, "--counts"));
        }
        if (model instanceof WordModel words && words.counts() != null) {
            counted = ", weighed by the counts of " + vectors;
            return words.counts();
        }
        counted = ", weighed by the counts of --corpus";
        return Vocabulary.count(corpus.texts(), tokenizer, corpus.limits());
    }
}
