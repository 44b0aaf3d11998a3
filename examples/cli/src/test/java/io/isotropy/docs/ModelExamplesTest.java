package io.isotropy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.bert.TinyBert;
import io.isotropy.nlp.word.Neighbour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models' pages run on a corpus of a few sentences, and what they save opens. */
class ModelExamplesTest {

    @TempDir
    Path temp;

    private Path texts = Path.of("");
    private Path folder = Path.of("");
    private Path run = Path.of("");

    @BeforeEach
    void writeTexts() throws IOException {
        List<String> lines = List.of(
                "the man plays a guitar", "a man plays the piano", "a woman plays music on a guitar", "the woman plays piano music", "the dog sleeps",
                "a dog bites the man", "the cat sleeps and the dog sleeps", "a cat eats and a dog eats");
        texts = Files.writeString(temp.resolve("texts.txt"), String.join("\n", lines).concat("\n").repeat(8));
        folder = temp.resolve("model");
        run = Files.createDirectory(temp.resolve("run"));
    }

    /** {@code folder} holds a model in the end. */
    @AfterEach
    void opens() throws IOException {
        assertThat(ModelExamples.any(folder)).isNotEmpty();
    }

    private Path vectors() throws IOException {
        StringBuilder lines = new StringBuilder();
        String[] words = {"a", "the", "man", "woman", "plays", "guitar", "piano", "music", "dog", "cat", "sleeps", "eats"};
        for (int i = 0; i < words.length; i++) {
            lines.append(words[i]).append(String.format(Locale.ROOT, " %.2f %.2f %.2f 1\n", Math.sin(i), Math.cos(i * i), i * 0.1));
        }
        return Files.writeString(temp.resolve("vectors.txt"), lines);
    }

    private Path pairs() throws IOException {
        return Files.writeString(temp.resolve("nli.tsv"),
                """
                label	premise	hypothesis
                entailment	a man plays a guitar	a man plays music
                contradiction	the dog sleeps	the dog eats
                neutral	a woman plays	a woman plays piano
                """);
    }

    @Test
    void oneHot() throws IOException {
        double common = 2; // "plays" and "a man", which are a, man, plays, of {a, man, plays, guitar} and {a, man, plays, music}
        assertThat(ModelExamples.oneHot(texts, folder)).isCloseTo(5 + (common + 1) / 4, within(1e-12));
    }

    @Test
    void bagOfWords() throws IOException {
        assertThat(ModelExamples.bagOfWords(texts, folder)).as("pairs tell biting from being bitten").isBetween(1.5, 1.99);
    }

    @Test
    void tfIdf() throws IOException {
        assertThat(ModelExamples.tfIdf(texts, folder)).isGreaterThan(0.5);
    }

    @Test
    void lsa() throws IOException {
        assertThat(ModelExamples.lsa(texts, folder)).hasSize(3).doesNotContain(0);
    }

    @Test
    void plsa() throws IOException {
        assertThat(Arrays.stream(ModelExamples.plsa(texts, folder)).sum()).isCloseTo(1, within(1e-6));
    }

    @Test
    void lda() throws IOException {
        assertThat(ModelExamples.lda(texts, texts, folder) / 2).as("perplexity of 11 words").isBetween(1.0, 11.0);
    }

    @Test
    void word2vec() throws IOException {
        assertThat(ModelExamples.word2vec(texts, folder)).hasSize(3).extracting(Neighbour::word).doesNotContain("guitar");
    }

    @Test
    void glove() throws IOException {
        assertThat(ModelExamples.glove(texts, folder)).isBetween(-1.0, 1.0);
    }

    @Test
    void fastText() throws IOException {
        assertThat(ModelExamples.fastText(texts, folder)).hasSize(50).isNotEqualTo(new float[50]);
    }

    @Test
    void sif() throws IOException {
        assertThat(ModelExamples.sif(vectors(), texts, folder)).hasSize(4);
    }

    @Test
    void doc2vec() throws IOException {
        assertThat(ModelExamples.doc2vec(texts, folder)).hasSize(50);
    }

    @Test
    void bert() throws IOException {
        Path start = Files.createDirectory(temp.resolve("start"));
        Files.writeString(start.resolve("config.json"),
                """
                {"model_type": "bert", "vocab_size": 8000, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
                 "intermediate_size": 32, "max_position_embeddings": 64}
                """);
        EncoderExamples.bert(start, texts, run, folder);
    }

    @Test
    void inferSent() throws IOException {
        EncoderExamples.inferSent(vectors(), pairs(), run, folder);
    }

    @Test
    void use() throws IOException {
        EncoderExamples.use(pairs(), run, folder);
    }

    @Test
    void sbert() throws IOException {
        Path scored = Files.writeString(temp.resolve("sts.tsv"),
                "score\tsentence1\tsentence2\n5\ta man is playing\tthe man is playing\n1\tthe dog\ta guitar\n");
        EncoderExamples.sbert(TinyBert.write(temp.resolve("start")), scored, run, folder);
    }

    @Test
    void bertFlow() throws IOException {
        double[] figures = EncoderExamples.bertFlow(TinyBert.write(temp.resolve("start")), texts, run, folder);
        assertThat(figures[0]).as("nats gained").isFinite();
        assertThat(figures[1]).isBetween(-1.0, 1.0);
    }

    @Test
    void bertWhitening() throws IOException {
        assertThat(EncoderExamples.bertWhitening(TinyBert.write(temp.resolve("start")), texts, folder)).isBetween(1.0, 24.0);
    }

    @Test
    void simCse() throws IOException {
        EncoderExamples.simCse(TinyBert.write(temp.resolve("start")), texts, run, folder);
    }

    @Test
    void tsdae() throws IOException {
        EncoderExamples.tsdae(TinyBert.write(temp.resolve("start")), texts, run, folder);
    }
}
