package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexicalCommandsTest {

    @TempDir
    Path folder;

    private String corpus = "";
    private String output = "";

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = Files.writeString(folder.resolve("corpus.txt"), "a cat sat\na dog sat\n\nthe dog and the cat\nrain\n").toString();
        output = folder.resolve("model").toString();
    }

    private Run train(String model, String... more) {
        List<String> words = new ArrayList<>(List.of("train", model, "--corpus", corpus, "--output", output));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"onehot", "bow", "ngram", "ngram --ngrams 1-3 --binary", "tfidf", "bm25", "hashing", "lsa --dimension 2",
        "tfidf --ngrams 1-2 --formula gensim", "bow --binary --tokenizer characters-2-3", "bm25 --variant okapi --k1 1.5"})
    void whatIsMadeEmbeds(String command) throws IOException {
        String[] words = command.split(" ");
        Run trained = train(words[0], Arrays.copyOfRange(words, 1, words.length));
        assertThat(trained.err()).contains("saved " + output).hasLineCount(1);
        assertThat(trained.code()).isZero();
        Run embedded = Run.withInput("a cat\n\na dog\n", "embed", "--model", output, "--format", "tsv", "--quiet");
        assertThat(embedded.err()).isEmpty();
        assertThat(embedded.out()).hasLineCount(3);
        assertThat(Run.withInput("a cat\n\na dog\n", "embed", "--model", output, "--format", "tsv", "--quiet").out())
                .isEqualTo(embedded.out());
        Run similarity = Run.of("similarity", "--model", output, "the rain", "the rain", "zzz");
        assertThat(similarity.out()).contains("1.0000");
    }

    @Test
    void saysHowManyTextsThereWere() throws IOException {
        assertThat(train("tfidf").err()).containsPattern("tfidf of words: vectors of 7 components from 4 texts of \\S+ in \\S+ s \\(\\S+ texts/s\\); saved ");
        output = folder.resolve("hashing").toString();
        assertThat(Run.of("train", "hashing", "--output", output).err()).containsPattern("hashing of words: vectors of 4,096 components in \\S+ s; saved ");
        output = folder.resolve("one").toString();
        corpus = Files.writeString(folder.resolve("one.txt"), "word\n").toString();
        assertThat(train("bow").err()).contains("vectors of 1 component from 1 text of ");
    }

    @Test
    void namesWhatHelpsWhereAHeaderHasOtherColumns() throws IOException {
        corpus = Files.writeString(folder.resolve("scored.tsv"), "score\tsentence1\tsentence2\n1\ta\tb\n").toString();
        fails(train("tfidf"), "scored.tsv line 1: the header must name a column text");
        assertThat(train("tfidf").err()).contains("name it so, or put the texts into a file with one a line").doesNotContain("--columns");
        assertThat(Run.of("train", "classifier", "--train", corpus, "--output", output).err())
                .contains("name it so, or choose it (--columns), or say that the first line is no header (--no-header)");
    }

    @Test
    void correlatesWithScores() throws IOException {
        assertThat(train("tfidf").code()).isZero();
        Path pairs = Files.writeString(folder.resolve("sts.tsv"),
                "score\tsentence1\tsentence2\n5\ta cat\tthe cat\n0\train\ta cat\n3\ta dog sat\ta cat sat\n");
        Run run = Run.of("eval", "sts", "--model", output, pairs.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("SPEARMAN").contains("all");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        fails(train("tfidf", "--min-count", "9"), "has no word that comes 9 times or more");
        fails(train("tfidf", "--min-count", "0"), "--min-count, --max-terms:");
        fails(train("tfidf", "--tokenizer", "wrods"), "--tokenizer: tokenizer \"wrods\" is none of those known");
        fails(train("bow", "--ngrams", "2-1"), "--ngrams: n-grams must go from 1 or more");
        fails(train("bow", "--ngrams", "x"), "--ngrams must be a number of tokens or a range");
        fails(train("lsa", "--dimension", "40"), "has 4 texts and 7 terms, so that an LSA of 1 to 4 dimensions");
        fails(train("hashing", "--min-count", "2"), "--min-count goes with models that have a list of terms alone");
        fails(train("bm25", "--k1", "-5"), "--k1, --b: k1 must be 0 or more: got -5.0");
        fails(train("bm25", "--b", "7"), "--k1, --b: b must be 0 to 1: got 7.0");
        fails(train("hashing", "--dimension", "0"), "--dimension: the dimension must be 1 or more");
        fails(Run.of("train", "bow", "--corpus", folder.resolve("none.txt").toString(), "--output", output), "none.txt: no such file");
        fails(Run.of("train", "bow", "--corpus", corpus, "--output", corpus), "is a file; name a folder");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
        fails(Run.of("train", "bow", "--corpus", empty.toString(), "--output", output), "holds no word");
        assertThat(Path.of(output)).doesNotExist();
        assertThat(train("bow").code()).isZero();
        fails(Run.withInput("a\n", "embed", "--model", output, "--pooling", "cls"), "are for encoders");
    }

    private static void fails(Run run, String message) {
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }
}
