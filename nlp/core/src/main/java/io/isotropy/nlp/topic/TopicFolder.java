package io.isotropy.nlp.topic;

import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.TextFile;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folders of topic models, for which there is no common format: {@value #TERMS} has a word, a tab and its count a line; {@value #WEIGHTS}
 * has {@code word_topic}, (V, K), in the order of the words, and {@code prior}, (K); the settings are in {@code isotropy.json}.
 */
public final class TopicFolder {

    static final String TERMS = "terms.tsv";
    static final String WEIGHTS = "model.safetensors";

    private static final String TOKENIZER = "tokenizer";
    private static final String INFERENCE = "inference";
    private static final String TEMPERATURE = "temperature";
    private static final String CONFIG = "config";
    private static final String WORD_TOPIC = "word_topic";
    private static final String PRIOR = "prior";

    private TopicFolder() {}

    /** Saves a model. */
    public static void save(TopicModel model, Path folder) throws IOException {
        Files.createDirectories(folder);
        TextFile.write(folder.resolve(TERMS), model.vocabulary()::write);
        double[] prior = model.inference().prior();
        SafetensorsWriter.write(
                folder.resolve(WEIGHTS),
                List.of(SafetensorsEntry.of(WORD_TOPIC, new long[] {model.vocabulary().size(), model.topics()}, model.weights()),
                        SafetensorsEntry.of(PRIOR, new long[] {prior.length}, prior)),
                Map.of());
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(TOKENIZER, model.tokenizer().name());
        settings.put("topics", model.topics());
        settings.put(INFERENCE, inferenceName(model.inference()));
        if (model.inference() instanceof TopicInference.FoldingIn folding) {
            settings.put(TEMPERATURE, folding.temperature());
        }
        settings.put(CONFIG, model.settings());
        ModelSettings.write(folder, model.name(), settings);
    }

    private static String inferenceName(TopicInference inference) {
        return switch (inference) {
            case TopicInference.Collapsed _ -> "collapsed";
            case TopicInference.Variational _ -> "variational";
            case TopicInference.FoldingIn _ -> "folding-in";
        };
    }

    private static TopicInference inference(Json settings, double[] prior) {
        Json name = settings.get(INFERENCE);
        return switch (name.asString()) {
            case "collapsed" -> new TopicInference.Collapsed(prior);
            case "variational" -> new TopicInference.Variational(prior);
            case "folding-in" -> new TopicInference.FoldingIn(prior, settings.getDouble(TEMPERATURE, 1));
            default -> throw name.error("\"inference\" must be collapsed, variational or folding-in, got \"" + name.asString() + "\"");
        };
    }

    /** Opens a folder. */
    public static TopicModel load(Path folder) throws IOException {
        Path weights = folder.resolve(WEIGHTS);
        try (SafetensorsFile file = SafetensorsFile.open(weights)) {
            Json settings = ModelSettings.read(folder);
            Vocabulary vocabulary = Vocabulary.read(folder.resolve(TERMS));
            double[] prior = file.readDoubles(PRIOR);
            for (double value : prior) {
                if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
                    throw new ModelFolderException(weights, "is damaged: priors must be 0 or more, got " + value);
                }
            }
            long[] shape = file.info(WORD_TOPIC).shape();
            if (shape.length != 2 || shape[0] != vocabulary.size() || shape[1] != prior.length) {
                throw new ModelFolderException(weights, "must have weights of " + vocabulary.size() + " rows, one per line of " + TERMS
                        + ", and " + prior.length + " columns: the files belong to different models");
            }
            Json config = settings.find(CONFIG);
            return new TopicModel(Tokenizer.of(settings.get(TOKENIZER)), vocabulary, file.readFloats(WORD_TOPIC),
                    inference(settings, prior), config == null ? Map.of() : config.asMap());
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        } catch (IllegalArgumentException e) {
            throw new ModelFolderException(weights, "is damaged: " + e.getMessage());
        }
    }
}
