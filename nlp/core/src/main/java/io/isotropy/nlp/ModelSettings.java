package io.isotropy.nlp;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file {@value #FILE} of a model folder, which says which model is there and with which settings: {@code {"model": "word2vec", …}}. Folders
 * of encoders, whose layouts others have set, have none.
 */
public final class ModelSettings {

    /** The file's name. */
    public static final String FILE = "isotropy.json";

    private static final String MODEL = "model";

    private ModelSettings() {}

    /** Whether a folder has the file. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /** Reads a folder's file. */
    public static Json read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ModelFolderException(folder, "is not a folder; a model is a folder with " + FILE);
        }
        if (!isIn(folder)) {
            throw new ModelFolderException(folder, "has no " + FILE + ", the file that says what a model is");
        }
        return Json.read(folder.resolve(FILE));
    }

    /** Which model the settings are of. */
    public static String model(Json settings) {
        return settings.get(MODEL).asString();
    }

    /** Writes a folder's file: last of all, so that a folder that has it is whole. */
    public static void write(Path folder, String model, Map<String, ?> settings) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(MODEL, model);
        all.putAll(settings);
        JsonWriter.write(folder.resolve(FILE), all);
    }
}
