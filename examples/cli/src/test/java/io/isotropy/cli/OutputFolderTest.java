package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a training does with the folder that it is given. */
class OutputFolderTest {

    @TempDir
    Path folder;

    private String corpus = "";
    private Path output;

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = Files.writeString(folder.resolve("corpus.txt"), "the cat and a dog eat\nthe dog and the cat sleep\nrain falls\n".repeat(8)).toString();
        output = folder.resolve("new/model");
    }

    private Run train(String command, String... more) {
        List<String> words = new ArrayList<>(List.of("train"));
        words.addAll(List.of(command.split(" ")));
        words.addAll(List.of("--quiet", "--output", output.toString()));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    private Run count(String command) {
        return train(command, "--corpus", corpus);
    }

    private static void assertRefused(Run run, String... words) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"tfidf, word2vec --dimension 4", "lsa --dimension 2, lda --topics 2 --iterations 2", "word2vec --dimension 4, doc2vec --dimension 4",
        "hashing, glove --dimension 4"})
    void keepsModelsOfOtherKinds(String first, String second) throws IOException {
        assertThat(count(first).code()).isZero();
        String settings = Files.readString(output.resolve("isotropy.json"));
        assertRefused(count(second), "--output " + output + " holds another model (");
        assertThat(output.resolve("isotropy.json")).hasContent(settings);
        assertThat(count(first).code()).as("one of its own kind it may replace").isZero();
    }

    @Test
    void keepsModelsFromEncoders() throws IOException {
        assertThat(count("tfidf").code()).isZero();
        Path model = TinyModel.write(folder.resolve("bert"));
        assertRefused(train("simcse --batch-size 4", "--train", corpus, "--model", model.toString()), "--output " + output + " holds another model");
        assertThat(output.resolve("model.safetensors")).doesNotExist();
        output = model;
        assertRefused(count("tfidf"), "--output " + model + " holds another model (an encoder)");
    }

    @Test
    void leavesNoFolderWhereNothingIsLearnt() throws IOException {
        String model = TinyModel.write(folder.resolve("bert")).toString();
        Path dev = folder.resolve("none.tsv");
        String config = Files.writeString(folder.resolve("config.json"), """
                {"model_type": "bert", "vocab_size": 80, "hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 3,
                 "intermediate_size": 40, "max_position_embeddings": 20}
                """).toString();
        String nli = Files.writeString(folder.resolve("nli.tsv"), "label\tsentence1\tsentence2\nneutral\ta cat\ta dog\n".repeat(1)).toString();
        assertRefused(train("simcse --batch-size 0", "--train", corpus, "--model", model), "--batch-size");
        assertRefused(train("simcse", "--train", corpus, "--model", model, "--dev", dev.toString()), "none.tsv");
        assertRefused(train("mlm --batch-size 0", "--train", corpus, "--config", config), "--batch-size");
        assertRefused(train("tsdae --epochs 0", "--train", corpus, "--model", model), "epochs");
        assertRefused(train("sbert --objective regression", "--train", nli, "--model", model), "nli.tsv");
        assertRefused(train("infersent --classifier 0 --hidden 4", "--train", nli), "--classifier");
        assertRefused(train("use --form transformer --classifier 0", "--train", nli, "--config", config), "--classifier");
        assertThat(folder.resolve("new")).doesNotExist();
        Files.createDirectories(output);
        assertRefused(train("simcse --batch-size 0", "--train", corpus, "--model", model), "--batch-size");
        assertThat(output).as("that was there before").isEmptyDirectory();
    }

    @Test
    void refusesPlacesThatCannotBeMadeBeforeItLearns() {
        output = Path.of(corpus).resolve("below");
        assertRefused(count("word2vec --epochs 1000000"), "--output " + output + " cannot be made", "corpus.txt is a file");
    }
}
