package io.isotropy.nlp.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.average.AverageFolder;
import io.isotropy.nlp.average.AverageModel;
import io.isotropy.nlp.bert.TinyBert;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairFolderTest {

    private static final Backend BACKEND = Backends.byName("reference");
    private static final List<String> TEXTS = List.of(
            "a man is playing the guitar .", "the cat", "dogs run fast", "one two three", "red blue green", "the man plays", "a cat is running",
            "", "x y z", "nine ten", "play , play !", "the red guitar");

    @TempDir
    Path folder;

    private Path encoder() throws IOException {
        return TinyBert.write(folder.resolve("tiny"));
    }

    private static RepairedModel whitened(EmbeddingModel base, int dimension) throws IOException {
        Moments moments = Moments.of(base, Corpus.of(TEXTS), _ -> {});
        return new RepairedModel(base, Whitening.fit(moments, new Whitening.Config(dimension, 1e-8, 0)), true);
    }

    private static void assertEqual(List<float[]> vectors, List<float[]> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(vectors.get(i)).containsExactly(expected.get(i));
        }
    }

    @Test
    void encodersComeBackWithTheirPooling() throws IOException {
        Path source = encoder();
        Path target = folder.resolve("white");
        SentenceEncoder base = SentenceEncoder.load(source, BACKEND)
                .withPooling(Pooling.FIRST_LAST_AVERAGE).withPrefix("x").withMaxLength(9);
        try (RepairedModel model = whitened(base, 5)) {
            List<float[]> vectors = model.embed(TEXTS);
            RepairFolder.save(model, source, target);
            assertThat(RepairFolder.isIn(target)).isTrue();
            Files.delete(source.resolve("model.safetensors")); // it is the copy that counts
            try (EmbeddingModel read = ModelFolder.load(target, BACKEND)) {
                assertThat(read.name()).isEqualTo("tiny+whitening");
                assertThat(read.dimension()).isEqualTo(5);
                assertEqual(read.embed(TEXTS), vectors);
                assertThat(((SentenceEncoder) ((RepairedModel) read).base()).settings()).isEqualTo(base.settings());
            }
        }
    }

    /** Also where one repair follows another. */
    @Test
    void meansOfWordsComeBack() throws IOException {
        WordVectors vectors = WordVectors.of(BACKEND, List.of("a", "b", "c", "d"), 3, 1, 2, 3, 3, 1, 0, 2, 2, 5, 0, 1, 1);
        AverageModel base = AverageModel.mean(vectors, Tokenizer.words());
        List<String> texts = List.of("a", "b", "c d", "d", "a c");
        Path source = folder.resolve("mean");
        AverageFolder.save(base, source);
        Moments moments = Moments.of(base, Corpus.of(texts), _ -> {});
        RepairedModel first = new RepairedModel(base, AllButTheTop.fit(moments, 1), false);
        RepairFolder.save(first, source, folder.resolve("first"));
        Moments again = Moments.of(first, Corpus.of(texts), _ -> {});
        try (RepairedModel second = new RepairedModel(first, Whitening.fit(again, Whitening.Config.DEFAULT), true)) {
            assertThat(second.dimension()).isEqualTo(2);
            assertThat(second.embed("unknown")).containsExactly(0, 0);
            RepairFolder.save(second, folder.resolve("first"), folder.resolve("second"));
            try (EmbeddingModel read = ModelFolder.load(folder.resolve("second"), BACKEND)) {
                assertThat(read.name()).isEqualTo("mean+all-but-the-top+whitening");
                assertEqual(read.embed(texts), second.embed(texts));
            }
        }
    }

    /** A text's vector must not depend on its neighbours. */
    @Test
    void oneByOneIsTheSame() throws IOException {
        try (RepairedModel model = whitened(SentenceEncoder.load(encoder(), BACKEND), 0)) {
            List<String> many = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                many.add(TEXTS.get(i * 5 % TEXTS.size()));
            }
            List<float[]> vectors = model.embed(many);
            for (int i : new int[] {0, 1, 255, 256, 599}) {
                assertThat(model.embed(many.get(i))).containsExactly(vectors.get(i));
            }
        }
    }

    @Test
    void asADenseLayerTheVectorsAreTheSame() throws IOException {
        Path source = encoder();
        SentenceEncoder base = SentenceEncoder.load(source, BACKEND).withPooling(Pooling.CLS, Pooling.MEAN).withPrefix("a ").withMaxLength(7);
        try (RepairedModel model = whitened(base, 6)) {
            Path target = folder.resolve("python");
            RepairExport.write(model, source, target);
            try (SentenceEncoder read = SentenceEncoder.load(target, BACKEND)) {
                assertThat(read.maxLength()).isEqualTo(7);
                List<float[]> expected = model.embed(TEXTS);
                List<float[]> vectors = read.embed(TEXTS);
                for (int i = 0; i < TEXTS.size(); i++) {
                    assertThat(vectors.get(i)).containsExactly(expected.get(i), within(1e-5f));
                }
            }
        }
        Path first = folder.resolve("first-last");
        try (RepairedModel model = whitened(SentenceEncoder.load(source, BACKEND).withPooling(Pooling.FIRST_LAST_AVERAGE), 6)) {
            assertThatThrownBy(() -> RepairExport.write(model, source, first))
                    .hasMessageEndingWith("is pooled by first_last_avg, which sentence-transformers does not know");
        }
        assertThat(first).doesNotExist();
    }

    @Test
    void aFailedSaveLeavesTheOldModel() throws IOException {
        Path source = encoder();
        Path target = folder.resolve("white");
        try (RepairedModel model = whitened(SentenceEncoder.load(source, BACKEND), 5)) {
            RepairFolder.save(model, source, target);
            byte[] before = Files.readAllBytes(target.resolve("repair.safetensors"));
            assertThatThrownBy(() -> RepairFolder.save(model, folder.resolve("absent"), target)).isInstanceOf(IOException.class);
            assertThat(target.resolve("repair.safetensors")).hasBinaryContent(before);
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("tiny", "white");
            }
        }
    }

    @Test
    void wrongFilesAreNamed() throws IOException {
        Path source = encoder();
        Path target = folder.resolve("white");
        try (RepairedModel model = whitened(SentenceEncoder.load(source, BACKEND), 5)) {
            RepairFolder.save(model, source, target);
        }
        Path settings = target.resolve("isotropy.json");
        String text = Files.readString(settings);
        for (String[] change : new String[][] {
            {"\"dimension\": 5", "\"dimension\": 6", "must have a mean of 24 numbers, a weight of 24 · 6"},
            {"\"mean\"", "\"men\"", "\"men\" is no pooling"},
            {"\"max_length\": 20", "\"max_length\": 4000", "max must be at most the model's 20 positions"},
            {"\"whitening\"", "\"whitning\"", "\"whitning\" is none of those known here"}
        }) {
            assertThat(text).contains(change[0]);
            Files.writeString(settings, text.replace(change[0], change[1]));
            assertThatThrownBy(() -> ModelFolder.load(target, BACKEND)).as(Arrays.toString(change)).hasMessageContaining(change[2]);
        }
        Files.writeString(settings, text);
        Files.delete(target.resolve("base/config.json"));
        assertThatThrownBy(() -> ModelFolder.load(target, BACKEND)).hasMessageContaining("config.json");
    }
}
