package io.isotropy.nlp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordNetTest {

    @TempDir
    Path folder;

    /** Lines as in WordNet's own files, with other words. */
    @Test
    void findsTheWordsThatShareASynset() throws IOException {
        Files.writeString(folder.resolve("data.noun"), """
                  1 a line of the licence
                00001740 03 n 03 boat 0 little_ship 0 Craft 1 002 ~ 00001930 n 0000 ~ 00002137 n 0000 | floats
                00001930 03 n 01 lonely 0 000 | one word
                00002137 03 n 02 boat 1 dish 0 000 | for sauce
                """);
        Files.writeString(folder.resolve("data.verb"), "00003000 30 v 02 row 0 boat 0 000 01 + 02 00 | go\n");
        Files.writeString(folder.resolve("data.adj"), "00004000 00 s 02 afloat(p) 0 adrift 0 000 | on water\n");
        Files.writeString(folder.resolve("data.adv"), "");
        for (String part : List.of("noun", "verb", "adj", "adv")) {
            Files.writeString(folder.resolve(part + ".exc"), part.equals("verb") ? "rew row\n" : part.equals("noun") ? "crafti craft boat\n" : "");
        }
        WordNet wordNet = WordNet.read(folder);
        assertThat(wordNet.of("boat")).containsExactly("little ship", "Craft", "dish", "row");
        assertThat(wordNet.of("craft")).containsExactly("boat", "little ship");
        assertThat(wordNet.of("adrift")).containsExactly("afloat");
        assertThat(wordNet.of("lonely")).isEmpty();
        assertThat(wordNet.of("unknown")).isEmpty();
        assertThat(wordNet.of("boats")).containsExactly("little ship", "Craft", "dish", "row"); // of the noun, and "boats" as a verb
        assertThat(wordNet.of("rowing")).containsExactly("boat");
        assertThat(wordNet.of("rew")).containsExactly("boat");
        assertThat(wordNet.of("crafti")).containsExactly("boat", "little ship", "Craft", "dish").doesNotContain("row");
        assertThat(wordNet.of("dishes")).containsExactly("boat");
        Files.writeString(folder.resolve("data.adv"), "00004000 02 r zz\n");
        assertThatThrownBy(() -> WordNet.read(folder)).hasMessageContaining("data.adv line 1: is no synset");
    }

    @Test
    void saysWhereToGetIt() {
        assertThatThrownBy(WordNet::onClassPath).isInstanceOf(IOException.class).hasMessageContaining("add the jar net.sf.extjwnl");
    }
}
