package io.isotropy.nlp.word;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.nlp.text.IntSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhitespaceTokenizerTest {

    @TempDir
    Path folder;

    /** The numbers that sentence-transformers 6.0.1 gives. */
    @Test
    void cutsAsSentenceTransformersDoes() throws IOException {
        WhitespaceTokenizer made = new WhitespaceTokenizer(
                List.of("", "a", "man", "New", "York", "u.s.a", "straße", "οδος", "x", "!?", "i̇x", "İ"), Set.of("the", "i"), false, false);
        made.write(folder);
        for (WhitespaceTokenizer tokenizer : List.of(made, WhitespaceTokenizer.read(folder))) {
            assertThat(tokenizer.ids("The man (a) New-York New York")).containsExactly(2, 1, 3, 4);
            assertThat(tokenizer.ids("u.s.a. U.S.A STRASSE Straße STRAßE")).containsExactly(5, 5, 6, 6);
            assertThat(tokenizer.ids("ΟΔΟΣ x\u00a0x\u2003X\u200bx \u001cx\u0085a")).containsExactly(7, 8, 8, 8, 1);
            assertThat(tokenizer.ids("!? ... !?! 'I' THE the i")).containsExactly(9, 0, 0);
            assertThat(tokenizer.ids("İX İ")).containsExactly(10, 11);
            assertThat(tokenizer.ids(" \t\n")).isEmpty();
        }
        WhitespaceTokenizer lower = new WhitespaceTokenizer(List.of("p", "a", "A", "man."), Set.of(), true, false);
        assertThat(lower.ids("A Man. MAN a.")).containsExactly(1, 3, 1);
    }

    @Test
    void looksUpBigramsAfterWords() throws IOException {
        WhitespaceTokenizer learnt = WhitespaceTokenizer.learn(List.of("New York, New York", "in new york"), 2, 0, true);
        assertThat(learnt.vocabulary()).containsExactly("PADDING_TOKEN", "new", "new york", "york");
        learnt.write(folder);
        assertThat(WhitespaceTokenizer.read(folder).ids("York in New York")).containsExactly(3, 1, 3, 2);
    }

    @Test
    void learnsTheMostFrequent() {
        List<String> texts = List.of("b a", "b; c", "(B) a d");
        assertThat(WhitespaceTokenizer.learn(texts, 1, 0, false).vocabulary()).containsExactly("PADDING_TOKEN", "b", "a", "c", "d");
        assertThat(WhitespaceTokenizer.learn(texts, 1, 3, false).vocabulary()).containsExactly("PADDING_TOKEN", "b", "a");
        assertThat(WhitespaceTokenizer.learn(texts, 3, 0, false).vocabulary()).containsExactly("PADDING_TOKEN", "b");
    }

    @Test
    void tellsThatItCut() {
        WhitespaceTokenizer tokenizer = new WhitespaceTokenizer(List.of("a", "b"), Set.of(), false, false);
        IntSink sink = new IntSink();
        assertThat(tokenizer.encodeTo("a zzz b", 2, sink)).isFalse();
        assertThat(tokenizer.encodeTo("a zzz b a", 2, sink)).isTrue();
        assertThat(sink.toArray()).containsExactly(0, 1, 0, 1);
    }
}
