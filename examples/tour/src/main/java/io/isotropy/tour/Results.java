package io.isotropy.tour;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.tour.section.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results of a tour, in a folder: one file a system, each written whole or not at all. */
public final class Results {

    private static final String SETTINGS = "tour.json";

    private final Path folder;
    private final Map<String, Result> results = new LinkedHashMap<>();

    private Results(Path folder) {
        this.folder = folder;
    }

    /** Reads what the folder of a tour has; a new folder gets the settings, so that no other tour mixes with this one. */
    static Results open(TourSettings settings) throws IOException {
        Path output = settings.output();
        Results results = new Results(output.resolve("results"));
        Files.createDirectories(results.folder);
        Map<String, Object> wanted = description(settings);
        Path file = output.resolve(SETTINGS);
        try {
            if (Files.exists(file)) {
                Json known = Json.read(file);
                for (Map.Entry<String, Object> entry : wanted.entrySet()) {
                    String value = known.getString(entry.getKey(), "");
                    if (!value.equals(entry.getValue())) {
                        throw new IOException(output + " has a tour whose " + entry.getKey() + " is " + value + ", not " + entry.getValue()
                                + "; give another folder, or delete that one");
                    }
                }
            } else {
                JsonWriter.write(file, wanted);
            }
            for (Section section : Sections.ALL) {
                for (SystemCard card : section.systems(settings.scale())) {
                    Path one = results.file(card.id());
                    if (Files.exists(one)) {
                        results.results.put(card.id(), Result.of(Json.read(one)));
                    }
                }
            }
        } catch (JsonException e) {
            throw new IOException(e.getMessage() + "; delete the file, and what it is of is trained again", e);
        }
        return results;
    }

    private static Map<String, Object> description(TourSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scale", settings.scale().name());
        map.put("seed", Long.toString(settings.seed()));
        map.put("corpus", name(settings.corpus()));
        map.put("sts", name(settings.sts()));
        map.put("nli", name(settings.nli()));
        map.put("language", settings.chinese() ? "Chinese" : "English");
        return map;
    }

    private static String name(@Nullable Path file) {
        return file == null ? "WordNet" : file.toString();
    }

    private Path file(String system) {
        return folder.resolve(system + ".json");
    }

    /** Whether a system was shown before. */
    boolean has(SystemCard card) {
        return results.containsKey(card.id());
    }

    void add(Result result) throws IOException {
        JsonWriter.write(file(result.card().id()), result.toMap());
        results.put(result.card().id(), result);
    }

    /** In the order of the article. */
    public List<Result> all() {
        List<Result> all = new ArrayList<>();
        for (Section section : Sections.ALL) {
            all.addAll(of(section));
        }
        return all;
    }

    /** Those of a section. */
    public List<Result> of(Section section) {
        List<Result> some = new ArrayList<>();
        for (SystemCard card : section.systems(Scale.DEFAULT)) {
            Result result = results.get(card.id());
            if (result != null) {
                some.add(result);
            }
        }
        return some;
    }
}
