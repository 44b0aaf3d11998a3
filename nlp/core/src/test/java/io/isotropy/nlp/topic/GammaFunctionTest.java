package io.isotropy.nlp.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures of mpmath 1.3 at 30 digits. */
class GammaFunctionTest {

    @ParameterizedTest
    @CsvSource({
        "1e-6, 13.815509980749432, -1000000.57721402, 1000000000001.645",
        "0.01, 4.5994798780420217, -100.56088545786867, 10001.621213528313",
        "0.5, 0.57236494292470009, -1.9635100260214235, 4.9348022005446793",
        "1, 0, -0.57721566490153286, 1.6449340668482264",
        "2.5, 0.28468287047291916, 0.70315664064524319, 0.49035775610023486",
        "9.999, 12.799575780077414, 2.2516474172057353, 0.10517738667672886",
        "10, 12.80182748008147, 2.2517525890667211, 0.10516633568168575",
        "1234.5, 7550.5509010778949, 7.1180162318279978, 0.00081037272712696665",
        "1e9, 19723265827.503717, 20.723265836446411, 1.0000000005e-9"
    })
    void knownValues(double x, double logGamma, double digamma, double trigamma) {
        assertThat(GammaFunction.logGamma(x)).isCloseTo(logGamma, within(1e-14 + 1e-14 * Math.abs(logGamma)));
        assertThat(GammaFunction.digamma(x)).isCloseTo(digamma, within(1e-13 * Math.abs(digamma)));
        assertThat(GammaFunction.trigamma(x)).isCloseTo(trigamma, within(1e-13 * trigamma));
    }

    @Test
    void theExponentialOfDigammaNeedsNoLogarithm() {
        for (double x = 0.01; x < 1e6; x *= 1.37) {
            double expected = Math.exp(GammaFunction.digamma(x));
            assertThat(GammaFunction.expDigamma(x)).isCloseTo(expected, within(1e-9 * expected));
        }
    }

    @Test
    void eachIsTheSlopeOfTheOneBefore() {
        for (double x = 0.3; x < 40; x *= 1.7) {
            double h = 1e-4 * x;
            assertThat((GammaFunction.logGamma(x + h) - GammaFunction.logGamma(x - h)) / (2 * h))
                    .isCloseTo(GammaFunction.digamma(x), within(1e-6));
            assertThat((GammaFunction.digamma(x + h) - GammaFunction.digamma(x - h)) / (2 * h))
                    .isCloseTo(GammaFunction.trigamma(x), within(1e-6 * GammaFunction.trigamma(x)));
        }
    }
}
