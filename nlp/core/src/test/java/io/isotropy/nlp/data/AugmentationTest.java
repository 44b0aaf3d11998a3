package io.isotropy.nlp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.data.Augmentation.Crop;
import io.isotropy.nlp.data.Augmentation.DeleteOne;
import io.isotropy.nlp.data.Augmentation.Deletion;
import io.isotropy.nlp.data.Augmentation.Insertion;
import io.isotropy.nlp.data.Augmentation.Replacement;
import io.isotropy.nlp.data.Augmentation.Swap;
import io.isotropy.tensor.Philox;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final String TEXT = "The quick brown fox jumps over the lazy dog today";
    private static final Map<String, List<String>> THESAURUS =
            Map.of("quick", List.of("fast", "speedy"), "dog", List.of("hound"), "jumps", List.of("leaps"));
    private static final Synonyms SYNONYMS = word -> THESAURUS.getOrDefault(word, List.of());

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private static Philox random(long example) {
        return Augmentation.randomFor(7, 0, example);
    }

    @Test
    void deletesTheShareOfWords() {
        int kept = 0;
        for (int i = 0; i < 2000; i++) {
            String result = new Deletion(0.3).apply(TEXT, random(i));
            assertThat(words(TEXT)).containsSubsequence(words(result));
            kept += words(result).size();
        }
        assertThat(kept / 20_000.0).isCloseTo(0.7, within(0.01));
        assertThat(new Deletion(0.99).apply("a b c", random(1))).hasSize(1);
        assertThat(new DeleteOne().apply(TEXT, random(3)).split(" ")).hasSize(9);
        assertThat(new DeleteOne().apply("alone", random(3))).isEqualTo("alone");
    }

    @Test
    void deletesWordsMarksAndIdeographs() {
        String text = "He said: \"don't go, well-known Søren!\"  他在看书。";
        int units = 0;
        for (int i = 0; i < 2000; i++) {
            String result = new Augmentation.Noise(0.6).apply(text, random(i));
            assertThat(result).isNotBlank().doesNotContain("  ").isEqualTo(result.strip());
            units += result.replaceAll("[\\p{L}&&[^\\p{IsHan}]]+(['-][\\p{L}&&[^\\p{IsHan}]]+)*", "w").replace(" ", "").length();
        }
        assertThat(units / (2000.0 * 16)).isCloseTo(0.4, within(0.01)); // 6 words, 5 marks, 4 ideographs and their full stop
        assertThat(new Augmentation.Noise(0).apply(text, random(1))).isEqualTo("He said:\"don't go, well-known Søren!\" 他在看书。");
        assertThat(new Augmentation.Noise(0.99).apply("a b c", random(1))).hasSize(1);
    }

    @Test
    void cropsAStretch() {
        Set<String> starts = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String result = new Crop(0.2).apply(TEXT, random(i));
            assertThat(TEXT).contains(result);
            assertThat(words(result)).hasSize(8);
            starts.add(words(result).get(0));
        }
        assertThat(starts).containsExactlyInAnyOrder("The", "quick", "brown");
        assertThat(new Crop(0.9).apply("one", random(0))).isEqualTo("one");
    }

    @Test
    void swapsTwoWords() {
        for (int i = 0; i < 100; i++) {
            String[] result = new Swap(0.1).apply(TEXT, random(i)).split(" ");
            String[] original = TEXT.split(" ");
            assertThat(result).containsExactlyInAnyOrder(original);
            int moved = 0;
            for (int k = 0; k < original.length; k++) {
                moved += result[k].equals(original[k]) ? 0 : 1;
            }
            assertThat(moved).isEqualTo(2);
        }
        assertThat(new Swap(0.5).apply("one", random(0))).isEqualTo("one");
    }

    @Test
    void replacesBySynonyms() {
        assertThat(new Replacement(0.9, SYNONYMS).apply("(Quick) fox, dog.", random(0))).matches("\\((Fast|Speedy)\\) fox, hound\\.");
        String one = new Replacement(0.1, SYNONYMS).apply(TEXT, random(5));
        assertThat(words(one).stream().filter(word -> !TEXT.contains(word))).hasSize(1);
        assertThat(new Replacement(0.5, SYNONYMS).apply("no such words", random(0))).isEqualTo("no such words");
    }

    @Test
    void insertsSynonyms() {
        String result = new Insertion(0.3, SYNONYMS).apply(TEXT, random(2));
        assertThat(words(result)).hasSize(13).containsSubsequence(words(TEXT));
        assertThat(new Insertion(0.3, SYNONYMS).apply("no such words", random(2))).isEqualTo("no such words");
    }

    @Test
    void isAFunctionOfSeedEpochAndExample() {
        for (Augmentation augmentation : List.of(
                new Deletion(0.3), new Augmentation.Noise(0.6), new DeleteOne(), new Crop(0.3), new Swap(0.3),
                new Replacement(0.3, SYNONYMS), new Insertion(0.3, SYNONYMS))) {
            Set<String> results = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                String result = augmentation.apply(TEXT, random(i));
                assertThat(augmentation.apply(TEXT, random(i))).isEqualTo(result);
                results.add(result);
            }
            assertThat(results).as(augmentation.toString()).hasSizeGreaterThan(1);
            assertThat(augmentation.apply(" ", random(0))).isEmpty();
        }
        assertThat(Arrays.asList(Augmentation.randomFor(1, 2, 3), Augmentation.randomFor(1, 3, 2), Augmentation.randomFor(2, 2, 3)))
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> new Deletion(1)).hasMessageContaining("[deletion] share must be 0 or more and below 1: got 1.0");
    }
}
