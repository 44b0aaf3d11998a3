package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Model folders that cannot be used: exit code 2, one sentence that names the file, nothing written. */
class BadModelTest {

    @TempDir
    Path folder;

    /** Damages a good folder. */
    interface Damage {
        void to(Path folder) throws IOException;
    }

    private static Arguments row(String name, Damage damage, String... parts) {
        return Arguments.of(name, damage, parts);
    }

    private static Damage delete(String file) {
        return folder -> Files.delete(folder.resolve(file));
    }

    private static Damage write(String file, String text) {
        return folder -> Files.writeString(folder.resolve(file), text);
    }

    private static Damage cut(String file, double part) {
        return folder -> {
            byte[] bytes = Files.readAllBytes(folder.resolve(file));
            Files.write(folder.resolve(file), Arrays.copyOf(bytes, (int) (bytes.length * part)));
        };
    }

    private static Damage headerLength(long length) {
        return folder -> {
            byte[] bytes = Files.readAllBytes(folder.resolve("model.safetensors"));
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            Files.write(folder.resolve("model.safetensors"), bytes);
        };
    }

    /** Changes the safetensors header without changing its length. */
    private static Damage header(String regex, String replacement) {
        return folder -> {
            Path file = folder.resolve("model.safetensors");
            byte[] bytes = Files.readAllBytes(file);
            int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
            String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
            String changed = header.replaceFirst(regex, replacement);
            assertThat(changed).isNotEqualTo(header);
            byte[] text = changed.stripTrailing().getBytes(StandardCharsets.UTF_8);
            byte[] result = Arrays.copyOf(text, 8 + text.length + bytes.length - 8 - length);
            System.arraycopy(text, 0, result, 8, text.length);
            System.arraycopy(bytes, 8 + length, result, 8 + text.length, bytes.length - 8 - length);
            ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putLong(0, text.length);
            Files.write(file, result);
        };
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row("no config", delete("config.json"), "config.json"),
                row("half a config", cut("config.json", 0.5), "config.json", "JSON"),
                row("config of another kind", write("config.json", "{\"model_type\": \"gpt2\"}"), "config.json", "gpt2"),
                row("no weights", delete("model.safetensors"), "model.safetensors"),
                row("half of the weights", cut("model.safetensors", 0.5), "model.safetensors"),
                row("empty weights", cut("model.safetensors", 0), "model.safetensors"),
                row("header length beyond the file", headerLength(1L << 40), "model.safetensors"),
                row("negative header length", headerLength(-1), "model.safetensors"),
                row("header cut short", headerLength(17), "model.safetensors"),
                row("unknown type", header("\"F32\"", "\"F31\""), "model.safetensors", "F31"),
                row("offsets beyond the file", header("\"data_offsets\":\\[0,(\\d+)]", "\"data_offsets\":[0,9$1]"),
                        "model.safetensors"),
                row("negative offsets", header("\"data_offsets\":\\[0,", "\"data_offsets\":[-4,"), "model.safetensors"),
                row("overlap", header("\"data_offsets\":\\[([1-9]\\d*),(\\d+)]", "\"data_offsets\":[0,$2]"), "model.safetensors"),
                row("huge shape", header("\"shape\":\\[(\\d+),(\\d+)]", "\"shape\":[9000000000000,9000000000000]"),
                        "model.safetensors"),
                row("tensor missing", header("encoder\\.layer\\.0\\.output\\.dense\\.weight", "encoder.layer.0.output.dense.height"),
                        "model.safetensors", "encoder.layer.0.output.dense.weight"),
                row("config that does not fit", folder -> {
                    Path file = folder.resolve("config.json");
                    Files.writeString(file, Files.readString(file).replaceFirst("\"hidden_size\": *24", "\"hidden_size\": 48"));
                }, "model.safetensors", "config.json says"),
                row("no tokenizer", delete("vocab.txt"), "neither tokenizer.json nor vocab.txt"),
                row("tokenizer without a model", write("tokenizer.json", "{\"version\": \"1.0\"}"), "tokenizer.json", "model"),
                row("half a tokenizer", write("tokenizer.json", "{\"model\": {\"type\": \"WordPi"), "tokenizer.json", "JSON"),
                row("vocabulary that is not UTF-8", folder -> Files.write(folder.resolve("vocab.txt"), new byte[] {'a', -1, '\n'}),
                        "vocab.txt", "UTF-8"),
                row("unknown module", write("modules.json", "[{\"type\": \"x.Whatever\"}]"), "modules.json", "Whatever"),
                row("no pooling", write("1_Pooling/config.json", "{}"), "config.json", "pooling_mode"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void isRefused(String name, Damage damage, String[] parts) throws IOException {
        Path model = TinyModel.write(folder.resolve("model"));
        damage.to(model);
        Path output = Files.writeString(folder.resolve("out.jsonl"), "old");
        Run run = Run.withInput("a man\n", "embed", "--model", model.toString(), "--output", output.toString());
        assertThat(run.err()).as(name).contains(parts).startsWith("isotropy embed: ");
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(output).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void namesThatNobodyKnowsAreRefused() {
        String cache = folder.toString();
        Run unknown = Run.of("similarity", "a", "b", "--model", "no-such-model", "--offline", "--cache", cache);
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("no-such-model").hasLineCount(1);
        Run file = Run.of("similarity", "a", "b", "--model", write(folder, "x.txt"));
        assertThat(file.code()).isEqualTo(2);
        assertThat(file.err()).contains("is a file");
    }

    private static String write(Path folder, String name) {
        try {
            return Files.writeString(folder.resolve(name), "").toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
