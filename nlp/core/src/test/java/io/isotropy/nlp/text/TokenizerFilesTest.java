package io.isotropy.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broken and foreign files: one sentence that names the file and what to do. */
class TokenizerFilesTest {

    private static final String GOOD = """
            {"truncation": {"direction": "Right", "strategy": "LongestFirst", "max_length": 4, "stride": 0},
             "padding": {"strategy": {"Fixed": 9}, "pad_id": 0, "pad_token": "[PAD]"},
             "added_tokens": [{"id": 9, "content": "[NEW]", "special": true}],
             "normalizer": {"type": "BertNormalizer"},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
             "model": {"type": "WordPiece", "unk_token": "[UNK]",
                       "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "a": 5, "##b": 7}}}
            """;

    @TempDir
    Path folder;

    private void assertRejected(String name, byte[] content, String... parts) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content);
        assertThatThrownBy(() -> WordPieceTokenizer.load(file))
                .isInstanceOf(TokenizerFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(parts);
    }

    private void assertJsonRejected(String from, String to, String... parts) throws IOException {
        assertThat(GOOD).contains(from);
        assertRejected("tokenizer.json", GOOD.replace(from, to).getBytes(StandardCharsets.UTF_8), parts);
    }

    @Test
    void gapsBertProcessingTruncationAndAddedTokens() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), GOOD);
        WordPieceTokenizer tokenizer = WordPieceTokenizer.load(folder);
        assertThat(tokenizer.maxLength()).hasValue(4);
        assertThat(tokenizer.ids("ab a")).containsExactly(2, 5, 7, 3);
        assertThat(tokenizer.withMaxLength(9).ids("ab[NEW]")).containsExactly(2, 5, 7, 9, 3);
        assertThat(tokenizer.vocabularySize()).isEqualTo(10);
        assertThat(tokenizer.id("[NEW]")).hasValue(9);
    }

    @Test
    void missingAndEmptyFiles() throws IOException {
        assertThatThrownBy(() -> WordPieceTokenizer.load(folder.resolve("none.json")))
                .isInstanceOf(TokenizerFileException.class).hasMessageContaining("none.json: no such file");
        assertThatThrownBy(() -> WordPieceTokenizer.load(folder))
                .isInstanceOf(TokenizerFileException.class)
                .hasMessageContaining("neither tokenizer.json nor vocab.txt");
        assertRejected("tokenizer.json", new byte[0], "is empty");
        assertRejected("vocab.txt", new byte[0], "is empty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "model"                | "modal"                  | has no "model"
            "##b": 7               | "##b": 5                 | tokens "a" and "##b" share id 5
            "##b": 7               | "##b": -1                | token "##b" has id -1
            "##b": 7               | "##b": 2000000000        | token "##b" has id 2000000000
            "##b": 7               | "##b": null              | token "##b" has no whole number for an id
            "##b": 7               | "a": 7                   | token "a" has two ids, 5 and 7
            "[UNK]": 1,            | `` | vocabulary has no "[UNK]"
            ["[SEP]", 3]           | ["[SEP]", 4]             | no "[SEP]" with id 4
            "id": 9                | "id": 5                  | share id 5
            "WordPiece"            | "BPE"                    | model "BPE" is not supported, only WordPiece
            "BertNormalizer"       | "NFKC"                   | normalizer "NFKC" is not supported
            "BertPreTokenizer"     | "Metaspace"              | pre_tokenizer "Metaspace" is not supported
            "BertProcessing"       | "ByteLevel"              | post_processor "ByteLevel" is not supported
            "Right"                | "Left"                   | truncation.direction "Left" is not supported
            "LongestFirst"         | "OnlySecond"             | truncation.strategy "OnlySecond" is not supported
            "max_length": 4        | "max_length": 1          | truncation.max_length must be at least
            "content": "[NEW]"     | "content": 3             | added_tokens[0].content must be a string, got 3
            """)
    void brokenJson(String from, String to, String message) throws IOException {
        assertJsonRejected(from, to, message);
    }

    @Test
    void truncatedJson() throws IOException {
        for (int length = 1; length < GOOD.strip().length(); length += 7) {
            byte[] content = GOOD.substring(0, length).getBytes(StandardCharsets.UTF_8);
            assertRejected("tokenizer.json", content, "fetch it again");
        }
        assertRejected("tokenizer.json", "[]".getBytes(StandardCharsets.UTF_8), "must be a JSON object");
    }

    @Test
    void brokenVocabularies() throws IOException {
        String good = "[UNK]\n[CLS]\n[SEP]\na\n";
        byte[] twice = (good + "a\n").getBytes(StandardCharsets.UTF_8);
        assertRejected("vocab.txt", twice, "token \"a\" has two ids, 3 and 4");
        assertRejected("vocab.txt", "[UNK]\n[CLS]\n".getBytes(StandardCharsets.UTF_8), "has no \"[SEP]\"");
        assertRejected("vocab.txt", "[UNK]\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1), "not UTF-8", "offset 6");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": \"yes\"}");
        Path vocabulary = folder.resolve("vocab.txt");
        Files.writeString(vocabulary, good);
        assertThatThrownBy(() -> WordPieceTokenizer.load(vocabulary))
                .hasMessageContaining("tokenizer_config.json: do_lower_case must be true or false, got yes");
    }

    @Test
    void windowsLineEndsAndBlankLines() throws IOException {
        Path file = folder.resolve("vocab.txt");
        Files.writeString(file, "\uFEFF[UNK]\r\n[CLS]\r\n\r\n[SEP]\r\na");
        WordPieceTokenizer tokenizer = WordPieceTokenizer.load(file);
        assertThat(tokenizer.ids("a b")).containsExactly(1, 4, 0, 3);
    }
}
