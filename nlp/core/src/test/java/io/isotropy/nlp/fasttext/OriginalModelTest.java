package io.isotropy.nlp.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.word.Neighbour;
import io.isotropy.nlp.word.WordVectorFormat;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that fastText 0.9.2 trained on a few lines, and its figures, those of vectors to 8 digits by its formulas in NumPy. */
class OriginalModelTest {

    private static final Backend BACKEND = Backends.byName("reference");

    @TempDir
    Path folder;

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(OriginalModelTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    private FastText model(String name) throws IOException {
        return FastText.load(Files.write(folder.resolve(name), bytes(name)), BACKEND);
    }

    private static void assertClose(float[] got, String wanted) {
        String[] numbers = wanted.split(" ");
        assertThat(got).hasSize(numbers.length);
        for (int i = 0; i < got.length; i++) {
            assertThat((double) got[i]).isCloseTo(Double.parseDouble(numbers[i]), within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "the,-0.10302865 1.519532 0.60933971 0.84637746 0.10536783 0.84083483",
        "cat,0.015517566 0.34041061 0.46225687 1.8218668 0.14041679 0.28293093",
        "château,0.81849383 0.18340171 -1.0785409 1.0378381 -0.14735351 0.82278341",
        "χάος,0.47509523 0.64229149 0.093147083 0.71737177 0.095572021 0.67869265",
        "詞語,1.2107391 -0.22204137 0.73687252 0.4567336 -1.0354503 0.22186396",
        "詞,0.14734567 1.1529128 0.59485019 1.6935682 -0.44485903 0.75113156",
        "unseen,0.1706506 0.68860927 -0.031653374 1.314355 -0.075928105 0.62149885",
        "</s>,0.85781962 -0.20255621 1.2468915 0.58554912 0.32104555 0.20289543",
        "😀,1.7311345 -0.32422566 -0.46053088 -0.32511994 -0.052143178 0.64363521",
        "a,-0.95377402 0.57109676 1.3636077 1.7327883 -0.12908924 -0.083213498"
    })
    void vectorsOfWordsInAndOutOfTheVocabulary(String word, String vector) throws IOException {
        try (FastText model = model("skipgram.bin")) {
            assertClose(model.vector(word), vector);
        }
    }

    @Test
    void vectorsOfTexts() throws IOException {
        try (FastText model = model("skipgram.bin")) {
            List<float[]> vectors = model.embed(List.of("the cat sat unseen", "", "le château  詞", "</s> the"));
            assertClose(vectors.get(0), "-0.010735105 0.42222998 0.23455731 0.7443743 0.0050524234 0.28654413");
            assertClose(vectors.get(1), "0 0 0 0 0 0");
            assertClose(vectors.get(2), "0.42825196 0.24399161 -0.14373993 0.52856952 -0.1643135 0.39872276");
            assertClose(vectors.get(3), "0.23010694 0.3137433 0.52134314 0.38273904 0.12155019 0.26741538");
            assertThat(model.config()).isEqualTo(new FastTextConfig(FastTextConfig.Architecture.SKIPGRAM,
                    FastTextConfig.Loss.NEGATIVE_SAMPLING, 6, 5, 20, 1, 5, 1, 60, 2, 4, 1));
            assertThat(model.dictionary().words().subList(0, 3)).containsExactly("the", "</s>", "on");
            assertThat(model.dictionary().count(0)).isEqualTo(11);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "softmax,the cat in the soup,-0.13617497 0.1672148 -0.22053583 -0.046819205 0.21765989,animal 0.9202 food 0.0646114 place 0.0152183",
        "softmax,unknown words here,-0.0051665598 0.095756203 0.27812592 0.083470168 -0.324694,"
                + "place 0.981925 food 0.0116215 animal 0.00648399",
        "softmax,__label__food the sea,-0.19453428 0.35253236 0.06495811 0.049487682 -0.12912027,"
                + "place 0.720753 animal 0.264066 food 0.0152119",
        "hs,the cat in the soup,0.12786243 -0.25811461 -0.12518339 -0.057220781 0.2257483,animal 0.789552 food 0.203156 place 0.00731602",
        "hs,unknown words here,0.030481844 0.057288832 0.553303 0.29193799 -0.15997664,place 0.967452 food 0.0291189 animal 0.00346856",
        "ns,the cat in the soup,-0.36813694 0.51750075 -0.41552008 0.024351224 0.38180752,animal 0.77731 food 0.00885735 place 0.00523013",
        "ns,__label__food the sea,-0.49978805 0.84946792 -0.048323711 0.23590129 0.022604668,"
                + "place 0.679189 animal 0.160276 food 0.00034535",
        "ova,the cat in the soup,-0.27108265 0.42621883 -0.054240321 0.3875629 0.46800661,"
                + "animal 0.989358 food 0.0953595 place 0.0047652",
        "ova,unknown words here,0.1629344 -0.044773788 0.68740134 0.50690515 -0.54026633,"
                + "place 0.999422 food 0.00507033 animal 0.000562779"
    })
    void labelsOfTexts(String loss, String text, String vector, String labels) throws IOException {
        try (FastText model = model("supervised-" + loss + ".bin")) {
            assertClose(model.embed(text), vector);
            List<Prediction> found = model.predict(text, 9, 0);
            String[] wanted = labels.split(" ");
            assertThat(found).hasSize(wanted.length / 2);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).label()).isEqualTo("__label__" + wanted[2 * i]);
                assertThat(found.get(i).probability()).isCloseTo(Double.parseDouble(wanted[2 * i + 1]), within(1e-6));
            }
            assertThat(model.predict(text, 2, 0)).isEqualTo(found.subList(0, 2));
            double threshold = found.get(1).probability() * 1.01;
            assertThat(model.predict(text, 9, threshold)).isEqualTo(found.subList(0, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"skipgram.bin", "supervised-softmax.bin", "supervised-hs.bin"})
    void writesTheSameBytes(String name) throws IOException {
        try (FastText model = model(name)) {
            FastTextFolder.save(model, folder.resolve("model"));
        }
        byte[] written = Files.readAllBytes(folder.resolve("model/model.bin"));
        assertThat(written).isEqualTo(bytes(name));
        try (EmbeddingModel read = ModelFolder.load(folder.resolve("model"), BACKEND); FastText direct = model(name)) {
            assertThat(read.embed("the cat")).isEqualTo(direct.embed("the cat"));
        }
    }

    @Test
    void neighboursAndVectorFiles() throws IOException {
        try (FastText model = model("skipgram.bin")) {
            List<Neighbour> nearest = model.nearest("dogss", 3);
            assertThat(nearest.stream().map(Neighbour::word)).containsExactly("dog", "sat", "cat");
            assertThat(nearest.getLast().similarity()).isCloseTo(0.966277, within(1e-6));
            assertThat(model.nearest("dogs", 3)).hasSize(3).noneMatch(found -> found.word().equals("dogs"));
            Path file = folder.resolve("words.vec");
            model.vectors().save(file, WordVectorFormat.WORD2VEC_TEXT);
            try (WordVectors read = WordVectors.load(file, BACKEND, 0)) {
                assertThat(read.words()).isEqualTo(model.dictionary().words());
                assertThat(read.vector("château")).containsExactly(model.vector("château"), within(1e-7f));
            }
            assertThatThrownBy(() -> model.predict("a", 1, 0)).hasMessageContaining("must be a classifier");
        }
    }

    private void refuses(String what, Consumer<ByteBuffer> damage, String message) throws IOException {
        byte[] bytes = bytes("skipgram.bin");
        damage.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        Path file = Files.write(folder.resolve("bad.bin"), bytes);
        assertThatThrownBy(() -> FastText.load(file, BACKEND)).as(what).isInstanceOf(ModelFolderException.class)
                .hasMessageContaining("bad.bin").hasMessageContaining(message);
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        refuses("magic", b -> b.putInt(0, 5), "is no model of fastText");
        refuses("version", b -> b.putInt(4, 13), "is of version 13");
        refuses("dimension", b -> b.putInt(8, -6), "the dimension must be 1 to");
        refuses("loss", b -> b.putInt(32, 9), "names loss 9");
        refuses("buckets", b -> b.putInt(40, 2_000_000_000), "claims that the input matrix is");
        refuses("entries", b -> b.putInt(64, 1 << 30).putInt(68, 1 << 30), "do not fit its length");
        refuses("kept n-grams", b -> b.putLong(84, 1L << 40), "kept n-grams");
        refuses("kind of an entry", b -> b.put(92 + "the".length() + 9, (byte) 7), "has kind 7 at entry 0");
        int input = 3658 - 4 * 6 * 33 - 17 - 4 * 6 * 93 - 17;
        refuses("quantized", b -> b.put(input, (byte) 1), "is quantized");
        refuses("rows", b -> b.putLong(input + 1, Long.MAX_VALUE), "claims that the input matrix is (9223372036854775807, 6)");
        refuses("NaN", b -> b.putFloat(input + 17 + 4 * 6 * 3, Float.NaN), "has NaN in row 3 of the input matrix");
    }

    @Test
    void refusesWhatIsCutShort() throws IOException {
        byte[] whole = bytes("skipgram.bin");
        for (int length = 0; length < whole.length; length += length < 150 ? 1 : 97) {
            Path file = Files.write(folder.resolve("short.bin"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> FastText.load(file, BACKEND)).as("%d bytes", length).isInstanceOf(ModelFolderException.class);
        }
        Path file = Files.write(folder.resolve("long.bin"), Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> FastText.load(file, BACKEND)).hasMessageContaining("goes on for 1 bytes");
    }

    @Test
    void nGramsOfCharacters() {
        List<Integer> hashes = new ArrayList<>();
        NGrams.ofCharacters("é", 1, 3, hashes::add);
        assertThat(hashes).isEqualTo(List.of("<é", "<é>", "é", "é>").stream().map(NGrams::hash).collect(Collectors.toList()));
    }
}
