package io.isotropy.nlp.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.tensor.Philox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordVectorsTest {

    private static final Backend BACKEND = Backends.preferred();

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static WordVectors some(int count, int dimension) {
        float[] values = new float[count * dimension];
        Philox.of(1).normal(0, values, 0, values.length);
        values[0] = 1e-7f;
        values[1] = -0f;
        List<String> words = IntStream.range(0, count).mapToObj(i -> i % 3 == 0 ? "wörd" + i : "詞" + i).toList();
        return WordVectors.of(BACKEND, words, dimension, values);
    }

    private static void assertSame(WordVectors got, WordVectors wanted) {
        assertThat(got.words()).isEqualTo(wanted.words());
        assertThat(got.matrix().toArray()).isEqualTo(wanted.matrix().toArray());
    }

    @ParameterizedTest
    @CsvSource({"WORD2VEC_TEXT,v.txt", "WORD2VEC_TEXT,v.vec.gz", "WORD2VEC_BINARY,v.bin", "WORD2VEC_BINARY,v.bin.gz", "GLOVE_TEXT,v.txt",
            "GLOVE_TEXT,v.txt.gz"})
    void readsWhatItWrites(WordVectorFormat format, String name) throws IOException {
        for (int dimension : new int[] {2, 7, 300}) {
            try (WordVectors vectors = some(1 + 9000 / dimension, dimension)) {
                vectors.save(folder.resolve(name), format);
                assertSame(WordVectors.load(folder.resolve(name)), vectors);
                assertSame(WordVectors.load(folder.resolve(name), format, BACKEND, 0), vectors);
                assertThat(WordVectors.load(folder.resolve(name), BACKEND, 1).words()).isEqualTo(vectors.words().subList(0, 1));
            }
        }
        assertThat(Files.list(folder)).hasSize(1); // nothing temporary stays
    }

    /** More numbers than one block of the reader holds. */
    @Test
    void readsBeyondOneBlock() throws IOException {
        try (WordVectors vectors = some(4000, 300)) {
            vectors.save(folder.resolve("v.bin"), WordVectorFormat.WORD2VEC_BINARY);
            assertSame(WordVectors.load(folder.resolve("v.bin")), vectors);
        }
    }

    @Test
    void readsFormsOfOtherPrograms() throws IOException {
        Path glove = write("glove.txt", ". . . 0.5 -1e-3\nat name@domain.com 1 2\nthe 3 4\r\n\u00a0 5 6\n");
        WordVectors vectors = WordVectors.load(glove, WordVectorFormat.GLOVE_TEXT, BACKEND, 0);
        assertThat(vectors.dimension()).isEqualTo(2);
        assertThat(vectors.words()).containsExactly(". . .", "at name@domain.com", "the", "\u00a0");
        assertThat(vectors.vector("at name@domain.com")).containsExactly(1, 2);
        assertSame(WordVectors.load(glove), vectors);
        Path trailing = write("word2vec.c.txt", "2 3\n</s> 1 2 3 \nthe 4 5 6 \n"); // word2vec.c and fastText end lines with a space
        assertThat(WordVectors.load(trailing).vector("the")).containsExactly(4, 5, 6);
        assertThat(WordVectors.load(binary("no-breaks.bin", "2 1\n", "", new float[] {1, 2})).vector("w1")).containsExactly(2); // as gensim 3
        assertThat(WordVectors.load(write("twice.txt", "a 1 2\nb 3 4\na 5 6\n")).matrix().toArray()).containsExactly(1, 2, 3, 4);
    }

    /** Decimals of all kinds are the floats that the JDK makes of them, those midway between two floats among them. */
    @Test
    void readsNumbersAsTheJdkDoes() throws IOException {
        List<String> numbers = new ArrayList<>(List.of("1.00000005960464477539", "1.000000059604644775390625", "16777217", "0.1", "-0", "+.5", "5.",
                "1e-45", "3.4e38", "1.17549435e-38", "123456789012345678901234567890", "0.000000000000000000000000000001", "1E+2", "9007199254740993",
                "8388608.5", "1.4e-45", "7.006492321624085e-46"));
        Philox random = Philox.of(3);
        for (int i = 0; i < 3000; i++) {
            float value = (float) (random.normal(2L * i) * Math.pow(10, random.uniform(2L * i + 1) * 20 - 10));
            numbers.add(i % 2 == 0 ? Float.toString(value) : Double.toString(value * 1.0000001));
        }
        StringBuilder text = new StringBuilder();
        numbers.forEach(number -> text.append("w").append(text.length()).append(' ').append(number).append(" 1\n"));
        WordVectors vectors = WordVectors.load(write("numbers.txt", text.toString()));
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(vectors.vector(i)[0]).as(numbers.get(i)).isEqualTo(Float.parseFloat(numbers.get(i)));
        }
    }

    /** More lines than a block has, with and without a last line break. */
    @Test
    void readsTextInBlocks() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 150_000; i++) {
            text.append("w").append(i).append(' ').append(i).append(".25 -").append(i % 7).append(i % 1000 == 0 ? "\r\n" : "\n");
        }
        for (String end : List.of("last 1 2", "last 1 2\n")) {
            WordVectors vectors = WordVectors.load(write("many.txt", text + end));
            assertThat(vectors.size()).isEqualTo(150_001);
            assertThat(vectors.vector("w140001")).containsExactly(140_001.25f, -1);
            assertThat(vectors.vector("last")).containsExactly(1, 2);
            assertThat(WordVectors.load(write("headed.txt", "150001 2\n" + text + end + "\n\n")).words()).isEqualTo(vectors.words());
        }
        Path bad = write("bad.txt", text + "x 1\n");
        assertThatThrownBy(() -> WordVectors.load(bad)).hasMessageContaining("bad.txt line 150001: must be a word and 2 numbers");
        assertThat(WordVectors.load(bad, BACKEND, 150_000).size()).isEqualTo(150_000);
        Path gap = write("gap.txt", "2 1\na 1\n\nb 2\n");
        assertThatThrownBy(() -> WordVectors.load(gap)).hasMessageContaining("gap.txt line 3: must be a word and 1 numbers");
    }

    private Path binary(String name, String first, String end, float... values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < values.length; i++) {
            out.writeBytes(("w" + i + " ").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(values[i]).array());
            out.writeBytes(end.getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "3 2\\na 1 2\\nb 1 2\\n|ends after 2 vectors, but its first line says 3",
            "2000000000 1000000\\na 1 2\\n|line 2: must be a word and 1000000 numbers, as the first line says; it has 3 columns",
            "1 2\\na 1 2\\nb 1 2\\n|line 3: is one more than the 1 words",
            "2 2\\na 1 2\\nb 1\\n|line 3: must be a word and 2 numbers",
            "2 2\\na 1 2\\nb 1 2 3\\n|line 3: must be a word and 2 numbers, as the first line says; it has 4 columns",
            "2 2\\na 1 2\\n 1 2\\n|line 3: must be a word and 2 numbers, as the first line says; it has 2 columns",
            "a 1 2\\nb 1\\n|line 2: must be a word and 2 numbers",
            "a 1.0 2.0\\nb 1.0 2.0 3.0\\n|line 2: must be a word and 2 numbers, as the first line says; it has 4 columns",
            "a 1 2\\nb 1 NaN\\n|line 2: number 2 of 2 is NaN",
            "a 1 2\\nb -Infinity 2\\n|line 2: number 1 of 2 is -Infinity",
            "a 1 2\\nb 1e99 2\\n|line 2: number 1 of 2 is 1e99",
            "a 1 2\\nb 1x 2\\n|line 2: number 1 of 2 is no number: \"1x\"",
            "a 1 2\\n\\n|line 2: must be a word and 2 numbers",
            "some text\\nthat is prose\\n|line 1: must be a word and its numbers between spaces",
            "''|is empty",
    })
    void refusesBadText(String text, String message) throws IOException {
        Path file = write("bad.txt", text.replace("\\n", "\n").replace("''", ""));
        assertThatThrownBy(() -> WordVectors.load(file)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining(message);
    }

    @Test
    void refusesBadBinaries() throws IOException {
        WordVectorFormat format = WordVectorFormat.WORD2VEC_BINARY;
        assertRefused(binary("short.bin", "2000000000 1\n", "\n", 1, 2), format, "ends after 2 vectors, but its first line says 2000000000");
        assertRefused(binary("wide.bin", "2 1000000\n", "\n", 1, 2), format, "ends within vector 1, of \"w0\"");
        assertRefused(binary("nan.bin", "2 1\n", "\n", 1, Float.NaN), format, "vector 2, of \"w1\", has NaN");
        assertRefused(binary("long.bin", "1 1\n", "\n", 1, 2), format, "goes on after the 1 words");
        assertRefused(binary("sizes.bin", "x\n", "\n", 1, 2), format, "line 1: must have the number of words and the length of the vectors");
        assertRefused(write("word.bin", "1 1\n" + "x".repeat(5000)), format, "the word of vector 1 is longer than 4096 bytes");
        assertRefused(write("cut.bin", "1 1\nab"), format, "the word of vector 1 is cut short");
        Path latin = Files.write(folder.resolve("latin.bin"), new byte[] {'1', ' ', '1', '\n', (byte) 0xE9, ' ', 0, 0, 0, 0});
        assertRefused(latin, format, "the word of vector 1 is not UTF-8");
        Path model = Files.write(folder.resolve("model.bin"), new byte[] {(byte) 0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0});
        assertRefused(model, null, "is a model of fastText");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(Files.readAllBytes(binary("whole.bin", "2 1\n", "\n", 1, 2)));
        }
        Path cut = Files.write(folder.resolve("cut.bin.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() - 12));
        assertRefused(cut, format, "damaged or cut short");
        assertRefused(folder.resolve("none.bin"), null, "no such file");
    }

    private static void assertRefused(Path file, @org.jspecify.annotations.Nullable WordVectorFormat format, String message) {
        assertThatThrownBy(() -> {
            if (format == null) {
                WordVectors.load(file);
            } else {
                WordVectors.load(file, format, BACKEND, 0);
            }
        }).isInstanceOf(IOException.class).hasMessageStartingWith(file.toString()).hasMessageContaining(message);
    }

    @Test
    void refusesWordsThatAFormatCannotHold() throws IOException {
        WordVectors vectors = WordVectors.of(BACKEND, List.of("a", "New York"), 1, 1, 2);
        Path file = write("kept.txt", "as it was");
        assertThatThrownBy(() -> vectors.save(file, WordVectorFormat.WORD2VEC_TEXT)).hasMessageContaining("\"New York\"");
        assertThat(file).hasContent("as it was");
        vectors.save(file, WordVectorFormat.GLOVE_TEXT);
        assertThat(WordVectors.load(file).words()).containsExactly("a", "New York");
        WordVectors broken = WordVectors.of(BACKEND, List.of("a\nb"), 1, 1);
        for (WordVectorFormat format : WordVectorFormat.values()) {
            assertThatThrownBy(() -> broken.save(file, format)).hasMessageContaining("no line break");
        }
    }

    @Test
    void findsNeighboursAsSortingDoes() {
        WordVectors vectors = some(500, 13);
        for (String word : List.of("wörd0", "詞100")) {
            List<Neighbour> wanted = new ArrayList<>();
            for (String other : vectors.words()) {
                if (!other.equals(word)) {
                    wanted.add(new Neighbour(other, vectors.similarity(word, other)));
                }
            }
            wanted.sort(Comparator.comparingDouble(neighbour -> -neighbour.similarity()));
            List<Neighbour> got = vectors.nearest(word, 20);
            assertThat(got).extracting(Neighbour::word).isEqualTo(wanted.stream().limit(20).map(Neighbour::word).toList());
            for (int i = 0; i < got.size(); i++) {
                assertThat(got.get(i).similarity()).isCloseTo(wanted.get(i).similarity(), within(1e-6));
            }
        }
    }

    @Test
    void findsWhatStandsToOneWordAsToAnother() {
        WordVectors vectors = WordVectors.of(BACKEND, List.of("man", "woman", "king", "queen", "zero"), 2, 1, 0, 0, 1, 1.6f, .2f, .6f, 1.2f, 0, 0);
        assertThat(vectors.nearest(List.of("king", "woman"), List.of("man"), 1)).extracting(Neighbour::word).containsExactly("queen");
        assertThat(vectors.nearest("man", 99)).extracting(Neighbour::word).containsExactly("king", "queen", "woman", "zero");
        assertThat(vectors.nearest(new float[] {0, 3}, 1).getFirst()).isEqualTo(new Neighbour("woman", 1));
        assertThat(vectors.nearest("man", 0)).isEmpty();
        assertThat(vectors.similarity("zero", "man")).isZero();
        assertThat(Stream.of("man", "child").map(vectors::row)).containsExactly(0, -1);
        assertThatThrownBy(() -> vectors.nearest("child", 1)).hasMessageContaining("child");
        assertThatThrownBy(() -> vectors.nearest(new float[3], 1)).hasMessageContaining("length");
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThatThrownBy(() -> WordVectors.of(BACKEND, List.of("a", "a"), 1, 1, 2)).hasMessageContaining("once");
    }

    @Test
    void nullsAndFoldersThatAreNoneAreNamed() throws IOException {
        try (WordVectors vectors = some(5, 3)) {
            assertThatThrownBy(() -> vectors.nearest((String) null, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[wordVectors]")
                    .hasMessageContaining("got null");
            WordModel model = new WordModel("word2vec", vectors, Tokenizer.words(), Map.of(), null);
            assertThatThrownBy(() -> model.embed(Arrays.asList("a", null))).hasMessage("[embed] a text must not be null: got null at index 1");
        }
        Path none = folder.resolve("nope");
        assertThatThrownBy(() -> WordFolder.load(none, BACKEND)).hasMessage(none + " is not a folder; a model is a folder with isotropy.json");
        assertThatThrownBy(() -> WordFolder.load(folder, BACKEND)).hasMessageContaining("has no isotropy.json");
    }
}
