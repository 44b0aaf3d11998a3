package io.isotropy.nlp.hub;

import io.isotropy.nlp.hub.KnownModel.Artifact;
import io.isotropy.nlp.onnx.TinyOnnx;
import io.isotropy.nlp.sentence.Pooling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A synthetic model in a jar, and the catalogue that knows it. */
final class TestModels {
    static final String TOKENIZER =
            """
            {"version": "1.0",
             "padding": {"strategy": {"Fixed": 128}},
             "normalizer": {"type": "BertNormalizer", "lowercase": false, "strip_accents": null,
                            "handle_chinese_chars": true, "clean_text": true},
             "model": {"type": "WordPiece", "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "a": 4}}}
            """;

    private TestModels() {}

    static byte[] jar() {
        return jar(Map.of(
                "tiny.onnx", TinyOnnx.plain(), "tiny-tokenizer.json", TOKENIZER.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] jar(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var entry : new TreeMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    static KnownModel model(byte[] jar) {
        return new KnownModel(
                "tiny-bert", "tests/tiny-bert", List.of("tiny"), "A test", List.of("en"), TinyOnnx.HIDDEN,
                TinyOnnx.LAYERS, 64, Pooling.CLS, true, "MIT", "query: ", "", "None.",
                new Artifact("io.isotropy.tests", "tiny", "1.0", jar.length, sha256(jar), "tiny.onnx",
                        "tiny-tokenizer.json"));
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(ModelJar.sha256().digest(bytes));
    }

    static final String JAR_PATH = "/io/isotropy/tests/tiny/1.0/tiny-1.0.jar";
}
