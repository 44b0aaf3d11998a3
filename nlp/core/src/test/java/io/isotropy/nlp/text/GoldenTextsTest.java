package io.isotropy.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hard texts and random ones against the library's output. */
class GoldenTextsTest {

    @TempDir
    static Path folder;

    private static Map<String, WordPieceTokenizer> tokenizers;

    @BeforeAll
    static void load() throws IOException {
        tokenizers = Golden.tokenizers(folder);
    }

    @Test
    void hardTextsOfFourModels() throws IOException {
        int seen = 0;
        for (JsonTree item : Golden.json("golden-texts.json").elements()) {
            WordPieceTokenizer tokenizer =
                    tokenizers.get(item.get("variant").string()).withMaxLength(item.get("max").integer());
            String text = item.get("text").string();
            Encoding encoding = tokenizer.encode(text);
            String[] tokens = Golden.strings(item.get("tokens"));   // of long texts only the first ones
            assertThat(encoding.ids())
                    .as(item.get("model").string() + ": " + text)
                    .isEqualTo(Golden.ints(item.get("ids")));
            assertThat(Arrays.copyOf(encoding.tokens(), tokens.length)).as(text).isEqualTo(tokens);
            seen++;
        }
        assertThat(seen).isEqualTo(4 * 49);
    }

    @Test
    void randomTextsPairsNormalizersAndAddedTokens() throws IOException {
        int seen = 0;
        for (JsonTree item : Golden.json("golden-encodings.json").elements()) {
            WordPieceTokenizer tokenizer = tokenizers.get(item.get("variant").string());
            int max = item.get("max").integer();
            tokenizer = max == 0 ? tokenizer : tokenizer.withMaxLength(max);
            String text = item.get("first").string();
            boolean pair = !item.get("second").isNull();
            Encoding encoding = pair ? tokenizer.encode(text, item.get("second").string()) : tokenizer.encode(text);
            String what = "case " + seen + ", " + item.get("variant").string();
            assertThat(encoding.ids()).as(what).isEqualTo(Golden.ints(item.get("ids")));
            assertThat(encoding.typeIds()).as(what).isEqualTo(Golden.ints(item.get("types")));
            assertThat(encoding.starts()).as(what).isEqualTo(Golden.ints(item.get("starts")));
            assertThat(encoding.ends()).as(what).isEqualTo(Golden.ints(item.get("ends")));
            assertThat(encoding.specialTokensMask()).as(what).isEqualTo(Golden.ints(item.get("special")));
            assertThat(encoding.tokens()).as(what).isEqualTo(Golden.strings(item.get("tokens")));
            assertThat(tokenizer.decode(encoding.ids(), false)).as(what).isEqualTo(item.get("decoded").string());
            assertThat(tokenizer.decode(encoding.ids(), true)).as(what).isEqualTo(item.get("plain").string());
            if (!pair) {
                assertThat(tokenizer.ids(text)).as(what).isEqualTo(encoding.ids());
                assertThat(tokenizer.countTokens(text)).as(what).isEqualTo(encoding.untruncatedLength());
            }
            seen++;
        }
        assertThat(seen).isGreaterThan(200);
    }
}
