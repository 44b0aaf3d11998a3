package io.isotropy.nlp.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.word.GridVectors;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of gensim 4.2's evaluate_word_analogies and evaluate_word_pairs; 3CosMul's by NumPy with the same rules. */
class WordEvaluationTest {

    @TempDir
    Path folder;

    private final WordVectors vectors = GridVectors.of(Backends.preferred());

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private AnalogyFile questions() throws IOException {
        StringBuilder family = new StringBuilder();
        StringBuilder forms = new StringBuilder();
        for (int a = 0; a < 12; a++) {
            for (int b = 0; b < 12; b++) {
                if (a != b) {
                    family.append("C%1$dF0 C%1$dF1 c%2$df0 c%2$df1\n".formatted(a, b));
                    forms.append("c%1$df0 c%1$df2 c%2$df0 c%2$df2\n".formatted(a, b));
                }
            }
        }
        Path file = file("questions.txt", "\n: family\n" + family + ": gram1-x\n" + forms + "c1f0 c1f2 zebra c1f1\n");
        assertThat(AnalogyFile.isOne(file)).isTrue();
        return AnalogyFile.read(file);
    }

    @Test
    void analogiesAreGensims() throws IOException {
        WordAnalogies all = WordAnalogies.of(vectors, questions(), 300_000, true);
        assertThat(all.vocabulary()).isEqualTo(50);
        assertThat(all.sections()).containsExactly(
                new WordAnalogies.Section("family", 132, 132, 88, 62), new WordAnalogies.Section("gram1-x", 133, 132, 81, 64));
        assertThat(all.total()).isEqualTo(new WordAnalogies.Section("all", 265, 264, 169, 126));
        assertThat(WordAnalogies.of(vectors, questions(), 40, true).sections()).containsExactly(
                new WordAnalogies.Section("family", 132, 90, 70, 50), new WordAnalogies.Section("gram1-x", 133, 90, 66, 51));
        assertThat(WordAnalogies.of(vectors, questions(), 300_000, false).sections()).startsWith(
                new WordAnalogies.Section("family", 132, 0, 0, 0));
        assertThat(all.sections().get(1).isSyntactic()).isTrue();
    }

    @Test
    void similaritiesAreGensims() throws IOException {
        StringBuilder text = new StringBuilder("word1\tword2\tscore\n# a comment\n");
        for (int p = 0; p < 12; p++) {
            text.append("C%df0\tc%dF1\t%d\n".formatted(p, (p * 5 + 1) % 12, (int) Math.floor(10 * Math.abs(Math.sin(p)))));
        }
        Path file = file("pairs.tsv", text + "c1f1\tzebra\t3\n");
        assertThat(AnalogyFile.isOne(file)).isFalse();
        WordSimilarity all = WordSimilarity.of(vectors, WordPairs.read(file), 300_000, true);
        assertThat(all.pairs()).isEqualTo(13);
        assertThat(all.known()).isEqualTo(12);
        assertThat(all.pearson()).isCloseTo(-0.2640001746125241, within(1e-6));
        assertThat(all.spearman()).isCloseTo(-0.3416911067104122, within(1e-12));
        WordSimilarity cut = WordSimilarity.of(vectors, WordPairs.read(file), 40, true);
        assertThat(cut.known()).isEqualTo(8);
        assertThat(cut.spearman()).isCloseTo(-0.4910267673844362, within(1e-12));
        assertThat(WordSimilarity.of(vectors, WordPairs.read(file), 40, false).spearman()).isNaN();
    }

    @Test
    void otherFormsOfPairs() throws IOException {
        WordPairs.Pair pair = new WordPairs.Pair("old", "new", 1.58);
        assertThat(WordPairs.read(file("simlex.txt", "word1\tword2\tPOS\tSimLex999\told\nold\tnew\tA\t1.58\t2.72\n")).pairs()).containsExactly(pair);
        assertThat(WordPairs.read(file("ws.csv", "Word 1,Word 2,Human (mean),1\nold,new,1.58,2\n")).pairs()).containsExactly(pair);
        assertThat(WordPairs.read(file("men.txt", "old new 1.58\n")).pairs()).containsExactly(pair);
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        Path pairs = file("bad.tsv", "a\tb\t1\nc\td\tx\n");
        assertThatThrownBy(() -> WordPairs.read(pairs)).hasMessageContaining("bad.tsv line 2: must be two words and their score");
        Path prose = file("prose.txt", "This is prose.\nThat, too.\n");
        assertThatThrownBy(() -> WordPairs.read(prose)).hasMessageContaining("prose.txt line 2: must be two words");
        Path empty = file("empty.tsv", "word1\tword2\tscore\n");
        assertThatThrownBy(() -> WordPairs.read(empty)).hasMessageContaining("empty.tsv: holds no pair of words");
        Path unasked = file("unasked.txt", ": x\n");
        assertThatThrownBy(() -> AnalogyFile.read(unasked)).hasMessageContaining("unasked.txt: holds no question");
        Path three = file("three.txt", ": x\na b c d\na b c\n");
        assertThatThrownBy(() -> AnalogyFile.read(three)).hasMessageContaining("three.txt line 3: must be four words").hasMessageContaining("has 3");
        Path headless = file("headless.txt", "a b c d\n");
        assertThatThrownBy(() -> AnalogyFile.read(headless)).hasMessageContaining("headless.txt line 1: must be \": \"");
    }
}
