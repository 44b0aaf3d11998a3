package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCommandsTest {

    @TempDir
    Path folder;

    private String vectors = "";

    @BeforeEach
    void writeVectors() throws IOException {
        vectors = file("vectors.txt", "man 1 0 0.1\nwoman 0 1 0.1\nking 1.6 .2 1\nqueen .6 1.2 1\napple -1 0 -2\n");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void fails(Run run, String... parts) {
        assertThat(run.err()).contains(parts).hasLineCount(1).doesNotContain("internal error");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void showsNeighbours() {
        Run one = Run.of("neighbors", "--model", vectors, "king", "--top", "2");
        assertThat(one.err()).isEmpty();
        assertThat(one.out().lines().map(line -> line.split(" ")[0])).containsExactly("man", "queen");
        Run two = Run.of("neighbors", "--model", vectors, "king", "man", "--restrict-vocab", "2");
        assertThat(two.out().lines().map(line -> line.split(" ")[0])).containsExactly("king", "man", "woman", "", "man", "woman");
        assertThat(Run.of("neighbors", "--model", vectors, "king", "--json").out()).contains("\"query\": \"king\"", "\"word\": \"queen\"", "\"similarity\": 0.69");
    }

    @Test
    void answersAnalogies() {
        for (String method : new String[] {"3cosadd", "3COSMUL"}) {
            Run run = Run.of("analogy", "--model", vectors, "man", "king", "woman", "--top", "1", "--method", method);
            assertThat(run.out()).startsWith("queen ").hasLineCount(1);
        }
        fails(Run.of("analogy", "--model", vectors, "man", "king", "woman", "--method", "cos"), "--method must be 3cosadd or 3cosmul, got cos");
        fails(Run.of("analogy", "--model", vectors, "man", "king"), "an analogy needs three words", "got 2");
        fails(Run.of("analogy", "--model", vectors, "man", "king", "woman", "--top", "0"), "--top must be 1 or more, got 0");
    }

    @Test
    void offersWordsThatAreSpelledAlike() {
        fails(Run.of("neighbors", "--model", vectors, "kign"), "\"kign\" is none of the 5 words", "did you mean \"king\"");
        fails(Run.of("analogy", "--model", vectors, "man", "king", "zzzzz"), "\"zzzzz\" is none of the 5 words that have a vector");
    }

    @Test
    void evaluatesWords() throws IOException {
        String pairs = file("pairs.tsv", "man\tking\t8\nwoman\tqueen\t7\nman\tapple\t1\nman\tzebra\t1\n");
        String questions = file("questions.txt", ": family\nman king woman queen\nman king zebra queen\n");
        Run run = Run.of("eval", "words", "--model", vectors, pairs, questions);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("The first 5 of 5 words", "questions.txt", "SPEARMAN", "3COSMUL");
        assertThat(run.out().replaceAll(" +", " ")).contains("pairs.tsv 4 3 ", " 100.00", "family 2 1 100.00 100.00", "all 2 1 100.00");
        String json = Run.of("eval", "words", "--model", vectors, pairs, questions, "--restrict-vocab", "1", "--json").out();
        assertThat(json).contains("\"vocabulary\": 1", "\"known\": 0", "\"spearman\": null", "\"3cosadd\": null");
        fails(Run.of("eval", "words", "--model", vectors, file("prose.txt", "some prose\nand more\n")), "prose.txt line 1", "two words and their score");
        fails(Run.of("eval", "words", "--model", vectors, folder.toString()), "is a folder; give files of pairs or analogies");
        fails(Run.of("eval", "words", "--model", vectors, pairs, "--restrict-vocab", "0"), "--restrict-vocab must be 1 or more");
    }

    @Test
    void makesSentenceVectors() throws IOException {
        String corpus = file("corpus.txt", "The man is king\nthe woman is a queen\nan apple a man\nman man man woman\n");
        String counts = file("counts.txt", "man 900\nwoman 40\nking 30\nqueen 20\napple 10\n");
        String texts = "the king\nA Queen.\nnothing\n";
        for (String kind : new String[] {"mean", "tfidf-mean", "sif", "usif --components 2 --length 2", "sif --a 0.1 --counts " + counts, "mean --corpus"}) {
            String output = folder.resolve("out-" + kind.split(" ")[0]).toString();
            String line = "train " + kind.replace(" --corpus", "") + " --vectors " + vectors + " --output " + output
                    + (kind.equals("mean") ? "" : " --corpus " + corpus);
            Run trained = Run.of((kind.startsWith("usif") ? line + " --counts " + counts : line).split(" "));
            assertThat(trained.err()).contains(kind.split(" ")[0] + " of 5 words with vectors of 3 components", "saved " + output).hasLineCount(1);
            Run embedded = Run.withInput(texts, "embed", "--model", output, "--format", "tsv");
            assertThat(embedded.err()).contains("1 without a known word have the vector 0");
            assertThat(embedded.out().lines().toList().get(2)).isEqualTo("0.0\t0.0\t0.0");
            assertThat(Run.of("neighbors", "--model", output, "king", "--top", "1").out()).startsWith("man ");
        }
        // A model of word vectors brings its counts and its tokenizer.
        Run chained = Run.of("train", "usif", "--vectors", folder.resolve("out-mean").toString(), "--corpus", corpus, "--output",
                folder.resolve("again").toString());
        fails(chained, "--counts or --corpus", "take the counts of a larger corpus");
    }

    @Test
    void saysWhatIsWrongWithSentenceVectors() throws IOException {
        String corpus = file("corpus.txt", "man king\nwoman queen\n");
        String out = folder.resolve("out").toString();
        fails(Run.of("train", "sif", "--vectors", vectors, "--output", out), "--corpus is missing");
        fails(Run.of("train", "sif", "--corpus", corpus, "--output", out), "--vectors");
        fails(Run.of("train", "sif", "--vectors", vectors, "--corpus", corpus, "--output", out, "--a", "0"), "--a, --components: a must be");
        fails(Run.of("train", "sif", "--vectors", vectors, "--corpus", corpus, "--output", out, "--components", "4"), "too few to find 4 directions");
        fails(Run.of("train", "usif", "--vectors", vectors, "--corpus", corpus, "--output", out, "--length", "0"), "--length, --components: n must");
        fails(Run.of("train", "sif", "--vectors", vectors, "--corpus", corpus, "--output", out, "--counts", file("c.txt", "man\n")), "c.txt line 1");
        fails(Run.of("train", "sif", "--vectors", folder.resolve("none").toString(), "--corpus", corpus, "--output", out), "none", "no such folder or file");
        fails(Run.of("train", "sif", "--vectors", vectors, "--corpus", corpus, "--output", out, "--tokenizer", "x"), "--tokenizer");
        fails(Run.of("train", "sif", "--vectors", vectors, "--corpus", corpus, "--output", corpus), "is a file; name a folder");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void convertsThereAndBack() throws IOException {
        String binary = folder.resolve("v.bin").toString();
        String text = folder.resolve("v.vec.gz").toString();
        String glove = folder.resolve("glove.txt").toString();
        assertThat(Run.of("convert", vectors, binary).err()).contains("5 words with vectors of 3 components", "(binary)");
        assertThat(Run.of("convert", binary, text).err()).contains("(word2vec)");
        assertThat(Run.of("convert", text, glove, "--quiet").err()).isEmpty();
        assertThat(Files.readString(Path.of(glove))).isEqualTo("man 1.0 0.0 0.1\nwoman 0.0 1.0 0.1\nking 1.6 0.2 1.0\nqueen 0.6 1.2 1.0\napple -1.0 0.0 -2.0\n");
        assertThat(Run.of("convert", vectors, glove, "--format", "word2vec", "--max-words", "1").code()).isZero();
        assertThat(Files.readString(Path.of(glove))).isEqualTo("1 3\nman 1.0 0.0 0.1\n");
        fails(Run.of("convert", vectors, folder.resolve("v.xyz").toString()), "does not say a form", "--format");
        fails(Run.of("convert", vectors, vectors), "is the input, which it would replace");
        fails(Run.of("convert", vectors, binary, "--format", "json"), "--format must be word2vec, binary or glove, got json");
        fails(Run.of("convert", vectors, folder.resolve("none/v.bin").toString()), "there is no such folder");
        fails(Run.of("convert", folder.resolve("none.txt").toString(), binary), "none.txt", "no such folder or file of word vectors");
        fails(Run.of("convert", folder.toString(), binary), folder.toString());
    }
}
