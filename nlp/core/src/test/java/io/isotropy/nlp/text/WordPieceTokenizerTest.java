package io.isotropy.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordPieceTokenizerTest {

    private static final String VOCABULARY = """
            [PAD]
            [UNK]
            [CLS]
            [SEP]
            [MASK]
            un
            ##aff
            ##able
            cafe
            hello
            ,
            中
            x
            X
            Hello
            """;

    @TempDir
    Path folder;

    private WordPieceTokenizer tokenizer;

    @BeforeEach
    void load() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), VOCABULARY);
        tokenizer = WordPieceTokenizer.load(folder);
    }

    @Test
    void longestPiecesFirst() {
        assertThat(tokenizer.encode("Unaffable, café 中x [MASK] affable").tokens())
                .containsExactly("[CLS]", "un", "##aff", "##able", ",", "cafe", "中", "x", "[MASK]", "[UNK]", "[SEP]");
    }

    @Test
    void offsetsAreThoseOfTheOriginalText() {
        Encoding encoding = tokenizer.encode("\u0000 CAFÉ,\uD840\uDC00");
        assertThat(encoding.starts()).containsExactly(0, 2, 6, 7, 0);
        assertThat(encoding.ends()).containsExactly(0, 6, 7, 9, 0);
        assertThat(tokenizer.encode("cafe\u0301 x").ends()).containsExactly(0, 4, 7, 0);
    }

    @Test
    void emptyText() {
        assertThat(tokenizer.ids("")).containsExactly(2, 3);
        assertThat(tokenizer.encode("", "").typeIds()).containsExactly(0, 0, 1);
        assertThat(tokenizer.countTokens(" \t")).isEqualTo(2);
        assertThat(tokenizer.decode(new int[0], true)).isEmpty();
    }

    @Test
    void truncationIsToldAndStopsTheSinkAtTheLimit() {
        WordPieceTokenizer cut = tokenizer.withMaxLength(4);
        IntSink sink = new IntSink(1);
        sink.add(77);
        assertThat(cut.encodeTo("x x", sink)).isFalse();
        assertThat(cut.encodeTo("x x x", sink)).isTrue();
        assertThat(sink.toArray()).containsExactly(77, 2, 12, 12, 3, 2, 12, 12, 3);
        Encoding encoding = cut.encode("x x x");
        assertThat(encoding.truncated()).isTrue();
        assertThat(encoding.untruncatedLength()).isEqualTo(5);
        assertThat(cut.countTokens("x x x")).isEqualTo(5);
        assertThat(tokenizer.withMaxLength(2).ids("x")).containsExactly(2, 3);
        assertThat(tokenizer.encode("x").truncated()).isFalse();
        assertThatThrownBy(() -> tokenizer.withMaxLength(1)).hasMessageContaining("2 special tokens: got 1");
        assertThatThrownBy(() -> tokenizer.withMaxLength(2).encode("x", "x")).hasMessageContaining("3 special tokens");
    }

    @Test
    void unpairedSurrogatesAreDropped() {
        assertThat(tokenizer.encode("hel\uD800lo \uDC00x\uDBFF").tokens())
                .containsExactly("[CLS]", "hello", "x", "[SEP]");
    }

    @Test
    void giantWordsTakeLinearTime() {
        String ascii = "x".repeat(10_000_000);
        String wide = "\u0416".repeat(3_000_000);
        String marks = "x" + "\u0301\u302E".repeat(500_000);
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> {
            for (String text : List.of(ascii, wide, marks)) {
                Encoding encoding = tokenizer.encode(text);
                assertThat(encoding.ids()).containsExactly(2, 1, 3);
                assertThat(encoding.starts()[1]).isZero();
                // Sorting brings the marks that stay to the front, and offsets go by place.
                assertThat(encoding.ends()[1]).isEqualTo(text.equals(marks) ? 500_001 : text.length());
                assertThat(tokenizer.ids(text)).containsExactly(2, 1, 3);
            }
        });
    }

    @Test
    void threadsShareOneTokenizer() throws Exception {
        String text = "Unaffable café, 中 hello Привет \u302E한국어";
        int[] expected = WordPieceTokenizer.load(folder).ids(text);
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<Callable<int[]>> tasks = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                tasks.add(() -> tokenizer.ids(text));
            }
            for (Future<int[]> ids : pool.invokeAll(tasks)) {
                assertThat(ids.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void tokensIdsAndSpecialTokens() {
        assertThat(tokenizer.vocabularySize()).isEqualTo(15);
        assertThat(tokenizer.token(6)).isEqualTo("##aff");
        assertThat(tokenizer.id("##aff")).hasValue(6);
        assertThat(tokenizer.id("aff")).isEmpty();
        assertThat(tokenizer.special().unk()).isEqualTo(1);
        assertThat(tokenizer.special().cls()).hasValue(2);
        assertThat(tokenizer.special().sep()).hasValue(3);
        assertThat(tokenizer.special().pad()).hasValue(0);
        assertThat(tokenizer.special().mask()).hasValue(4);
        assertThatThrownBy(() -> tokenizer.token(15)).hasMessageContaining("got 15");
        assertThat(tokenizer.decode(tokenizer.ids("Unaffable, hello"), true)).isEqualTo("unaffable, hello");
    }

    @Test
    void configBesideTheVocabularySetsTheNormalizer() throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"),
                "{\"do_lower_case\": false, \"tokenize_chinese_chars\": false, \"pad_token\": {\"content\": \"x\"}}");
        WordPieceTokenizer cased = WordPieceTokenizer.load(folder.resolve("vocab.txt"));
        assertThat(cased.encode("Hello X 中X").tokens()).containsExactly("[CLS]", "Hello", "X", "[UNK]", "[SEP]");
        assertThat(cased.special().pad()).hasValue(12);
    }
}
