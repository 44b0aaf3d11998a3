package io.isotropy.nlp.glove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.parallel.Crew;
import io.isotropy.tensor.Philox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CooccurrencesTest {

    /** Rare words beside frequent ones, so many that there are several parts. */
    private static List<String> texts() {
        Philox random = Philox.of(5);
        List<String> texts = new ArrayList<>();
        int draw = 0;
        for (int text = 0; text < 400; text++) {
            StringJoiner words = new StringJoiner(" ");
            for (int length = random.integer(draw++, 60); length > 0; length--) {
                float u = random.uniform(draw++);
                words.add("w" + (int) (3000 * u * u * u));
            }
            texts.add(words.toString());
        }
        return texts;
    }

    private static GloveConfig config(int window, boolean symmetric) {
        GloveConfig base = GloveConfig.DEFAULT;
        return new GloveConfig(8, window, symmetric, Vocabulary.Limits.NONE, base.xMax(), base.alpha(), base.learningRate(), 1,
                base.vectors(), 7);
    }

    private static Map<String, Double> byHand(EncodedCorpus corpus, GloveConfig config) throws IOException {
        Map<String, Double> sums = new HashMap<>();
        for (int i = 0; i < corpus.chunks(); i++) {
            EncodedCorpus.Chunk chunk = corpus.chunk(i);
            for (int text = 0; text < chunk.texts(); text++) {
                for (int at = chunk.offsets()[text]; at < chunk.offsets()[text + 1]; at++) {
                    for (int left = Math.max(chunk.offsets()[text], at - config.window()); left < at; left++) {
                        int word = chunk.ids()[at];
                        int context = chunk.ids()[left];
                        sums.merge(word + " " + context, 1.0 / (at - left), Double::sum);
                        if (config.symmetric()) {
                            sums.merge(context + " " + word, 1.0 / (at - left), Double::sum);
                        }
                    }
                }
            }
        }
        return sums;
    }

    private static Map<String, Double> all(CellBlocks blocks) throws IOException {
        Partition partition = blocks.partition();
        Map<String, Double> found = new HashMap<>();
        for (int words = 0; words < partition.parts(); words++) {
            for (int contexts = 0; contexts < partition.parts(); contexts++) {
                Cells cells = blocks.block(words, contexts);
                for (int i = 0; i < cells.size; i++) {
                    int word = Cells.word(cells.keys[i]) * partition.parts() + words;
                    int context = Cells.context(cells.keys[i]) * partition.parts() + contexts;
                    assertThat(found.put(word + " " + context, (double) cells.values[i])).isNull();
                }
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({"1, true, 1", "5, true, 1", "5, false, 2", "70, true, 3"})
    void addsUpInverseDistances(int window, boolean symmetric, int threads) throws IOException {
        GloveConfig config = config(window, symmetric);
        try (EncodedCorpus corpus = EncodedCorpus.read(Corpus.of(texts()), Tokenizer.whitespace(), config.limits(), 0);
                Crew crew = new Crew(threads, "test");
                CellBlocks blocks = new Cooccurrences(corpus, config, crew, Long.MAX_VALUE).count(Long.MAX_VALUE, _ -> {})) {
            Map<String, Double> expected = byHand(corpus, config);
            assertThat(blocks.partition().parts()).isGreaterThan(1);
            assertThat(blocks.cells()).isEqualTo(expected.size());
            Map<String, Double> found = all(blocks);
            assertThat(found.keySet()).isEqualTo(expected.keySet());
            expected.forEach((pair, sum) -> assertThat(found.get(pair)).as(pair).isCloseTo(sum, within(1e-6 * sum)));
        }
    }

    @Test
    void segmentsFilesAndThreadsChangeNothing() throws IOException {
        GloveConfig config = config(4, true);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            texts.addAll(texts()); // several chunks
        }
        try (EncodedCorpus corpus = EncodedCorpus.read(Corpus.of(texts), Tokenizer.whitespace(), config.limits(), 0)) {
            assertThat(corpus.chunks()).isGreaterThan(3);
            try (Crew two = new Crew(2, "test");
                    Crew one = new Crew(1, "test");
                    CellBlocks whole = new Cooccurrences(corpus, config, two, Long.MAX_VALUE).count(Long.MAX_VALUE, _ -> {});
                    CellBlocks inSegments = new Cooccurrences(corpus, config, two, 1).count(Long.MAX_VALUE, _ -> {});
                    CellBlocks inFile = new Cooccurrences(corpus, config, one, 1).count(1000, _ -> {})) {
                assertThat(inFile.inFile()).isTrue();
                assertThat(inSegments.inFile()).isFalse();
                assertThat(all(inFile)).isEqualTo(all(inSegments));
                Map<String, Double> expected = all(whole);
                Map<String, Double> found = all(inSegments);
                assertThat(found.keySet()).isEqualTo(expected.keySet());
                expected.forEach((pair, sum) -> assertThat(found.get(pair)).as(pair).isCloseTo(sum, within(1e-5 * sum)));
                for (int words = 0; words < whole.partition().parts(); words++) {
                    Cells first = inSegments.block(words, 0);
                    Cells second = inFile.block(words, 0);
                    assertThat(second.keys).isEqualTo(first.keys); // in the same order
                }
            }
        }
    }
}
