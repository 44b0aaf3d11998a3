package io.isotropy.nlp.bert;

import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A BERT of two layers, 24 dims and 40 tokens with random weights, and what PyTorch makes of some inputs. */
public final class TinyBert {

    private static final String[] WORDS = {
        "a", "man", "is", "playing", "the", "guitar", "##s", "##ing", "play", "cat", "dog", "run", "fast", ".", ",", "!", "red", "blue",
        "green", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "x", "y", "z", "##a", "##b", "##c", "w"
    };

    private TinyBert() {}

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(TinyBert.class.getResourceAsStream("tiny/" + name))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes config.json, model.safetensors and vocab.txt. */
    public static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of("config.json", "model.safetensors")) {
            try (InputStream in = Objects.requireNonNull(TinyBert.class.getResourceAsStream("tiny/" + name))) {
                Files.write(folder.resolve(name), in.readAllBytes());
            }
        }
        List<String> vocabulary = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        vocabulary.addAll(List.of(WORDS));
        Files.write(folder.resolve("vocab.txt"), vocabulary);
        return folder;
    }

    /** Renames the tensors of the folder; null drops one. */
    static void rename(Path folder, UnaryOperator<String> names) throws IOException {
        Path file = folder.resolve("model.safetensors");
        List<SafetensorsEntry> entries = new ArrayList<>();
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            for (String name : tensors.names()) {
                String renamed = names.apply(name);
                if (renamed != null) {
                    entries.add(SafetensorsEntry.of(renamed, tensors.info(name).shape(), tensors.readFloats(name)));
                }
            }
        }
        SafetensorsWriter.write(file, entries, Map.of());
    }
}
