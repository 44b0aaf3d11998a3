package io.isotropy.nlp.fasttext;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Folders of fastText models: {@value #MODEL} as the original tool and gensim read it, and the tokenizer in {@code isotropy.json}. */
public final class FastTextFolder {

    /** The file of the model. */
    public static final String MODEL = "model.bin";
    /** What {@code isotropy.json} calls it. */
    public static final String KIND = "fasttext";

    private static final String TOKENIZER = "tokenizer";

    private FastTextFolder() {}

    /** Saves a model; whatever else is in the folder stays. */
    public static void save(FastText model, Path folder) throws IOException {
        Files.createDirectories(folder);
        model.save(folder.resolve(MODEL));
        ModelSettings.write(folder, KIND, Map.of(TOKENIZER, model.tokenizer().name()));
    }

    /** Opens a folder. */
    public static FastText load(Path folder, Backend backend) throws IOException {
        Path file = folder.resolve(MODEL);
        if (!Files.exists(file)) {
            throw new ModelFolderException(file, "is missing, the file of the model");
        }
        try {
            return FastTextReader.read(file, backend, Tokenizer.of(ModelSettings.read(folder).get(TOKENIZER)));
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }
}
