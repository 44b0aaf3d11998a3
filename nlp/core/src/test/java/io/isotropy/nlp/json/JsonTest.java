package io.isotropy.nlp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @TempDir
    Path folder;

    @Test
    void readsEveryKindOfValue() {
        Json json = Json.parse("{\"a\": [1, 2.5, -3e2], \"b\": {\"c\": \"d\\u00e9\"}, \"t\": true, \"n\": null}", "x");
        assertThat(json.get("a").asList()).extracting(Json::asDouble).containsExactly(1.0, 2.5, -300.0);
        assertThat(json.get("b").get("c").asString()).isEqualTo("dé");
        assertThat(json.get("t").asBoolean()).isTrue();
        assertThat(json.find("n")).isNull();
        assertThat(json.has("n")).isFalse();
        assertThat(json.asMap()).containsKey("n").hasSize(4);
        assertThat(json.getInt("missing", 7)).isEqualTo(7);
        assertThat(json.getInt("n", 8)).isEqualTo(8);
        assertThat(json.getString("missing", "s")).isEqualTo("s");
        assertThat(json.getBoolean("missing", true)).isTrue();
        assertThat(json.getDouble("missing", 0.5)).isEqualTo(0.5);
        assertThat(Json.parse("12.0", "x").asInt()).isEqualTo(12);
        assertThat(Json.parse("NaN", "x").asDouble()).isNaN();
        assertThat(Json.parse("[]", "x").asList()).isEmpty();
        assertThat(Json.parse("{\"k\": 1, \"k\": 2}", "x").get("k").asInt()).isEqualTo(2);
    }

    @Test
    void aHugeIntegerIsANumberButNoLong() {
        Json huge = Json.parse("{\"model_max_length\": 1000000000000000019884624838656}", "t.json")
                .get("model_max_length");
        assertThat(huge.asDouble()).isEqualTo(1e30);
        assertThatThrownBy(huge::asLong)
                .isInstanceOf(JsonException.class)
                .hasMessage("t.json line 1: \"model_max_length\" must be a whole number below 2^63,"
                        + " got 1000000000000000019884624838656");
    }

    @Test
    void wrongTypesAreNamedWithFileLineAndPath() {
        Json json = Json.parse("{\n \"model\": {\n  \"list\": [0, {\"size\":\n \"big\"}] } }", "config.json");
        Json size = json.get("model").get("list").asList().get(1).get("size");
        assertThat(size.path()).isEqualTo("\"model.list[1].size\"");
        assertThatThrownBy(size::asInt)
                .hasMessage("config.json line 4: \"model.list[1].size\" must be a whole number, got \"big\"");
        assertThatThrownBy(() -> json.get("hidden_size")).hasMessage("config.json line 1: must have \"hidden_size\"");
        assertThatThrownBy(() -> json.get("model").get("x"))
                .hasMessage("config.json line 2: \"model\" must have \"x\"");
        assertThatThrownBy(json::asString)
                .hasMessage("config.json line 1: the top level must be a string, got an object");
        assertThatThrownBy(() -> json.get("model").asList())
                .hasMessage("config.json line 2: \"model\" must be an array, got an object");
        assertThatThrownBy(() -> Json.parse("3000000000", "x").asInt()).hasMessageContaining("below 2^31");
        assertThatThrownBy(() -> Json.parse("1.5", "x").asInt()).hasMessageContaining("whole number, got 1.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "[1,", "{\"a\" 1}", "{} {}", "nul", "\"open", "{\"a\": 01}", "\u0000"})
    void brokenTextsGetOneSentence(String text) {
        assertThatThrownBy(() -> Json.parse(text, "broken.json"))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("broken.json line ");
    }

    @Test
    void deepNestingIsRefusedNotOverflowed() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000), "deep.json")).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1e-12,1.0E-12", "-0.5,-0.5", "123456789012,123456789012"})
    void numbersSurviveARoundTrip(String text, String written) {
        assertThat(JsonWriter.toText(Json.parse(text, "x")).strip()).isEqualTo(written);
    }

    @Test
    void writesIndentedInTheGivenOrderAndReadsItBack() throws Exception {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", Arrays.asList("x\n\"", null, true, 1.5f, 2L, BigInteger.TEN));
        map.put("empty", Map.of());
        map.put("none", List.of());
        Path file = folder.resolve("out.json");
        JsonWriter.write(file, map);
        assertThat(Files.readString(file))
                .startsWith("{\n  \"z\": 1,\n  \"a\": [\n    \"x\\n\\\"\",\n").endsWith("}\n");
        Json back = Json.read(file);
        assertThat(back.asMap().keySet()).containsExactly("z", "a", "empty", "none");
        assertThat(back.get("a").asList().get(0).asString()).isEqualTo("x\n\"");
        assertThat(back.toString()).isEqualTo(Files.readString(file));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThatThrownBy(() -> JsonWriter.toText(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void filesAreNamedInErrors() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.json"), "{\n\"a\": }");
        assertThatThrownBy(() -> Json.read(file)).hasMessageStartingWith(file + " line 2");
        assertThatThrownBy(() -> Json.read(folder.resolve("absent.json"))).isInstanceOf(NoSuchFileException.class);
    }
}
