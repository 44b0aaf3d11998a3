package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.fasttext.FastText;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.word.WordVectorModel;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Words with vectors, from a file or from a model's folder. */
final class WordOptions {

    @Option(names = "--model", paramLabel = "DIR|FILE", required = true,
            description = "A model's folder, or a file of word vectors: word2vec text or binary, GloVe or fastText .vec, each also with .gz; or a "
                    + "fastText .bin.")
    String model = "";

    @Option(names = "--max-words", paramLabel = "N", defaultValue = "0", description = "Read only the first N words of a file; 0 for all.")
    int most;

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    /** Loads vectors, also those of unknown words where the model has some for any. */
    WordVectors load(List<String> queries) throws IOException {
        threads.apply();
        if (most < 0) {
            throw new InputException("--max-words must be 0 or more, got " + most);
        }
        return read(Arguments.path(model, "--model"), most, queries);
    }

    /** The vectors of a file or of a model's folder. */
    static WordVectors read(Path path, int most) throws IOException {
        return read(path, most, List.of());
    }

    private static WordVectors read(Path path, int most, List<String> queries) throws IOException {
        if (!Files.exists(path)) {
            throw new InputException(path + ": there is no such folder or file of word vectors");
        }
        if (!Files.isDirectory(path)) {
            if (FastText.isModel(path)) {
                try (FastText model = FastText.load(path, Backends.preferred())) {
                    return model.vectorsWith(queries);
                }
            }
            return WordVectors.load(path, Backends.preferred(), most);
        }
        EmbeddingModel model = ModelFolder.load(path, Backends.preferred());
        if (model instanceof FastText subwords) {
            try (subwords) {
                return subwords.vectorsWith(queries);
            }
        }
        if (model instanceof WordVectorModel words) {
            return words.vectors();
        }
        model.close();
        throw new InputException(path + " holds " + model.name() + ", which has no vectors of words");
    }

    /** Complains of words without a vector, and offers others. */
    static void requireKnown(WordVectors vectors, List<String> words) {
        for (String word : words) {
            if (!vectors.contains(word)) {
                List<String> close = vectors.spelledLike(word, 5);
                throw new InputException("\"" + word + "\" is none of the " + vectors.size() + " words that have a vector" + (close.isEmpty() ? ""
                        : "; did you mean " + close.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(" or ")) + "?"));
            }
        }
    }
}
