package io.isotropy.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.nlp.text.WordPieceTrainer.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordPieceTrainerTest {

    @TempDir
    Path folder;

    private static WordPieceVocabulary train(Settings settings, String... texts) {
        WordPieceTrainer trainer = new WordPieceTrainer(settings);
        for (String text : texts) {
            trainer.add(text);
        }
        return trainer.train();
    }

    /** Sennrich et al.'s own example: es and est come 9 times, lo and low 7 times; of those that come 6 times ne has the smallest ids. */
    @Test
    void mergesTheMostFrequentPairFirst() {
        String text = "low ".repeat(5) + "lower ".repeat(2) + "newest ".repeat(6) + "widest ".repeat(3);
        WordPieceVocabulary vocabulary = train(new Settings(29, 1, 1000, true), text);
        assertThat(vocabulary.tokens()).containsExactly(
                "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
                "d", "e", "i", "l", "n", "o", "r", "s", "t", "w",
                "##d", "##e", "##i", "##o", "##r", "##s", "##t", "##w",
                "##es", "##est", "lo", "low", "ne", "##west");
    }

    /** The tokens are those of the library's BertWordPieceTokenizer (0.23.2) on the same words. */
    @Test
    void countsRepeatedLettersAsTheLibraryDoes() {
        assertThat(train(new Settings(100, 2, 1000, true), "aaaa aaaaa aaa banana bananas aaaa").tokens().subList(5, 19))
                .containsExactly("a", "b", "n", "s", "##a", "##n", "##s", "##aa", "aaa", "##an", "ban", "aaaa", "##ana", "banana");
    }

    @Test
    void keepsTheMostFrequentLetters() {
        WordPieceVocabulary vocabulary = train(new Settings(100, 2, 2, true), "ab ab ab xb");
        assertThat(vocabulary.tokens().subList(5, vocabulary.size())).containsExactly("a", "b", "##b", "ab");
    }

    @Test
    void doesNotDependOnTheOrderOfTexts() {
        String[] texts = {"red green blue", "greener bluest reds", "Grün grüner, am grünsten!"};
        assertThat(train(Settings.DEFAULT, texts)).isEqualTo(train(Settings.DEFAULT, texts[2], texts[0], texts[1]));
    }

    @Test
    void isLoadedAsItWasWritten() throws IOException {
        WordPieceVocabulary vocabulary =
                train(new Settings(60, 1, 1000, true), "The quick brown fox, the lazy dog; café 中国 \"quoted\" the end");
        vocabulary.save(folder, 128);
        for (String file : List.of("tokenizer.json", "vocab.txt")) {
            WordPieceTokenizer tokenizer = WordPieceTokenizer.load(folder.resolve(file));
            assertThat(tokenizer.vocabularySize()).isEqualTo(vocabulary.size());
            for (int id = 0; id < vocabulary.size(); id++) {
                assertThat(tokenizer.token(id)).as(file).isEqualTo(vocabulary.tokens().get(id));
            }
            assertThat(tokenizer.encode("CAFÉ 中", "the [MASK]").tokens())
                    .startsWith("[CLS]", "ca").contains("中", "[MASK]").endsWith("[SEP]").doesNotContain("[UNK]");
        }
    }

    @Test
    void keepsCaseWhenAsked() throws IOException {
        train(new Settings(60, 1, 1000, false), "Ab Äb").save(folder, 16);
        assertThat(WordPieceTokenizer.load(folder).encode("Äb ab").tokens()).containsExactly("[CLS]", "Äb", "[UNK]", "[SEP]");
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> train(Settings.DEFAULT, " ")).hasMessageContaining("no word to learn from");
        assertThatThrownBy(() -> new Settings(5, 1, 1, true)).hasMessageContaining("more than 5 tokens");
    }
}
