package io.isotropy.nlp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.data.Masking.Masked;
import io.isotropy.nlp.data.NextSentence.SentencePair;
import io.isotropy.nlp.text.WordPieceTokenizer;
import io.isotropy.tensor.Philox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskingTest {

    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int MASK = 4;

    @TempDir
    Path folder;

    private WordPieceTokenizer tokenizer;

    @BeforeEach
    void load() throws IOException {
        List<String> words = IntStream.range(0, 200).mapToObj(i -> i % 2 == 0 ? "w" + i : "##w" + i).toList();
        Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n" + String.join("\n", words) + "\n");
        tokenizer = WordPieceTokenizer.load(folder);
    }

    /** [CLS] word ##piece word ##piece … [SEP]: words of two tokens. */
    private static int[] text(int words) {
        int[] ids = new int[2 * words + 2];
        Arrays.setAll(ids, i -> 5 + (i + 1) % 2 + 2 * (i % 50));
        ids[0] = CLS;
        ids[ids.length - 1] = SEP;
        return ids;
    }

    @Test
    void masksTheSharesOfThePaper() {
        Masking masking = new Masking(tokenizer, Masking.PROBABILITY, false);
        int[] ids = text(100);
        int[] before = ids.clone();
        double chosen = 0;
        double masked = 0;
        double same = 0;
        for (int i = 0; i < 500; i++) {
            Masked result = masking.apply(ids, Augmentation.randomFor(1, 0, i));
            chosen += result.positions().length;
            for (int k = 0; k < result.positions().length; k++) {
                int at = result.positions()[k];
                assertThat(result.targets()[k]).isEqualTo(ids[at]).isGreaterThan(MASK);
                masked += result.ids()[at] == MASK ? 1 : 0;
                same += result.ids()[at] == ids[at] ? 1 : 0;
            }
            for (int at = 0, k = 0; at < ids.length; at++) {
                if (k < result.positions().length && result.positions()[k] == at) {
                    k++;
                } else {
                    assertThat(result.ids()[at]).isEqualTo(ids[at]);
                }
            }
        }
        assertThat(ids).isEqualTo(before);
        assertThat(chosen / (500 * 200)).isCloseTo(0.15, within(0.005));
        assertThat(masked / chosen).isCloseTo(0.8, within(0.01));
        assertThat(same / chosen).isCloseTo(0.1, within(0.01));
    }

    @Test
    void masksWholeWords() {
        Masking masking = new Masking(tokenizer, Masking.PROBABILITY, true);
        int[] ids = text(40);
        assertThat(tokenizer.continuationIds().anyMatch(id -> id == ids[2])).isTrue();
        for (int i = 0; i < 50; i++) {
            Masked result = masking.apply(ids, Augmentation.randomFor(1, 0, i));
            assertThat(result.positions()).hasSize(12);
            for (int k = 0; k < 12; k += 2) {
                assertThat(result.positions()[k] % 2).isEqualTo(1);
                assertThat(result.positions()[k + 1]).isEqualTo(result.positions()[k] + 1);
            }
        }
        assertThat(masking.apply(new int[] {CLS, 5, SEP}, Philox.of(1)).positions()).containsExactly(1);
        assertThat(masking.apply(new int[] {CLS, SEP}, Philox.of(1)).positions()).isEmpty();
    }

    @Test
    void isAFunctionOfSeedEpochAndExample() {
        Masking masking = new Masking(tokenizer, 0.3, false);
        int[] first = masking.apply(text(30), Augmentation.randomFor(1, 0, 0)).ids();
        assertThat(masking.apply(text(30), Augmentation.randomFor(1, 0, 0)).ids()).isEqualTo(first);
        assertThat(masking.apply(text(30), Augmentation.randomFor(1, 1, 0)).ids()).isNotEqualTo(first);
        assertThatThrownBy(() -> new Masking(tokenizer, 1, false)).hasMessageContaining("between 0 and 1");
    }

    @Test
    void pairsSentencesThatFollow() {
        // Token d · 1000 + place says where it came from.
        List<List<int[]>> documents = IntStream.range(0, 20)
                .mapToObj(d -> IntStream.range(0, 30)
                        .mapToObj(s -> IntStream.range(0, 5).map(t -> d * 1000 + s * 5 + t).toArray())
                        .toList())
                .toList();
        int next = 0;
        int all = 0;
        NextSentence task = new NextSentence(documents, 32);
        for (SentencePair pair : task.pairs(Philox.of(3))) {
            int[] a = pair.first();
            int[] b = pair.second();
            assertThat(a.length + b.length).isBetween(2, 29);
            assertThat(a).isNotEmpty();
            assertThat(b).isNotEmpty();
            assertThat(a[0] / 1000 == b[0] / 1000).isEqualTo(pair.isNext());
            if (pair.isNext()) {
                assertThat(b[0]).isGreaterThan(a[a.length - 1]);
            }
            next += pair.isNext() ? 1 : 0;
            all++;
        }
        assertThat((double) next / all).isCloseTo(0.5, within(0.12));
        assertThat(task.pairs(Philox.of(3)).get(5).first()).isEqualTo(task.pairs(Philox.of(3)).get(5).first());
        assertThatThrownBy(() -> new NextSentence(documents.subList(0, 1), 32)).hasMessageContaining("two documents are needed");
    }
}
