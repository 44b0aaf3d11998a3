package io.isotropy.nlp.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonParser;

/**
 * What the tokenizers library (0.23.2) made of texts, with vocabularies cut down to the pieces that these texts can
 * need.
 */
final class Golden {

    private static final Path HERE = Path.of("golden");

    private Golden() {}

    static byte[] resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(Golden.class.getResourceAsStream(name + ".gz"), name)) {
            return new GZIPInputStream(stream).readAllBytes();
        }
    }

    static JsonTree json(String name) throws IOException {
        try (JsonParser parser = JsonTree.parser(resource(name))) {
            parser.nextToken();
            return JsonTree.root(HERE, JsonTree.read(parser));
        }
    }

    /** The tokenizers by name, loaded from files written to {@code folder}. */
    static Map<String, WordPieceTokenizer> tokenizers(Path folder) throws IOException {
        JsonTree root = json("golden-tokenizers.json");
        Map<String, WordPieceTokenizer> result = new HashMap<>();
        for (Object name : ((Map<?, ?>) Objects.requireNonNull(root.get("variants").value())).keySet()) {
            JsonTree variant = root.get("variants").get((String) name);
            Path file = folder.resolve(name + ".json");
            String vocabulary = root.get(variant.get("vocabulary").string()).string();
            Files.writeString(file, variant.get("tokenizer").string().replace("\"@VOCABULARY@\"", vocabulary));
            result.put((String) name, WordPieceTokenizer.load(file));
        }
        return result;
    }

    static int[] ints(JsonTree list) throws IOException {
        List<JsonTree> elements = list.elements();
        int[] result = new int[elements.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = elements.get(i).integer();
        }
        return result;
    }

    static String[] strings(JsonTree list) throws IOException {
        List<JsonTree> elements = list.elements();
        String[] result = new String[elements.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = elements.get(i).string();
        }
        return result;
    }
}
