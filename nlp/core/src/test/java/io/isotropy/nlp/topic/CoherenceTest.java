package io.isotropy.nlp.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoherenceTest {

    private static final List<List<String>> TOPICS = List.of(
            List.of("w0", "w1", "w2", "w3", "w4"), List.of("w3", "w7", "w9", "w12"), List.of("w15", "w16", "w5", "w19", "w0", "w11"));

    private long state = 7;

    private int next() {
        state = (state * 1103515245 + 12345) % 2147483648L;
        return (int) (state >> 16);
    }

    /** Sixty texts of 3 to 162 of twenty words, shorter and longer than the windows. */
    private Corpus corpus() {
        List<String> texts = new ArrayList<>();
        for (int text = 0; text < 60; text++) {
            int words = 3 + next() % (text % 5 == 0 ? 160 : 25);
            int start = next() % 4;
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < words; i++) {
                line.append('w').append(next() % 3 != 0 ? (start * 5 + next() % 7) % 20 : next() % 20).append(' ');
            }
            texts.add(line.toString());
        }
        return Corpus.of(texts);
    }

    /** Figures of gensim 4.2's CoherenceModel for the same topics and texts. */
    @ParameterizedTest
    @CsvSource({
        "U_MASS, -0.459800117516, -0.526646731648, -0.654911764093",
        "C_V, 0.645367187179, 0.672109471012, 0.559823668618",
        "C_NPMI, 0.046354094951, 0.003868539106, -0.041967119160"
    })
    void equalsGensim(Coherence measure, double first, double second, double third) throws IOException {
        double[] figures = measure.of(TOPICS, corpus(), Tokenizer.whitespace());
        assertThat(figures[0]).isCloseTo(first, within(1e-10));
        assertThat(figures[1]).isCloseTo(second, within(1e-10));
        assertThat(figures[2]).isCloseTo(third, within(1e-10));
    }

    @Test
    void isNeverNaN() throws IOException {
        List<List<String>> topics = List.of(List.of("a", "b"), List.of("a", "unheard-of"), List.of("never", "nowhere"));
        Corpus corpus = Corpus.of(List.of("a b", "", "b a"));
        assertThat(Coherence.C_NPMI.of(topics, corpus, Tokenizer.whitespace())).containsExactly(1, 0, 0);
        assertThat(Coherence.C_V.of(topics, corpus, Tokenizer.whitespace())).containsExactly(new double[] {1, 0.5, 0}, within(1e-9));
        assertThat(Coherence.U_MASS.of(topics, corpus, Tokenizer.whitespace())[2]).isZero();
        for (Coherence measure : Coherence.values()) {
            assertThat(measure.of(topics, Corpus.of(List.of("")), Tokenizer.whitespace())).containsExactly(0, 0, 0);
        }
        assertThatThrownBy(() -> Coherence.C_V.of(List.of(List.of("a")), corpus, Tokenizer.whitespace()))
                .hasMessageContaining("a topic must have two words or more");
    }
}
