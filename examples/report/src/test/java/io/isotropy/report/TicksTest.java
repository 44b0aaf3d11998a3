package io.isotropy.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

    private static List<String> labels(Axis.Spacing spacing, double min, double max) {
        return Ticks.of(spacing, min, max, 6).ticks().stream().map(Ticks.Tick::label).toList();
    }

    @Test
    void linearValuesAreRoundAndNotMoreThanAskedFor() {
        assertThat(labels(Axis.Spacing.LINEAR, 0, 1)).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(labels(Axis.Spacing.LINEAR, -3.2, 4.9)).containsExactly("−2", "0", "2", "4");
        assertThat(labels(Axis.Spacing.LINEAR, 0, 12_345)).containsExactly("0", "5000", "10000");
        assertThat(labels(Axis.Spacing.LINEAR, 0.998, 1.0004)).containsExactly("0.9980", "0.9985", "0.9990", "0.9995", "1.0000");
    }

    @Test
    void everyLinearSpanHasTwoToSixValuesInside() {
        for (int i = -40; i < 40; i++) {
            double span = Math.pow(1.7, i);
            for (double min : new double[] {0, -span / 3, 2.5 * span}) {
                List<Ticks.Tick> ticks = Ticks.of(Axis.Spacing.LINEAR, min, min + span, 6).ticks();
                assertThat(ticks).as("%s + %s", min, span).hasSizeBetween(2, 7);
                assertThat(ticks).allMatch(tick -> tick.value() >= min - 1e-6 * span && tick.value() <= min + span * (1 + 1e-6));
            }
        }
    }

    @Test
    void logarithmicValuesArePowersOfTenOverWideSpans() {
        assertThat(labels(Axis.Spacing.LOGARITHMIC, 0.01, 1e4)).containsExactly("0.01", "0.1", "1", "10", "100", "1000", "10000");
        assertThat(labels(Axis.Spacing.LOGARITHMIC, 1, 1e12)).containsExactly("1", "100", "10000", "1e6", "1e8", "1e10", "1e12");
        assertThat(labels(Axis.Spacing.LOGARITHMIC, 1.5, 60)).containsExactly("2", "5", "10", "20", "50");
        assertThat(labels(Axis.Spacing.LOGARITHMIC, 2, 3)).containsExactly("2.0", "2.2", "2.4", "2.6", "2.8", "3.0");
    }

    @Test
    void briefNumbersHaveFourDigits() {
        assertThat(Numbers.brief(0)).isEqualTo("0");
        assertThat(Numbers.brief(-0.251234)).isEqualTo("−0.2512");
        assertThat(Numbers.brief(123456)).isEqualTo("123500");
        assertThat(Numbers.brief(1234567)).isEqualTo("1.235e6");
        assertThat(Numbers.brief(0.000012345)).isEqualTo("1.234e−5"); // the double lies below the half
        assertThat(Numbers.brief(Double.NaN)).isEqualTo("NaN");
    }
}
