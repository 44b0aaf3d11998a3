package io.isotropy.nlp.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    @TempDir
    Path folder;

    private static List<String> read(Corpus corpus) throws IOException {
        List<String> texts = new ArrayList<>();
        corpus.forEach(texts::add);
        return texts;
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void linesAndDocumentsOfPlainText() throws IOException {
        Path file = file("a.txt", "one\ntwo\n\n\nthree\r\n");
        assertThat(read(Corpus.ofFile(file, Corpus.Unit.LINE))).containsExactly("one", "two", "three");
        assertThat(read(Corpus.ofFile(file, Corpus.Unit.DOCUMENT))).containsExactly("one\ntwo", "three");
    }

    @Test
    void columnsAndMembers() throws IOException {
        assertThat(read(Corpus.ofFile(file("a.tsv", "label\ttext\nx\tone\ny\ttwo\n"), Corpus.Unit.DOCUMENT))).containsExactly("one", "two");
        assertThat(read(Corpus.ofFile(file("a.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n"), Corpus.Unit.LINE)))
                .containsExactly("one", "two");
    }

    @Test
    void readsBzip2OfSeveralStreams() throws IOException {
        Path file = folder.resolve("a.tsv.bz2");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(packed("text\none\n"));
            out.write(packed("two\n"));
        }
        assertThat(read(Corpus.ofFile(file, Corpus.Unit.LINE))).containsExactly("one", "two");
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.txt.bz2"), Arrays.copyOf(bytes, bytes.length - 20));
        assertThatThrownBy(() -> read(Corpus.ofFile(cut, Corpus.Unit.LINE)))
                .hasMessageContaining("cut.txt.bz2 line ").hasMessageContaining("packed data is damaged or cut short");
    }

    @Test
    void vocabularyIsSortedByCountThenByWord() throws IOException {
        Corpus corpus = Corpus.of(List.of("b a c", "b c d b"));
        Vocabulary vocabulary = Vocabulary.count(corpus, Tokenizer.words(), Vocabulary.Limits.NONE);
        assertThat(vocabulary.words()).containsExactly("b", "c", "a", "d");
        assertThat(vocabulary.counts()).containsExactly(3, 2, 1, 1);
        assertThat(vocabulary.id("c")).isEqualTo(1);
        assertThat(vocabulary.id("x")).isEqualTo(-1);
        Vocabulary frequent = Vocabulary.count(corpus, Tokenizer.words(), Vocabulary.Limits.ofMinCount(2));
        assertThat(frequent.words()).containsExactly("b", "c");
        assertThat(frequent.total()).isEqualTo(5);
        assertThat(frequent.tokens()).isEqualTo(7);
        assertThat(Vocabulary.count(corpus, Tokenizer.words(), new Vocabulary.Limits(1, 3)).words()).containsExactly("b", "c", "a");
    }

    @Test
    void saysWhyAVocabularyIsEmpty() {
        assertThatThrownBy(() -> Vocabulary.count(Corpus.of(List.of("a b", "a")), Tokenizer.words(), Vocabulary.Limits.ofMinCount(5)))
                .hasMessageContaining("the texts: has no word that comes 5 times or more; the most frequent one comes 2 times");
        assertThatThrownBy(() -> Vocabulary.count(Corpus.of(List.of("...")), Tokenizer.words(), Vocabulary.Limits.NONE))
                .hasMessageContaining("the texts: holds no word");
    }

    @Test
    void vocabularyFileRoundTrip() throws IOException {
        Vocabulary vocabulary = Vocabulary.count(Corpus.of(List.of("x y x z z z")), Tokenizer.words(), Vocabulary.Limits.NONE);
        Path file = folder.resolve("vocabulary.txt");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            vocabulary.write(out);
        }
        assertThat(Files.readString(file)).isEqualTo("z\t3\nx\t2\ny\t1\n");
        assertThat(Vocabulary.read(file("word2vec.txt", "z 3\nx 2\ny 1\n")).counts()).isEqualTo(vocabulary.counts());
        assertThat(Vocabulary.read(file).words()).isEqualTo(vocabulary.words());
        assertThat(Vocabulary.read(file).counts()).isEqualTo(vocabulary.counts());
        assertThatThrownBy(() -> Vocabulary.read(file("bad.txt", "a 1\nb\n"))).hasMessageContaining("bad.txt line 2: must be a word");
        assertThatThrownBy(() -> Vocabulary.read(file("twice.txt", "a 1\na 1\n"))).hasMessageContaining("line 2: has the word \"a\" a second");
    }

    @Test
    void aFullCounterForgetsRareWordsOnly() throws IOException {
        Random random = new Random(7);
        WordCounter counter = new WordCounter(Vocabulary.Limits.ofMinCount(1000), 200);
        for (int i = 0; i < 20_000; i++) {
            counter.add(i % 4 == 0 ? "often" : "rare" + random.nextInt(5000));
        }
        Vocabulary vocabulary = counter.vocabulary(Corpus.of(List.of()));
        assertThat(vocabulary.words()).containsExactly("often");
        assertThat(vocabulary.count(0)).isEqualTo(5000);
        assertThat(counter.counts()).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void encodesInOneReadingAsInTwo() throws IOException {
        Random random = new Random(3);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(80); n > 0; n--) {
                text.append(" w").append((int) (300 * random.nextDouble() * random.nextDouble()));
            }
            texts.add(text.toString());
        }
        Corpus corpus = Corpus.of(texts);
        try (EncodedCorpus read = EncodedCorpus.read(corpus, Tokenizer.words(), Vocabulary.Limits.ofMinCount(100), 50);
                EncodedCorpus encoded = EncodedCorpus.encode(corpus, Tokenizer.words(), read.vocabulary(), 50)) {
            assertThat(read.vocabulary().words()).isEqualTo(
                    Vocabulary.count(corpus, Tokenizer.words(), Vocabulary.Limits.ofMinCount(100)).words());
            assertThat(decoded(read)).isEqualTo(decoded(encoded));
            assertThat(read.tokens()).isEqualTo(read.vocabulary().total());
            assertThat(read.chunks()).isGreaterThan(1);
        }
        try (EncodedCorpus whole = EncodedCorpus.read(corpus, Tokenizer.words(), Vocabulary.Limits.NONE, 0)) {
            assertThat(whole.texts()).isEqualTo(texts.size());
            assertThat(decoded(whole)).isEqualTo(texts.stream().map(String::strip).toList());
        }
    }

    private static List<String> decoded(EncodedCorpus corpus) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < corpus.chunks(); i++) {
            EncodedCorpus.Chunk chunk = corpus.chunk(i);
            assertThat(chunk.first()).isEqualTo(texts.size());
            for (int text = 0; text < chunk.texts(); text++) {
                List<String> words = new ArrayList<>();
                for (int at = chunk.offsets()[text]; at < chunk.offsets()[text + 1]; at++) {
                    words.add(corpus.vocabulary().word(chunk.ids()[at]));
                }
                texts.add(String.join(" ", words));
            }
        }
        assertThat(texts).hasSize(corpus.texts());
        return texts;
    }

    @Test
    void findsPhrases() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            texts.add("i like new york in w" + i);
            texts.add("like w" + i + " in new w" + i + " i");
        }
        Phrases phrases = Phrases.learn(Corpus.of(texts), Tokenizer.words(), new Phrases.Config(5, 3));
        // "new york": (60 - 5) / 120 / 60 · 720 = 5.5; "like new": (60 - 5) / 120 / 120 · 720 = 2.75
        Map<String, Double> expected = new HashMap<>();
        expected.put("new york", 55.0 / 120 / 60 * 720);
        expected.put("york in", 55.0 / 60 / 120 * 720);
        assertThat(phrases.scores()).isEqualTo(expected);
        assertThat(phrases.tokens("In New York in a new york york")).containsExactly("in", "new_york", "in", "a", "new_york", "york");
    }
}
