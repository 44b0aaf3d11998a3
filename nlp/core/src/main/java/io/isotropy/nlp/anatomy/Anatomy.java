package io.isotropy.nlp.anatomy;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.anatomy.WordFrequency.Counted;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.repair.RepairedModel;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.nlp.word.WordVectorModel;
import io.isotropy.nlp.word.WordVectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a model's space by a sample of texts.
 *
 * @param spaces the model's vectors; of a repaired model, those before the repair and those after it
 * @param lengthUnit what texts are measured in: tokens or characters
 * @param words frequency and place of the words or word pieces the model has vectors of; null where it has none
 * @param wordUnit what those are
 * @param layers figures after each layer, if asked for and there are layers
 */
public record Anatomy(
        String name, Sample sample, List<Space> spaces, String lengthUnit, @Nullable WordFrequency words, String wordUnit, List<Layer> layers) {

    private static final int WINDOW = 2048;

    /**
     * A layer's states as vectors of texts.
     *
     * @param number 0 for the embeddings
     */
    public record Layer(int number, Pooling pooling, Geometry geometry) {}

    /**
     * Looks into a model.
     *
     * @param layers whether to look at each layer too
     * @param progress is told what is being done
     */
    public static Anatomy of(EmbeddingModel model, Sample sample, boolean layers, long seed, Consumer<String> progress) {
        EmbeddingModel base = model instanceof RepairedModel repaired ? repaired.base() : model;
        ToIntFunction<String> length = base instanceof SentenceEncoder encoder ? encoder::countTokens : text -> text.codePointCount(0, text.length());
        int[] lengths = sample.measuredTexts().stream().mapToInt(length).toArray();
        List<Space> spaces = new ArrayList<>();
        for (EmbeddingModel each : base == model ? List.of(model) : List.of(base, model)) {
            progress.accept("embedding with " + each.name());
            List<float[]> vectors = embed(each, sample.texts());
            progress.accept("measuring " + each.name());
            spaces.add(Space.of(label(model, each), vectors, each.dimension(), sample, lengths, seed));
        }
        progress.accept("measuring words");
        WordFrequency words = switch (base) {
            case WordVectorModel vectors -> words(vectors, sample.measuredTexts());
            case SentenceEncoder encoder when encoder.isBert() -> pieces(encoder, sample.measuredTexts());
            default -> null;
        };
        List<Layer> found = layers && base instanceof SentenceEncoder encoder && encoder.isBert() ? layers(encoder, sample, progress) : List.of();
        return new Anatomy(model.name(), sample, List.copyOf(spaces), base instanceof SentenceEncoder ? "tokens" : "characters", words,
                base instanceof SentenceEncoder ? "word pieces" : "words", found);
    }

    private static String label(EmbeddingModel model, EmbeddingModel each) {
        return model instanceof RepairedModel repaired ? (each == model ? "after " : "before ") + repaired.repair().name() : each.name();
    }

    private static List<float[]> embed(EmbeddingModel model, List<String> texts) {
        List<float[]> vectors = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += WINDOW) {
            vectors.addAll(model.embed(texts.subList(from, Math.min(texts.size(), from + WINDOW))));
        }
        return vectors;
    }

    private static WordFrequency words(WordVectorModel model, List<String> texts) {
        Tokenizer tokenizer = model instanceof WordModel words ? words.tokenizer() : Tokenizer.words();
        WordVectors vectors = model.vectors();
        Map<String, Long> counts = new HashMap<>();
        texts.forEach(text -> tokenizer.tokenize(text, word -> counts.merge(word, 1L, Long::sum)));
        List<Counted> counted = new ArrayList<>();
        counts.forEach((word, count) -> {
            if (vectors.contains(word)) {
                counted.add(new Counted(word, count, vectors.vector(word)));
            }
        });
        return WordFrequency.of(counted, vectors.dimension());
    }

    private static WordFrequency pieces(SentenceEncoder encoder, List<String> texts) {
        Map<Integer, Long> counts = new HashMap<>();
        for (String text : texts) {
            for (int id : encoder.tokenizer().ids(text)) {
                counts.merge(id, 1L, Long::sum);
            }
        }
        encoder.tokenizer().specialIds().forEach(counts::remove);
        List<Counted> counted = new ArrayList<>();
        counts.forEach((id, count) -> counted.add(new Counted(encoder.tokenizer().token(id), count, encoder.encoder().wordEmbedding(id))));
        return WordFrequency.of(counted, encoder.encoder().config().hiddenSize());
    }

    private static List<Layer> layers(SentenceEncoder encoder, Sample sample, Consumer<String> progress) {
        List<Layer> layers = new ArrayList<>();
        int size = encoder.encoder().config().hiddenSize();
        for (Pooling pooling : List.of(Pooling.MEAN, Pooling.CLS)) {
            progress.accept("measuring layers, " + pooling.word());
            List<List<float[]>> states = encoder.layers(sample.texts(), pooling);
            for (int i = 0; i < states.size(); i++) {
                layers.add(new Layer(i, pooling, Geometry.of(states.get(i), size, sample)));
            }
        }
        return Collections.unmodifiableList(layers);
    }
}
