package io.isotropy.nlp.sentence;

import io.isotropy.nlp.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a sentence-transformers folder that say how token states become a vector, each written whole or not at all. */
public final class SentenceLayout {

    private SentenceLayout() {}

    /**
     * Writes {@code modules.json}, {@code 1_Pooling}, {@code sentence_bert_config.json} and the empty {@code 2_Normalize}.
     *
     * @param dimension of the vectors
     * @param maxLength the most tokens of a text
     * @param lowerCase whether text is lower-cased before the tokenizer sees it, whose own rules hold besides
     */
    public static void write(Path folder, int dimension, Pooling pooling, boolean normalize, int maxLength, boolean lowerCase)
            throws IOException {
        Files.createDirectories(folder.resolve("1_Pooling"));
        JsonWriter.write(folder.resolve("1_Pooling").resolve("config.json"), pooling(dimension, List.of(pooling)));
        if (normalize) {
            Files.createDirectories(folder.resolve("2_Normalize"));
        }
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("max_seq_length", maxLength);
        limits.put("do_lower_case", lowerCase);
        JsonWriter.write(folder.resolve("sentence_bert_config.json"), limits);
        JsonWriter.write(folder.resolve("modules.json"), modules(normalize));
    }

    private static List<Object> modules(boolean normalize) {
        List<Object> modules = new ArrayList<>();
        modules.add(module(0, "", "Transformer"));
        modules.add(module(1, "1_Pooling", "Pooling"));
        if (normalize) {
            modules.add(module(2, "2_Normalize", "Normalize"));
        }
        return modules;
    }

    static Map<String, Object> module(int index, String path, String type) {
        Map<String, Object> module = new LinkedHashMap<>();
        module.put("idx", index);
        module.put("name", "" + index);
        module.put("path", path);
        module.put("type", "sentence_transformers.models." + type);
        return module;
    }

    static Map<String, Object> pooling(int dimension, List<Pooling> chosen) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("word_embedding_dimension", dimension);
        for (Pooling pooling : Pooling.values()) {
            if (pooling.mode() != null) { // the others are none of sentence-transformers'
                config.put(pooling.key(), chosen.contains(pooling));
            }
        }
        return config;
    }

    /** Copies those of the files that are there. */
    static void copy(Path from, Path to, List<String> names) throws IOException {
        for (String name : names) {
            Path file = from.resolve(name);
            if (Files.isRegularFile(file) && !(Files.exists(to.resolve(name)) && Files.isSameFile(file, to.resolve(name)))) {
                Path temporary = to.resolve("." + name + ".tmp" + ProcessHandle.current().pid());
                try {
                    Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(temporary, to.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(temporary);
                }
            }
        }
    }
}
