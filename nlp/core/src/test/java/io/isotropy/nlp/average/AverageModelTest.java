package io.isotropy.nlp.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.word.GridVectors;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty texts of {@link GridVectors}' words: what the formulas of the authors' SIF_embedding.py and usif.py, with scikit-learn's TruncatedSVD, and
 * scikit-learn's idf give for them.
 */
class AverageModelTest {

    private static final Backend BACKEND = Backends.preferred();

    @TempDir
    Path folder;

    private final WordVectors vectors = GridVectors.of(BACKEND);

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int s = 0; s < 20; s++) {
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < 2 + s % 5; k++) {
                text.append(vectors.words().get((s * s + 3 * k * k + s * k) % 48)).append(' ');
            }
            texts.add(text + (s % 3 == 0 ? "zebra" : ""));
        }
        return texts;
    }

    /** Of all words but every seventh, which thus have none. */
    private Vocabulary counts() {
        Map<String, Long> counts = new HashMap<>();
        for (int i = 0; i < 48; i++) {
            if (i % 7 != 6) {
                counts.put(vectors.words().get(i), i == 0 ? 3000L : 1000L / (i + 1));
            }
        }
        return Vocabulary.of(counts, Vocabulary.Limits.NONE);
    }

    private AverageModel train(Averaging averaging) throws IOException {
        return AverageModel.train(vectors, Corpus.of(texts()), Tokenizer.words(), averaging, counts());
    }

    private static List<double[]> golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(AverageModelTest.class.getResourceAsStream("averages.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> line.split("\t"))
                    .filter(fields -> fields[0].equals(name))
                    .map(fields -> Arrays.stream(fields).skip(1).mapToDouble(Double::parseDouble).toArray())
                    .toList();
        }
    }

    private void assertGolden(String name, Averaging averaging) throws IOException {
        AverageModel model = train(averaging);
        List<double[]> wanted = golden(name);
        List<String> texts = texts();
        assertThat(wanted).hasSameSizeAs(texts);
        for (int s = 0; s < wanted.size(); s++) {
            assertThat(model.vector(texts.get(s))).as(name + " of text " + s).containsExactly(wanted.get(s), within(1e-6));
        }
        assertThat(model.vector("zebra")).containsOnly(0);
        AverageFolder.save(model, folder.resolve(name));
        try (EmbeddingModel read = ModelFolder.load(folder.resolve(name), BACKEND)) {
            assertThat(read.name()).isEqualTo(averaging.name());
            assertThat(read.embed(texts)).usingRecursiveComparison().isEqualTo(model.embed(texts)); // to the bit
        }
    }

    @Test
    void sifIsTheAuthors() throws IOException {
        assertGolden("sif", Averaging.Sif.DEFAULT);
        assertGolden("sif-2", new Averaging.Sif(3e-2, 2));
    }

    @Test
    void usifIsTheAuthors() throws IOException {
        assertGolden("usif", Averaging.Usif.DEFAULT);
    }

    @Test
    void tfIdfMeanHasTheWeightsOfScikitLearn() throws IOException {
        assertGolden("tfidf-mean", new Averaging.TfIdfMean());
    }

    @Test
    void meanIsTheMean() throws IOException {
        AverageModel model = AverageModel.mean(vectors, Tokenizer.words());
        float[] a = vectors.vector("c0f0");
        float[] b = vectors.vector("c5f2");
        double[] mean = model.vector("c0f0, zebra; c5f2 c5f2!");
        for (int j = 0; j < mean.length; j++) {
            assertThat(mean[j]).isCloseTo((a[j] + 2.0 * b[j]) / 3, within(1e-12));
        }
        AverageFolder.save(model, folder);
        assertThat(ModelFolder.load(folder, BACKEND).embed("c0f0")).isEqualTo(a);
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        assertThatThrownBy(() -> train(new Averaging.Sif(1e-3, 9))).hasMessageContaining("too few to find 9 directions");
        assertThatThrownBy(() -> AverageModel.train(
                        vectors, Corpus.of(List.of("zebra")), Tokenizer.words(), Averaging.Sif.DEFAULT, counts()))
                .hasMessageContaining("has 0 texts with a known word");
        assertThatThrownBy(() -> new Averaging.Sif(0, 1)).hasMessage("[sif] a must be a number above 0: got 0.0");
        Vocabulary flat = Vocabulary.of(Map.of("c0f0", 1L, "c0f1", 1L), Vocabulary.Limits.NONE);
        assertThatThrownBy(() -> AverageModel.train(vectors, Corpus.of(texts()), Tokenizer.words(), Averaging.Usif.DEFAULT, flat))
                .hasMessageContaining("of the 2 words with counts none has a share above 1");
        AverageFolder.save(train(Averaging.Sif.DEFAULT), folder);
        Files.writeString(folder.resolve("isotropy.json"),
                "{\"model\": \"sif\", \"tokenizer\": \"words\", \"parameters\": {\"a\": -1, \"components\": 1}}");
        assertThatThrownBy(() -> ModelFolder.load(folder, BACKEND)).hasMessageContaining("isotropy.json line 1").hasMessageContaining("above 0");
        Files.writeString(folder.resolve("isotropy.json"),
                "{\"model\": \"sif\", \"tokenizer\": \"words\", \"parameters\": {\"a\": 1, \"components\": 2}}");
        assertThatThrownBy(() -> ModelFolder.load(folder, BACKEND)).hasMessageContaining("belong to different models");
    }
}
