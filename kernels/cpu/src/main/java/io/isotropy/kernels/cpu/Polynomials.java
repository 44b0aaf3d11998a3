package io.isotropy.kernels.cpu;

/**
 * The constants of our exp, log, tanh, erf and GELU in float32: minimax fits (Lawson iteration on Chebyshev nodes, relative error) of the
 * functions named. {@link ScalarMath} and {@link SimdMath} evaluate them in the same order of operations, so both give the same bits.
 */
final class Polynomials {

    /** e^r = 1 + r + r²·P(r) on |r| ≤ ln 2 / 2. */
    static final float EXP0 = 0.49999994f;

    static final float EXP1 = 0.16666521f;
    static final float EXP2 = 0.04166839f;
    static final float EXP3 = 0.008368735f;
    static final float EXP4 = 0.0013814559f;

    /** Beyond these e^x is 0 or +∞ in float32. */
    static final float EXP_LOW = -104f;

    static final float EXP_HIGH = 89f;

    static final float LOG2_E = 1.442695f;

    /** ln 2 in two parts: the first times any exponent of a float32 is exact within an fma. */
    static final float LN2_HIGH = 0.6931472f;

    static final float LN2_LOW = (float) (Math.log(2) - 0.6931471824645996);

    /** 1.5·2²³: adding it rounds to an integer, which then stands in the low bits. */
    static final float ROUND = 12582912f;

    static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

    /** tanh x = x + x³·P(x²) on |x| &lt; 0.625. */
    static final float TANH_SWITCH = 0.625f;

    static final float TANH0 = -0.33333278f;
    static final float TANH1 = 0.13331331f;
    static final float TANH2 = -0.053730007f;
    static final float TANH3 = 0.020606177f;
    static final float TANH4 = -0.0056669773f;

    /** Beyond this tanh x is ±1 in float32. */
    static final float TANH_ONE = 9.5f;

    /** erf x = x + x·P(x²) on |x| &lt; 1. */
    static final float ERF0 = 0.12837917f;

    static final float ERF1 = -0.37612626f;
    static final float ERF2 = 0.112835854f;
    static final float ERF3 = -0.026853813f;
    static final float ERF4 = 0.005188329f;
    static final float ERF5 = -8.0102036E-4f;
    static final float ERF6 = 7.853891e-05f;

    /** erfc t = e^(−t·Q(t)) on 0 ≤ t ≤ 10, weighted with erfc so that the absolute error stays below float32's. */
    static final float ERFC0 = 1.1283796f;

    static final float ERFC1 = 0.6366111f;
    static final float ERFC2 = 0.102831535f;
    static final float ERFC3 = -0.019313697f;
    static final float ERFC4 = 9.261692e-05f;
    static final float ERFC5 = 0.00144701f;
    static final float ERFC6 = -0.00052958453f;
    static final float ERFC7 = 9.513091e-05f;
    static final float ERFC8 = -8.461568e-06f;
    static final float ERFC9 = 2.9082875e-07f;

    static final float ERFC_END = 10f;

    /** Φ(x) − ½ = x·P(x²)/Q(x²), Q = 1 + x²·(…), on |x| ≤ 5.5; beyond that GELU is 0 or x in float32's absolute precision. */
    static final float GELU_END = 5.5f;

    static final float GELU_P0 = 0.39894223f;
    static final float GELU_P1 = 0.033852745f;
    static final float GELU_P2 = 0.004677267f;
    static final float GELU_P3 = 1.6882668e-4f;
    static final float GELU_P4 = 6.352127e-6f;
    static final float GELU_P5 = 2.2749347e-8f;
    static final float GELU_Q1 = 0.25152215f;
    static final float GELU_Q2 = 0.028645927f;
    static final float GELU_Q3 = 0.0018844506f;
    static final float GELU_Q4 = 7.364784e-5f;
    static final float GELU_Q5 = 1.1975042e-6f;

    /**
     * GELU′(x) − ½ = x·P(x²)/Q(x²), Q = 1 + x²·(…), on |x| ≤ 5.5; beyond that 0 or 1 in float32's absolute precision. Largest error 3.3e-7,
     * 6e-7 beyond.
     */
    static final float SLOPE_P0 = 0.7978853f;

    static final float SLOPE_P1 = -0.030943917f;
    static final float SLOPE_P2 = 0.014219039f;
    static final float SLOPE_P3 = 2.0593141e-5f;
    static final float SLOPE_P4 = 3.5803205e-5f;
    static final float SLOPE_P5 = 1.9087227e-7f;
    static final float SLOPE_Q1 = 0.29455873f;
    static final float SLOPE_Q2 = 0.04098852f;
    static final float SLOPE_Q3 = 0.00352182f;
    static final float SLOPE_Q4 = 1.9206035e-4f;
    static final float SLOPE_Q5 = 8.887122e-6f;

    /** The same for the approximate GELU; largest error 5.6e-7. */
    static final float TANH_SLOPE_P0 = 0.797887f;

    static final float TANH_SLOPE_P1 = -0.039499316f;
    static final float TANH_SLOPE_P2 = 0.013263941f;
    static final float TANH_SLOPE_P3 = -1.6767775e-4f;
    static final float TANH_SLOPE_P4 = 3.3521676e-5f;
    static final float TANH_SLOPE_P5 = 1.7565827e-7f;
    static final float TANH_SLOPE_Q1 = 0.28550133f;
    static final float TANH_SLOPE_Q2 = 0.035496444f;
    static final float TANH_SLOPE_Q3 = 0.0022934994f;
    static final float TANH_SLOPE_Q4 = 1.392663e-4f;
    static final float TANH_SLOPE_Q5 = 8.431822e-6f;

    /** log(1 + f) = f − f²/2 + f³·P(f) on √½ ≤ 1 + f ≤ √2. */
    static final float LOG0 = 0.3333333f;

    static final float LOG1 = -0.2500082f;
    static final float LOG2 = 0.20001227f;
    static final float LOG3 = -0.16623357f;
    static final float LOG4 = 0.14201757f;
    static final float LOG5 = -0.13160183f;
    static final float LOG6 = 0.12761576f;
    static final float LOG7 = -0.07634497f;

    /** ln 2 in two parts, the first with few enough bits that its product with an exponent is exact. */
    static final float LOG_LN2_HIGH = 0.6933594f;

    static final float LOG_LN2_LOW = (float) (Math.log(2) - 0.693359375);

    static final float SQRT_HALF = 0.70710677f;
    static final float SQRT_2_OVER_PI = 0.7978846f;
    static final float TWO_OVER_SQRT_PI = 1.1283792f;
    static final float GELU_CUBIC = 0.044715f;

    private Polynomials() {}
}
