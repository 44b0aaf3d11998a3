package io.isotropy.nlp.lexical;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.TextFile;
import io.isotropy.nlp.text.Utf8Lines;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folders of lexical models: {@code isotropy.json} says which model with which settings, {@value #TERMS} has a term, its count and the number of
 * texts with it a line, between tabs; an LSA's directions are in {@value #WEIGHTS}.
 */
public final class LexicalFolder {

    static final String TERMS = "terms.tsv";
    static final String WEIGHTS = "model.safetensors";

    private LexicalFolder() {}

    /** Saves bags of words, TF-IDF, BM25 and the like. */
    public static void save(TermModel model, Path folder) throws IOException {
        Files.createDirectories(folder);
        writeTerms(model, folder);
        ModelSettings.write(folder, "terms", settings(model));
    }

    /** Saves an LSA. */
    public static void save(Lsa model, Path folder) throws IOException {
        Files.createDirectories(folder);
        writeTerms(model.terms(), folder);
        Matrix directions = model.directions();
        SafetensorsWriter.write(
                folder.resolve(WEIGHTS),
                List.of(SafetensorsEntry.of("directions", new long[] {directions.rows(), directions.cols()}, directions.values()),
                        SafetensorsEntry.of("singular_values", new long[] {directions.cols()}, model.singularValues())),
                Map.of());
        ModelSettings.write(folder, "lsa", settings(model.terms()));
    }

    /** Saves a hashing model, of which there are but settings. */
    public static void save(HashingModel model, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("tokenizer", model.tokenizer().name());
        settings.put("dimension", model.dimension());
        settings.put("normalized", model.normalized());
        ModelSettings.write(folder, "hashing", settings);
    }

    private static Map<String, Object> settings(TermModel model) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("tokenizer", model.tokenizer().name());
        settings.put("weighting", model.weighting().toMap());
        settings.put("texts", model.statistics().texts());
        settings.put("average_length", model.statistics().averageLength());
        return settings;
    }

    private static void writeTerms(TermModel model, Path folder) throws IOException {
        Vocabulary vocabulary = model.vocabulary();
        int[] frequencies = model.statistics().textFrequencies();
        for (String term : vocabulary.words()) {
            if (term.indexOf('\t') >= 0 || term.indexOf('\n') >= 0 || term.indexOf('\r') >= 0) {
                throw new ModelFolderException(Path.of(TERMS), "cannot hold a term with a tab or a line break: " + term.strip());
            }
        }
        TextFile.write(folder.resolve(TERMS), out -> {
            for (int id = 0; id < vocabulary.size(); id++) {
                out.append(vocabulary.word(id)).append('\t').append(Long.toString(vocabulary.count(id))).append('\t')
                        .append(Integer.toString(frequencies[id])).append('\n');
            }
        });
    }

    /** Reads what one of the methods above wrote. */
    public static EmbeddingModel load(Path folder) throws IOException {
        try {
            Json settings = ModelSettings.read(folder);
            Tokenizer tokenizer = Tokenizer.of(settings.get("tokenizer"));
            String kind = ModelSettings.model(settings);
            return switch (kind) {
                case "terms" -> terms(folder, settings, tokenizer);
                case "lsa" -> lsa(folder, terms(folder, settings, tokenizer));
                case "hashing" ->
                    new HashingModel(tokenizer, settings.get("dimension").asInt(), settings.getBoolean("normalized", true));
                default -> throw settings.error("\"model\" must be terms, lsa or hashing, got \"" + kind + "\"");
            };
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    private static TermModel terms(Path folder, Json settings, Tokenizer tokenizer) throws IOException {
        List<String> words = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        List<Integer> frequencies = new ArrayList<>();
        try (Utf8Lines lines = Utf8Lines.open(folder.resolve(TERMS))) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                String[] fields = line.split("\t", -1);
                if (fields.length != 3 || !fields[1].matches("\\d{1,18}") || !fields[2].matches("\\d{1,9}")) {
                    throw lines.error("must be a term, its count and its number of texts between tabs");
                }
                words.add(fields[0]);
                counts.add(Long.valueOf(fields[1]));
                frequencies.add(Integer.valueOf(fields[2]));
            }
        }
        try {
            return new TermModel(
                    tokenizer,
                    Vocabulary.ofOrdered(words, counts.stream().mapToLong(count -> count).toArray()),
                    Weighting.of(settings.get("weighting")),
                    new Weighting.Statistics(settings.get("texts").asLong(), settings.get("average_length").asDouble(),
                            frequencies.stream().mapToInt(frequency -> frequency).toArray()));
        } catch (IllegalArgumentException e) {
            throw new ModelFolderException(folder.resolve(TERMS), "is damaged: " + e.getMessage());
        }
    }

    private static Lsa lsa(Path folder, TermModel terms) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
            long[] shape = file.info("directions").shape();
            if (shape.length != 2 || shape[0] != terms.dimension()) {
                throw new ModelFolderException(folder.resolve(WEIGHTS), "must have directions of " + terms.dimension()
                        + " rows, one per line of " + TERMS + ": the files belong to different models");
            }
            return new Lsa(terms, new Matrix((int) shape[0], Math.toIntExact(shape[1]), file.readDoubles("directions")),
                    file.readDoubles("singular_values"));
        }
    }
}
