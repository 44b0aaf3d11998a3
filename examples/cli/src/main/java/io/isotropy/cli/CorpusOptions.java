package io.isotropy.cli;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.FolderWriter;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.lexical.TermModel;
import io.isotropy.nlp.lexical.Weighting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all models that count words share: a corpus, what its words are, and where the model goes. */
final class CorpusOptions {

    @Option(names = "--corpus", paramLabel = "FILE", arity = "1..*",
            description = "Texts: a line each or, in .tsv with a header and .jsonl, a row each; also with .gz or .bz2.")
    List<String> corpus = List.of();

    @Option(names = "--unit", paramLabel = "U", defaultValue = "line",
            description = "What a text of a plain file is: line, or document (the lines up to an empty one). Default: ${DEFAULT-VALUE}.")
    Corpus.Unit unit = Corpus.Unit.LINE;

    @Option(names = "--tokenizer", paramLabel = "T", defaultValue = "words",
            description = "words (lower-cased words and numbers), cased-words, words-without-numbers, words-of-two, whitespace, chinese, "
                    + "characters-N or characters-N-M (n-grams of characters). Default: ${DEFAULT-VALUE}.")
    String tokenizer = "words";

    @Option(names = "--min-count", paramLabel = "N", defaultValue = "1",
            description = "Leave out terms that come less than N times. Default: ${DEFAULT-VALUE}.")
    int minCount;

    @Option(names = "--max-terms", paramLabel = "N", description = "Keep the N most frequent terms. Default: all.")
    int maxTerms = Integer.MAX_VALUE;

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "The folder for the model.")
    String output = "";

    @Option(names = {"-q", "--quiet"}, description = "Say nothing.")
    boolean quiet;

    /** How many texts the last reading had. */
    private long read;
    private @Nullable WorkProgress work;

    /** Writes a model to a folder. */
    interface Saving {
        void save(Path folder) throws IOException;
    }

    Corpus texts() {
        if (corpus.isEmpty()) {
            throw new InputException("--corpus is missing; name a file of texts");
        }
        List<Corpus> parts = new ArrayList<>();
        for (String file : corpus) {
            parts.add(Corpus.ofFile(Arguments.path(file, "--corpus"), unit));
        }
        return counted(Corpus.concat(parts));
    }

    /** The same texts, which are counted as they are read. */
    Corpus counted(Corpus texts) {
        return Corpus.of(texts.name(), action -> {
            long[] count = new long[1];
            texts.forEach(text -> {
                count[0]++;
                action.accept(text);
            });
            read = count[0];
        });
    }

    /** Shows how training goes on; its last figures are those of {@link #save}. */
    WorkProgress progress(Streams streams, String task) {
        work = new WorkProgress(streams, quiet, task);
        return work;
    }

    Tokenizer tokens() {
        return tokens(1, 1);
    }

    /** The tokenizer, or n-grams of its tokens. */
    Tokenizer tokens(int from, int to) {
        String name = from == 1 && to == 1 ? tokenizer : tokenizer + ":" + from + "-" + to;
        try {
            return Tokenizer.byName(name);
        } catch (IllegalArgumentException e) {
            throw Arguments.about(from == 1 && to == 1 ? "--tokenizer" : "--ngrams", e);
        }
    }

    /** Which terms stay. */
    Vocabulary.Limits limits() {
        try {
            return new Vocabulary.Limits(minCount, maxTerms);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--min-count, --max-terms", e);
        }
    }

    TermModel terms(Tokenizer of, Weighting weighting) throws IOException {
        return TermModel.train(texts(), new TermModel.Config(of, limits(), weighting));
    }

    /** Complains, before any work, if there is no place for a model of the kind: a file, or a folder that holds another. */
    void requirePlace(String kind) throws IOException {
        OutputFolder.requireOnly(kind, OutputFolder.of(output, "--output"), "--output");
    }

    /** Puts a model into its folder, whole or not at all. */
    void write(Saving saving) throws IOException {
        OutputException.naming(output, () -> FolderWriter.add(OutputFolder.of(output, "--output"), saving::save));
    }

    private String speed(double seconds) {
        String figures = work != null ? work.figures() : read == 0 ? "" : String.format(Locale.ROOT, "%,.0f texts/s", read / seconds);
        return figures.isEmpty() ? "" : " (" + figures + ")";
    }

    /** Saves what was made, and says so. */
    int save(Streams streams, EmbeddingModel model, long start, Saving saving) throws IOException {
        write(saving);
        if (!quiet) {
            double seconds = (System.nanoTime() - start) / 1e9;
            streams.err().printf(Locale.ROOT, "isotropy: %s: vectors of %s%s in %.2f s%s; saved %s%n",
                    model.name(), Plural.of(model.dimension(), "component"),
                    read == 0 ? "" : " from " + Plural.of(read, "text") + " of " + String.join(", ", corpus), seconds, speed(seconds), output);
        }
        return Failures.OK;
    }
}
