package io.isotropy.nlp.word;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Folders of word vectors: {@value #VECTORS} in word2vec's binary form, which gensim reads with {@code
 * KeyedVectors.load_word2vec_format(…, binary=True)}; {@value #COUNTS} with a word, a tab and its count a line, where counts are known; what
 * trained the vectors and which tokenizer finds their words in {@code isotropy.json}.
 */
public final class WordFolder {

    /** The file of the vectors. */
    public static final String VECTORS = "vectors.bin";
    /** The file of the counts. */
    public static final String COUNTS = "counts.tsv";

    private static final String TOKENIZER = "tokenizer";
    private static final String CONFIG = "config";

    private WordFolder() {}

    /** Saves a model; whatever else is in the folder stays. */
    public static void save(WordModel model, Path folder) throws IOException {
        Files.createDirectories(folder);
        model.vectors().save(folder.resolve(VECTORS), WordVectorFormat.WORD2VEC_BINARY);
        Vocabulary counts = model.counts();
        if (counts == null) {
            Files.deleteIfExists(folder.resolve(COUNTS));
        } else {
            TextFile.write(folder.resolve(COUNTS), counts::write);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(TOKENIZER, model.tokenizer().name());
        settings.put(CONFIG, model.config());
        ModelSettings.write(folder, model.name(), settings);
    }

    /** Opens a folder. */
    public static WordModel load(Path folder, Backend backend) throws IOException {
        try {
            Json settings = ModelSettings.read(folder);
            Tokenizer tokenizer = Tokenizer.of(settings.get(TOKENIZER));
            Json config = settings.find(CONFIG);
            Path counts = folder.resolve(COUNTS);
            Path vectors = folder.resolve(VECTORS);
            if (!Files.exists(vectors)) {
                throw new ModelFolderException(vectors, "is missing, the file of the vectors");
            }
            return new WordModel(
                    ModelSettings.model(settings),
                    WordVectors.load(vectors, WordVectorFormat.WORD2VEC_BINARY, backend, 0),
                    tokenizer,
                    config == null ? Map.of() : config.asMap(),
                    Files.exists(counts) ? Vocabulary.read(counts) : null);
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }
}
