package io.isotropy.nlp.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.eval.StsFile.Pair;
import io.isotropy.nlp.text.TextFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StsTest {

    @TempDir
    Path folder;

    private StsFile read(String text) throws IOException {
        return StsFile.read(Files.writeString(folder.resolve("pairs.tsv"), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genre\tfile\tyear\tid\tscore\tsentence1\tsentence2\nnews\tf\t2012\t7\t2.5\tA \"b\t c\n",
                "sentence_A\tsentence_B\trelatedness_score\nA \"b\t c\t2.5\n",
                "gold\ttext 1\ttext 2\textra\n2.5\tA \"b\t c\tx\n",
                "unknown\tnames\there\n2.5\tA \"b\t c\n",
                "2.5\tA \"b\t c\n",
                "A \"b\t c\t2.5\n",
                "news\tf\t2012\t7\t2.5\tA \"b\t c\n",
                "\uFEFFscore\tsentence1\tsentence2\r\n2.5\tA \"b\t c\r\n",
            })
    void findsTheColumns(String text) throws IOException {
        assertThat(read(text)).isEqualTo(new StsFile("pairs.tsv", List.of(new Pair(2.5, "A \"b", " c")), 0));
    }

    @Test
    void countsLinesWithoutAScore() throws IOException {
        StsFile file = read("score\tsentence1\tsentence2\n\ta\tb\n1\ta\tb\n \ta\tb\n");
        assertThat(file.pairs()).containsExactly(new Pair(1, "a", "b"));
        assertThat(file.blank()).isEqualTo(2);
        assertThat(read("").pairs()).isEmpty();
        assertThat(read("\ta\tb\n3\tc\td\n")).isEqualTo(new StsFile("pairs.tsv", List.of(new Pair(3, "c", "d")), 1));
    }

    @Test
    void saysWhichLineIsWrong() {
        assertThatThrownBy(() -> read("score\tsentence1\tsentence2\n1\ta\tb\n2\ta\n"))
                .isInstanceOf(TextFileException.class)
                .hasMessageContaining("pairs.tsv line 3: has 2 fields, at least 3");
        assertThatThrownBy(() -> read("score\tsentence1\tsentence2\nhigh\ta\tb\n"))
                .hasMessageContaining("line 2: the score must be a number, got \"high\"");
        assertThatThrownBy(() -> read("1\ta\tb\nNaN\ta\tb\n")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> read("no tabs\n")).hasMessageContaining("line 1");
    }

    /** A text "c,s" has the vector (c, s); the other side of every pair is (1, 0). */
    private static final class Plane implements EmbeddingModel {
        @Override
        public String name() {
            return "plane";
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public List<float[]> embed(List<String> texts) {
            return texts.stream().map(Plane::vector).toList();
        }

        private static float[] vector(String text) {
            String[] parts = text.split(",");
            return new float[] {Float.parseFloat(parts[0]), Float.parseFloat(parts[1])};
        }

        @Override
        public void close() {}
    }

    private static StsFile file(String name, double... scoresAndCosines) {
        List<Pair> pairs = new java.util.ArrayList<>();
        for (int i = 0; i < scoresAndCosines.length; i += 2) {
            double cosine = scoresAndCosines[i + 1];
            pairs.add(new Pair(scoresAndCosines[i], 3 * cosine + "," + 3 * Math.sqrt(1 - cosine * cosine), "1,0"));
        }
        return new StsFile(name, pairs, 0);
    }

    @Test
    void averagesOverFiles() {
        StsFile up = file("up", 1, 0.1, 2, 0.2, 3, 0.3);
        StsFile down = file("down", 1, 0.9, 2, 0.5);
        StsFile flat = file("flat", 1, 0.5, 2, 0.5, 3, 0.5, 4, 0.5);
        StsEvaluation result = StsEvaluation.of(new Plane(), List.of(up, down, flat));
        assertThat(result.files().get(0).figures().pearson()).isCloseTo(1, within(1e-6));
        assertThat(result.files().get(1).figures().spearman()).isCloseTo(-1, within(1e-12));
        assertThat(result.files().get(2).figures().pearson()).isNaN();
        assertThat(result.mean().spearman()).isCloseTo(0, within(1e-12));
        assertThat(result.weightedMean().spearman()).isCloseTo((3 - 2) / 5.0, within(1e-12));
        // scipy: spearmanr([1,2,3,1,2,1,2,3,4], [.1,.2,.3,.9,.5,.5,.5,.5,.5])
        assertThat(result.all().spearman()).isCloseTo(SPEARMAN_OF_ALL, within(1e-9));
    }

    private static final double SPEARMAN_OF_ALL = -0.02847473987257497;

    @Test
    void nothingIsUndefined() {
        StsEvaluation result = StsEvaluation.of(new Plane(), List.of(new StsFile("empty", List.of(), 3)));
        assertThat(result.all().pearson()).isNaN();
        assertThat(result.mean().pearson()).isNaN();
        assertThat(result.weightedMean().spearman()).isNaN();
        assertThat(result.files().getFirst().blank()).isEqualTo(3);
    }

    @Test
    void theCosineOfAZeroVectorIsZero() {
        assertThat(Cosine.of(new float[2], new float[] {1, 2})).isZero();
        assertThat(Cosine.of(new float[] {2, 0}, new float[] {5, 0})).isEqualTo(1);
        assertThatThrownBy(() -> Cosine.of(new float[2], new float[3])).hasMessageContaining("a 2, b 3");
    }
}
