package io.isotropy.nlp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaxonomyTest {

    @TempDir
    Path folder;

    /** entity - animal - (dog, cat); entity - food - cat's meat, which is an animal's, too. */
    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("data.noun"), """
                  1 a line of the licence
                00000001 03 n 01 entity 0 002 ~ 00000002 n 0000 ~ 00000003 n 0000 | that which is; "an entity; in \\"quotes\\""
                00000002 05 n 02 animal 0 living_creature 0 001 @ 00000001 n 0000 | a living organism that moves
                00000003 13 n 01 food 0 001 @ 00000001 n 0000 | what is eaten; "food and drink"; "he ate; she did not"- a poet
                00000004 05 n 01 dog 0 001 @ 00000002 n 0000 | a carnivore that barks
                00000005 05 n 01 cat 0 001 @i 00000002 n 0000 | a carnivore that purrs
                00000006 13 n 01 cat's_meat 0 002 @ 00000003 n 0000 @ 00000002 n 0000 | of two kinds
                """);
        Files.writeString(folder.resolve("data.verb"), "");
        Files.writeString(folder.resolve("data.adj"), """
                00000001 00 a 01 able(p) 0 001 ! 00000002 a 0101 | having the means
                00000002 00 a 01 unable 0 001 ! 00000001 a 0101 | not having the means
                00000003 00 s 01 strong 0 001 & 00000001 a 0000 | "strong enough"
                """);
        Files.writeString(folder.resolve("data.adv"), "");
    }

    @Test
    void readsGlossesAndPointers() throws IOException {
        Taxonomy taxonomy = Taxonomy.read(folder);
        assertThat(taxonomy.synsets()).hasSize(9);
        Synset food = synset(taxonomy, "n00000003");
        assertThat(food.definition()).isEqualTo("what is eaten");
        assertThat(food.examples()).containsExactly("food and drink", "he ate; she did not");
        assertThat(food.category()).isEqualTo(13);
        assertThat(taxonomy.hyponyms(food)).extracting(Synset::words).containsExactly(java.util.List.of("cat's meat"));
        Synset able = synset(taxonomy, "a00000001");
        assertThat(able.words()).containsExactly("able");
        assertThat(taxonomy.antonyms(able)).extracting(Synset::definition).containsExactly("not having the means");
        Synset strong = synset(taxonomy, "a00000003");
        assertThat(strong.definition()).isEmpty();
        assertThat(strong.examples()).containsExactly("strong enough");
        assertThat(synset(taxonomy, "n00000002").words()).containsExactly("animal", "living creature");
        assertThat(taxonomy.find("n00000009")).isNull();
    }

    @Test
    void comparesKindsAsWuAndPalmer() throws IOException {
        Taxonomy taxonomy = Taxonomy.read(folder);
        Synset dog = synset(taxonomy, "n00000004");
        Synset cat = synset(taxonomy, "n00000005");
        Synset meat = synset(taxonomy, "n00000006");
        Synset food = synset(taxonomy, "n00000003");
        assertThat(taxonomy.depth(synset(taxonomy, "n00000001"))).isEqualTo(1);
        assertThat(taxonomy.depth(meat)).isEqualTo(3);
        assertThat(taxonomy.similarity(dog, dog)).isEqualTo(1);
        assertThat(taxonomy.similarity(dog, cat)).isEqualTo(4.0 / 6, within(1e-12)); // animal, 2, one step to either
        assertThat(taxonomy.similarity(dog, meat)).isEqualTo(4.0 / 6, within(1e-12)); // animal, not entity
        assertThat(taxonomy.similarity(dog, food)).isEqualTo(2.0 / 5, within(1e-12)); // entity, 1, two steps and one
        assertThat(taxonomy.similarity(dog, synset(taxonomy, "a00000001"))).isZero();
    }

    @Test
    void namesTheLineThatIsNoSynset() throws IOException {
        Files.writeString(folder.resolve("data.verb"), "00000001 30 v 02 row 0\n");
        assertThatThrownBy(() -> Taxonomy.read(folder)).hasMessageContaining("data.verb line 1: is no synset");
    }

    private static Synset synset(Taxonomy taxonomy, String id) {
        return Objects.requireNonNull(taxonomy.find(id));
    }
}
