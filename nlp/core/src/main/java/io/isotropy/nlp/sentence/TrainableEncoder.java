package io.isotropy.nlp.sentence;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An encoder of sentences to be trained. What {@link #save} writes, {@link SentenceEncoder} and sentence-transformers load. */
public sealed interface TrainableEncoder extends EmbeddingModel permits TrainableSentenceEncoder, TrainableWordEncoder {

    /** Tokens that go through the encoder at once in {@link #embed}. */
    int BATCH_TOKENS = 4096;

    /** All parameters, those of the heads that were made in it included. */
    Parameters parameters();

    /** A text as the encoder sees it. */
    int[] ids(String text);

    /** The vectors of texts that are given as token ids, (texts, D). */
    Var vectors(List<int[]> texts, Mode mode);

    /** Writes a folder of sentence-transformers, without the heads. Every file is written whole or not at all. */
    void save(Path folder) throws IOException;

    @Override
    default List<float[]> embed(List<String> texts) {
        EmbeddingModel.requireTexts(texts);
        List<float[]> vectors = new ArrayList<>();
        List<int[]> waiting = new ArrayList<>();
        int tokens = 0;
        for (String text : texts) {
            int[] ids = ids(text);
            if (tokens + ids.length > BATCH_TOKENS && !waiting.isEmpty()) {
                vectors.addAll(embedIds(waiting));
                waiting.clear();
                tokens = 0;
            }
            waiting.add(ids);
            tokens += ids.length;
        }
        if (!waiting.isEmpty()) {
            vectors.addAll(embedIds(waiting));
        }
        return List.copyOf(vectors);
    }

    /** The vectors of texts that are given as token ids, as one batch. */
    default List<float[]> embedIds(List<int[]> texts) {
        try (Scope _ = Scope.open();
                NoGradient _ = NoGradient.open()) {
            float[] all = vectors(texts, Mode.eval()).value().toArray();
            int size = dimension();
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                vectors.add(Arrays.copyOfRange(all, i * size, (i + 1) * size));
            }
            return vectors;
        }
    }
}
