package io.isotropy.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: Abramowitz and Stegun 1964, table 7.1, carried on to 20 digits in 60-digit arithmetic. */
class ReferenceFunctionsTest {

    @ParameterizedTest
    @CsvSource({
        "1e-10, 1.1283791670955125738e-10",
        "0.1, 0.11246291601828489220",
        "0.5, 0.52049987781304653768",
        "1, 0.84270079294971486934",
        "1.5, 0.96610514647531072706",
        "2, 0.99532226501895273416",
        "2.5, 0.99959304798255504106",
        "3, 0.99997790950300141455",
        "4, 0.99999998458274209971",
        "5, 0.99999999999846254020",
        "6, 1",
        "1000, 1",
    })
    void erf(double x, double expected) {
        assertThat(ReferenceFunctions.erf(x)).isCloseTo(expected, within(5e-16 * expected));
        assertThat(ReferenceFunctions.erf(-x)).isEqualTo(-ReferenceFunctions.erf(x));
    }

    @Test
    void erfAtTheEdges() {
        assertThat(ReferenceFunctions.erf(Double.NaN)).isNaN();
        assertThat(ReferenceFunctions.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(ReferenceFunctions.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(Double.doubleToRawLongBits(ReferenceFunctions.erf(-0.0))).isEqualTo(Long.MIN_VALUE);
        assertThat(ReferenceFunctions.erf(1e-310)).isCloseTo(1.1283791670955126e-310, within(1e-323));
        assertThat(ReferenceFunctions.erf(Math.nextDown(2.0)))
                .isCloseTo(ReferenceFunctions.erf(2.0), within(3e-16));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0.5, 0.47950012218695346232",
        "2, 0.0046777349810472658379",
        "3, 2.2090496998585441373e-5",
        "5, 1.5374597944280348502e-12",
        "10, 2.0884875837625447570e-45",
        "26, 5.6631924088561428468e-296",
        "29, 0",
        "-1, 1.8427007929497148693",
        "-30, 2",
    })
    void erfc(double x, double expected) {
        assertThat(ReferenceFunctions.erfc(x)).isCloseTo(expected, within(1e-15 * expected));
    }

    @ParameterizedTest
    @CsvSource({
        "-3, -0.0040496940948902835799, -0.0036373920817730188378",
        "-1, -0.15865525393145705141, -0.15880800939172329522",
        "0, 0, 0",
        "0.5, 0.34573123063700655181, 0.34571400982514392203",
        "1, 0.84134474606854294858, 0.84119199060827670478",
        "2, 1.9544997361036415855, 1.9545976940877750187",
        "40, 40, 40",
    })
    void gelu(double x, double exact, double tanhForm) {
        assertThat(ReferenceFunctions.gelu(x)).isCloseTo(exact, within(1e-15 * Math.max(1, Math.abs(x))));
        assertThat(ReferenceFunctions.geluTanh(x)).isCloseTo(tanhForm, within(1e-15 * Math.max(1, Math.abs(x))));
        assertThat(ReferenceFunctions.activation(Activation.GELU, x)).isEqualTo(ReferenceFunctions.gelu(x));
        assertThat(ReferenceFunctions.activation(Activation.GELU_TANH, x)).isEqualTo(ReferenceFunctions.geluTanh(x));
    }

    @Test
    void sigmoidAndActivations() {
        assertThat(ReferenceFunctions.sigmoid(0)).isEqualTo(0.5);
        assertThat(ReferenceFunctions.sigmoid(1)).isCloseTo(0.73105857863000487925, within(2e-16));
        assertThat(ReferenceFunctions.sigmoid(-800)).isZero();
        assertThat(ReferenceFunctions.sigmoid(800)).isEqualTo(1);
        assertThat(ReferenceFunctions.activation(Activation.NONE, -3.5)).isEqualTo(-3.5);
        assertThat(ReferenceFunctions.activation(Activation.RELU, -3.5)).isZero();
        assertThat(ReferenceFunctions.activation(Activation.RELU, Double.NaN)).isNaN();
        assertThat(ReferenceFunctions.activation(Activation.TANH, 0.5))
                .isCloseTo(0.4621171572600097585, within(1e-16));
    }
}
