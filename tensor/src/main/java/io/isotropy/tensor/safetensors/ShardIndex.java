package io.isotropy.tensor.safetensors;

import static io.isotropy.tensor.safetensors.SafetensorsException.quote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code model.safetensors.index.json}: which file of the same folder holds which tensor. */
record ShardIndex(Map<String, String> fileOfTensor) {

    static ShardIndex read(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > Header.LONGEST) {
            throw new SafetensorsException(file, "has " + Files.size(file) + " bytes, at most " + Header.LONGEST
                    + " are allowed");
        }
        try (InputStream bytes = Files.newInputStream(file);
                StrictJson json = new StrictJson(file, "the index", bytes)) {
            return parse(json);
        } catch (NoSuchFileException e) {
            throw new SafetensorsException(file, "there is no such file", e);
        }
    }

    private static ShardIndex parse(StrictJson json) throws SafetensorsException {
        Map<String, String> fileOfTensor = null;
        json.beginObject("the index");
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (!key.equals("weight_map")) {
                json.skipValue();
            } else if (fileOfTensor != null) {
                throw json.problem("the index has 'weight_map' twice");
            } else {
                fileOfTensor = parseWeightMap(json);
            }
        }
        json.end();
        if (fileOfTensor == null) {
            throw json.problem("the index lacks the key 'weight_map'");
        }
        return new ShardIndex(fileOfTensor);
    }

    private static Map<String, String> parseWeightMap(StrictJson json) throws SafetensorsException {
        Map<String, String> fileOfTensor = new LinkedHashMap<>();
        json.beginObject("weight_map");
        for (String name = json.nextKey(); name != null; name = json.nextKey()) {
            String file = json.string("weight_map value of " + quote(name));
            // The index may come from anywhere: it must not make us read outside its folder.
            boolean plain = file.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
            if (!plain || !file.endsWith(".safetensors")) {
                throw json.problem("tensor " + quote(name) + " is said to be in " + quote(file)
                        + ", expected the plain name of a .safetensors file in the same folder");
            }
            if (fileOfTensor.put(name, file) != null) {
                throw json.problem("weight_map has " + quote(name) + " twice");
            }
        }
        return fileOfTensor;
    }
}
