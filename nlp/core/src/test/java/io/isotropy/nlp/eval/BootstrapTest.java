package io.isotropy.nlp.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.tensor.Philox;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(4000, 7, 0.95);

    private static double[] normal(int n, long seed) {
        float[] values = new float[n];
        Philox.of(seed).normal(0, values, 0, n);
        double[] doubles = new double[n];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    /** The mean difference of n pairs has the standard error s/√n, and the interval is ±1.96 of these. */
    @Test
    void findsTheIntervalOfAMean() {
        double[] first = normal(400, 1);
        double[] noise = normal(400, 2);
        double[] second = new double[400];
        Arrays.setAll(second, i -> first[i] + 0.1 + 0.5 * noise[i]);
        double mean = Arrays.stream(second).average().orElseThrow() - Arrays.stream(first).average().orElseThrow();
        Bootstrap.Interval interval = BOOTSTRAP.difference(new Resampled.Mean(first), new Resampled.Mean(second));
        assertThat((interval.low() + interval.high()) / 2).isCloseTo(mean, within(0.005));
        assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * 0.5 / 20, within(0.01));
        assertThat(interval.isClear()).isTrue();
        assertThat(BOOTSTRAP.difference(new Resampled.Mean(first), new Resampled.Mean(second))).isEqualTo(interval);
    }

    @Test
    void equalModelsDoNotDiffer() {
        Resampled same = Resampled.RankCorrelation.of(normal(50, 3), normal(50, 4));
        Bootstrap.Interval interval = BOOTSTRAP.difference(same, same);
        assertThat(interval).isEqualTo(new Bootstrap.Interval(0, 0));
        assertThat(interval.isClear()).isFalse();
    }

    /** What the counts stand for, written out. */
    @Test
    void ranksOfWhatWasDrawnAreThoseOfTheDrawnValues() {
        double[] x = {3, 1, 1, 4, -0.0, 0.0, 9};
        double[] y = {2, 7, 1, 8, 2, 8, 1};
        int[] times = {2, 0, 1, 3, 1, 2, 0};
        double[] drawnX = {3, 3, 1, 4, 4, 4, -0.0, 0.0, 0.0};
        double[] drawnY = {2, 2, 1, 8, 8, 8, 2, 8, 8};
        assertThat(Resampled.RankCorrelation.of(x, y).of(times)).isCloseTo(Correlation.spearman(drawnX, drawnY), within(1e-12));
    }

    @Test
    void isUndefinedWhereARankIs() {
        Resampled fine = Resampled.RankCorrelation.of(normal(6, 1), normal(6, 2));
        Resampled constant = Resampled.RankCorrelation.of(new double[6], normal(6, 2));
        Resampled broken = Resampled.RankCorrelation.of(new double[] {1, Double.NaN, 2, 3, 4, 5}, normal(6, 2));
        assertThat(constant.of(new int[] {1, 1, 1, 1, 1, 1})).isNaN();
        assertThat(BOOTSTRAP.difference(fine, constant).low()).isNaN();
        assertThat(BOOTSTRAP.difference(broken, fine).high()).isNaN();
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> BOOTSTRAP.difference(new Resampled.Mean(new double[2]), new Resampled.Mean(new double[3])))
                .hasMessageContaining("the same items");
        assertThatThrownBy(() -> new Bootstrap(0, 1, 0.95)).hasMessageContaining("resamples");
    }
}
