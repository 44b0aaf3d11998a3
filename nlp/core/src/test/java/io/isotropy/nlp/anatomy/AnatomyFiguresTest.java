package io.isotropy.nlp.anatomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.anatomy.Sample.Pair;
import io.isotropy.nlp.anatomy.WordFrequency.Counted;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.eval.StsFile;
import io.isotropy.tensor.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnatomyFiguresTest {

    private static List<float[]> normal(int n, int d, long seed, float... offset) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            float[] vector = new float[d];
            Philox.of(seed).withStream(i).normal(0, vector, 0, d);
            for (int j = 0; j < offset.length; j++) {
                vector[j] += offset[j];
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static Sample sample(int n, Pair... positives) {
        return new Sample(Collections.nCopies(n, "t"), n, List.of(positives));
    }

    private static double cosine(float[] x, float[] y) {
        return Directions.dot(x, y) / Directions.norm(x) / Directions.norm(y);
    }

    @Test
    void figuresOfPairsAreThoseOfAllPairs() {
        List<float[]> vectors = normal(300, 7, 1, 1, 2); // more than a block
        double cosines = 0;
        double exponentials = 0;
        double pairs = 300 * 299 / 2.0;
        for (int i = 0; i < 300; i++) {
            for (int j = i + 1; j < 300; j++) {
                double cosine = cosine(vectors.get(i), vectors.get(j));
                cosines += cosine / pairs;
                exponentials += Math.exp(-2 * (2 - 2 * cosine)) / pairs;
            }
        }
        Geometry geometry = Geometry.of(vectors, 7, sample(300, new Pair(0, 1), new Pair(2, 5)));
        assertThat(geometry.meanCosine()).isCloseTo(cosines, within(1e-6));
        assertThat(geometry.uniformity()).isCloseTo(Math.log(exponentials), within(1e-6));
        assertThat(geometry.alignment()).isCloseTo(
                2 - cosine(vectors.get(0), vectors.get(1)) - cosine(vectors.get(2), vectors.get(5)), within(1e-6));
        assertThat(geometry.positives()).isEqualTo(2);
        double shares = 0;
        for (double share : geometry.cosines()) {
            shares += share;
        }
        assertThat(shares).isCloseTo(1, within(1e-12));
    }

    @Test
    void isotropicVectorsScoreOneAndAnAxisScoresZero() {
        Geometry round = Geometry.of(normal(4000, 5, 2), 5, sample(4000));
        assertThat(round.isoScore()).isCloseTo(1, within(0.01));
        assertThat(round.participationRatio()).isCloseTo(5, within(0.05));
        assertThat(round.coneDegrees()).isCloseTo(90, within(2.0));
        List<float[]> line = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            line.add(new float[] {i - 20, 1, 0});
        }
        Geometry flat = Geometry.of(line, 3, sample(50));
        assertThat(flat.isoScore()).isCloseTo(0, within(1e-9));
        assertThat(flat.participationRatio()).isCloseTo(1, within(1e-9));
    }

    @Test
    void isoScoreIsThatOfItsAlgorithm() {
        // Variances 4, 1, 1, 0: steps 4 to 8 by hand.
        double[] variances = {4, 1, 1, 0};
        double length = Math.sqrt(18);
        double squared = 0;
        for (double variance : variances) {
            squared += Math.pow(2 * variance / length - 1, 2);
        }
        double defect = Math.sqrt(squared) / Math.sqrt(2 * (4 - 2));
        double used = Math.pow(4 - defect * defect * (4 - 2), 2) / 16;
        assertThat(Geometry.isoScore(4, 6, 18)).isCloseTo((4 * used - 1) / 3, within(1e-12));
    }

    @Test
    void theSpectrumOfKnownVectors() {
        // σ = 3·√2 and 1·√2, around a mean.
        List<float[]> vectors = List.of(new float[] {8, 1, 4}, new float[] {2, 1, 4}, new float[] {5, 2, 4}, new float[] {5, 0, 4});
        Spectrum spectrum = Spectrum.of(vectors, 3);
        double root = Math.sqrt(2);
        assertThat(spectrum.singularValues()).containsExactly(new double[] {3 * root, root, 0}, within(1e-6));
        assertThat(spectrum.rank()).isEqualTo(2);
        assertThat(spectrum.condition()).isCloseTo(3, within(1e-6));
        assertThat(spectrum.effectiveRank()).isCloseTo(Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25)), within(1e-6));
        assertThat(spectrum.partitionIsotropy()).isBetween(0.0, 0.01); // a mean of length 6.5
        assertThat(Spectrum.of(normal(2000, 4, 3), 4).partitionIsotropy()).isBetween(0.6, 1.0);
        List<float[]> cross = List.of(new float[] {1, 0}, new float[] {-1, 0}, new float[] {0, 2}, new float[] {0, -2});
        double one = 2 * Math.cosh(1) + 2;
        double two = 2 * Math.cosh(2) + 2;
        assertThat(Spectrum.of(cross, 2).partitionIsotropy()).isCloseTo(one / two, within(1e-9));
    }

    @Test
    void samplesAreDrawnFromAllTextsInTheirOrder() throws Exception {
        List<String> texts = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        assertThat(Sample.of(Corpus.of(texts), 1000, 1).texts()).isEqualTo(texts);
        List<Integer> some = Sample.of(Corpus.of(texts), 100, 1).texts().stream().map(Integer::valueOf).toList();
        assertThat(some).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(some.stream().mapToInt(i -> i).average().orElse(0)).isBetween(200.0, 300.0);
        assertThat(Sample.of(Corpus.of(texts), 100, 2).texts()).isNotEqualTo(some);
        StsFile file = new StsFile("f", List.of(new StsFile.Pair(4, "a", "b"), new StsFile.Pair(4.2, "c", "d")), 0);
        assertThat(Sample.of(file, 10, 1)).isEqualTo(new Sample(List.of("a", "b", "c", "d"), 4, List.of(new Pair(2, 3))));
        assertThat(Sample.of(file, 3, 1).texts()).hasSize(2);
        StsFile again = new StsFile("f", List.of(new StsFile.Pair(0, "a", "b"), new StsFile.Pair(5, "b", "c"), new StsFile.Pair(5, "c", "c")), 0);
        assertThat(Sample.of(again, 10, 1)).isEqualTo(new Sample(List.of("a", "b", "c"), 3, List.of(new Pair(1, 2), new Pair(2, 2))));
        assertThat(sample(3).withPositives(file)).isEqualTo(new Sample(List.of("t", "t", "t", "c", "d"), 3, List.of(new Pair(3, 4))));
    }

    @Test
    void aHubIsFound() {
        // 40 directions around a centre: all have it among their nearest.
        List<float[]> vectors = normal(40, 30, 4, 4);
        float[] centre = new float[30];
        centre[0] = 1;
        vectors.add(17, centre);
        Hubness hubness = Hubness.of(vectors, 30);
        assertThat(hubness.hub()).isEqualTo(17);
        assertThat(hubness.largest()).isBetween(35, 40);
        assertThat(hubness.skewness()).isGreaterThan(1);
        assertThat(hubness.k()).isEqualTo(10);
    }

    @Test
    void lengthIsFoundInVectorsThatHoldIt() {
        List<float[]> vectors = new ArrayList<>();
        int[] lengths = new int[100];
        for (int i = 0; i < 100; i++) {
            lengths[i] = i;
            vectors.add(new float[] {(float) ((2 + i) * Math.cos(i / 100.0)), (float) ((2 + i) * Math.sin(i / 100.0))});
        }
        LengthBias bias = LengthBias.of(vectors, lengths, 5);
        assertThat(bias.cosine()).isCloseTo(-1, within(1e-3));
        assertThat(bias.norm()).isCloseTo(1, within(1e-9));
        assertThat(LengthBias.of(normal(100, 20, 6), lengths, 5).cosine()).isBetween(-0.1, 0.1);
        List<float[]> units = normal(100, 20, 6).stream().map(v -> new float[] {(float) Math.cos(v[0]), (float) Math.sin(v[0])}).toList();
        assertThat(LengthBias.of(units, lengths, 5).norm()).isNaN();
    }

    @Test
    void rareWordsAreFarAndSparse() {
        List<Counted> words = new ArrayList<>();
        List<float[]> vectors = normal(300, 6, 7);
        for (int i = 0; i < 300; i++) {
            float[] vector = vectors.get(i);
            for (int j = 0; j < 6; j++) {
                vector[j] *= 1 + i / 50f;
            }
            words.add(new Counted("word" + i, 1000 - i, vector));
        }
        words.add(new Counted("never", 0, new float[6]));
        Collections.reverse(words);
        WordFrequency frequency = WordFrequency.of(words, 6);
        assertThat(frequency.words()).hasSize(300);
        assertThat(frequency.words().getFirst().text()).isEqualTo("word0");
        assertThat(frequency.bins()).extracting(WordFrequency.Bin::last).containsExactly(100, 300);
        assertThat(frequency.bins().get(1).norm()).isGreaterThan(1.5 * frequency.bins().get(0).norm());
        assertThat(frequency.bins().get(1).spread()).isGreaterThan(1.5 * frequency.bins().get(0).spread());
        assertThat(frequency.norm()).isLessThan(-0.7);
        assertThat(frequency.spread()).isLessThan(-0.7);
    }

    @Test
    void degenerateVectorsHaveDefinedFigures() {
        int[] lengths = new int[8];
        List<float[]> none = List.of();
        List<float[]> one = List.of(new float[] {1, 2, 3});
        List<float[]> zeros = Collections.nCopies(8, new float[3]);
        List<float[]> equal = Collections.nCopies(8, new float[] {1, 2, 3});
        for (List<float[]> vectors : List.of(none, one, zeros)) {
            Space space = Space.of("m", vectors, 3, sample(vectors.size()),
                    Arrays.copyOf(lengths, vectors.size()), 1);
            assertThat(space.geometry().meanCosine()).isNaN();
            assertThat(space.geometry().uniformity()).isNaN();
            assertThat(space.geometry().alignment()).isNaN();
            assertThat(space.geometry().isoScore()).isNaN();
            assertThat(space.spectrum().effectiveRank()).isNaN();
            assertThat(space.hubness().skewness()).isNaN();
            assertThat(space.lengthBias().cosine()).isNaN();
        }
        Space same = Space.of("m", equal, 3, sample(8, new Pair(0, 1)), lengths, 1);
        assertThat(same.geometry().meanCosine()).isCloseTo(1, within(1e-6));
        assertThat(same.geometry().coneDegrees()).isCloseTo(0, within(0.1));
        assertThat(same.geometry().alignment()).isZero();
        assertThat(same.geometry().uniformity()).isCloseTo(0, within(1e-6));
        assertThat(same.geometry().isoScore()).isNaN();
        assertThat(same.spectrum().rank()).isZero();
        assertThat(Space.of("m", zeros, 3, sample(8, new Pair(0, 1)), lengths, 1).geometry().positives())
                .isZero();
        assertThat(WordFrequency.of(List.of(), 3).bins()).isEmpty();
        assertThat(WordFrequency.of(List.of(new Counted("w", 1, new float[] {1, 0, 0})), 3).bins().getFirst().spread()).isNaN();
        // fewer texts than dimensions
        Space few = Space.of("m", normal(4, 20, 9), 20, sample(4), new int[4], 1);
        assertThat(few.spectrum().rank()).isEqualTo(3);
        assertThat(few.spectrum().effectiveRank()).isBetween(2.0, 3.01);
    }
}
