package io.isotropy.nlp.folder;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.average.AverageFolder;
import io.isotropy.nlp.fasttext.FastTextFolder;
import io.isotropy.nlp.doc2vec.Doc2VecFolder;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.repair.AllButTheTop;
import io.isotropy.nlp.repair.RepairFolder;
import io.isotropy.nlp.repair.SentenceFlow;
import io.isotropy.nlp.repair.Whitening;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.nlp.topic.TopicFolder;
import io.isotropy.nlp.word.WordFolder;
import java.io.IOException;
import java.nio.file.Path;

/** Opens a folder of any model by what is in it. */
public final class ModelFolder {

    private ModelFolder() {}

    /** Opens a folder on the preferred backend. */
    public static EmbeddingModel load(Path folder) throws IOException {
        return load(folder, Backends.preferred());
    }

    /**
     * Opens a folder: the model that {@code isotropy.json} names; without that file the encoder of a sentence-transformers or Hugging Face
     * folder.
     *
     * @throws IOException if it holds no model that is known; the message says what is wrong
     */
    public static EmbeddingModel load(Path folder, Backend backend) throws IOException {
        if (!ModelSettings.isIn(folder)) {
            return SentenceEncoder.load(folder, backend);
        }
        try {
            Json settings = ModelSettings.read(folder);
            String model = ModelSettings.model(settings);
            return switch (model) {
                case "terms", "lsa", "hashing" -> LexicalFolder.load(folder);
                case "doc2vec" -> Doc2VecFolder.load(folder, backend);
                case "word2vec", "glove", "vectors" -> WordFolder.load(folder, backend);
                case "lda", "plsa" -> TopicFolder.load(folder);
                case "mean", "tfidf-mean", "sif", "usif" -> AverageFolder.load(folder, backend);
                case FastTextFolder.KIND -> FastTextFolder.load(folder, backend);
                case Whitening.NAME, AllButTheTop.NAME, SentenceFlow.NAME -> RepairFolder.load(folder, backend, ModelFolder::load);
                default -> throw settings.error("the model \"" + model + "\" is none of those known here; a newer version may know it");
            };
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }
}
