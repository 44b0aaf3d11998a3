// exp, log, tanh, erf, GELU and their slopes: the polynomials of the cpu backend (Polynomials.java says how they were fitted), evaluated in
// the same order of operations. nvcc is told not to contract a·b + c (-fmad=false), so both backends give the same bits.
#pragma once

__device__ __forceinline__ float exponential(float x) {
    float clamped = x > 89.0f ? 89.0f : x;
    clamped = clamped < -104.0f ? -104.0f : clamped;
    float shifted = fmaf(clamped, 1.442695f, 12582912.0f); // 1.5·2²³ rounds to an integer, which stands in the low bits
    float n = shifted - 12582912.0f;
    float r = fmaf(n, 1.9046542e-9f, fmaf(n, -0.6931472f, clamped)); // ln 2 in two parts
    float p = fmaf(0.0013814559f, r, 0.008368735f);
    p = fmaf(p, r, 0.04166839f);
    p = fmaf(p, r, 0.16666521f);
    p = fmaf(p, r, 0.49999994f);
    p = fmaf(p, r * r, r) + 1.0f;
    int exponent = __float_as_int(shifted) - 0x4B400000;
    int half = exponent >> 1; // 2ⁿ in two factors: subnormal results round once, large ones overflow
    float first = __int_as_float((int) ((unsigned) (half + 127) << 23));
    float second = __int_as_float((int) ((unsigned) (exponent - half + 127) << 23));
    return p * first * second;
}

__device__ __forceinline__ float logarithm(float x) {
    bool tiny = x < 1.17549435e-38f;
    float scaled = tiny ? x * 8388608.0f : x;
    int bits = __float_as_int(scaled);
    int exponent = (int) ((unsigned) bits - 0x3F3504F3u) >> 23; // of m·2^e with m in √½ … √2
    float e = (float) (tiny ? exponent - 23 : exponent);
    float f = __int_as_float((int) ((unsigned) bits - ((unsigned) exponent << 23))) - 1.0f;
    float z = f * f;
    float p = fmaf(-0.07634497f, f, 0.12761576f);
    p = fmaf(p, f, -0.13160183f);
    p = fmaf(p, f, 0.14201757f);
    p = fmaf(p, f, -0.16623357f);
    p = fmaf(p, f, 0.20001227f);
    p = fmaf(p, f, -0.2500082f);
    p = fmaf(p, f, 0.3333333f);
    p = p * f * z;
    p = fmaf(e, -2.1219444e-4f, p);
    p = fmaf(-0.5f, z, p) + f;
    p = fmaf(e, 0.6933594f, p);
    p = x < __int_as_float(0x7F800000) ? p : x;
    p = x < 0.0f ? __int_as_float(0x7FC00000) : p;
    return x == 0.0f ? __int_as_float(0xFF800000) : p;
}

__device__ __forceinline__ float hyperbolicTangent(float x) {
    float a = fabsf(x);
    float z = x * x;
    float p = fmaf(-0.0056669773f, z, 0.020606177f);
    p = fmaf(p, z, -0.053730007f);
    p = fmaf(p, z, 0.13331331f);
    p = fmaf(p, z, -0.33333278f);
    float near = fmaf(p * z, x, x);
    float c = a > 9.5f ? 9.5f : a;
    float far = 1.0f - 2.0f / (exponential(c + c) + 1.0f);
    far = x < 0.0f ? -far : far;
    return a < 0.625f ? near : far;
}

__device__ __forceinline__ float errorFunction(float x) {
    float a = fabsf(x);
    float z = x * x;
    float p = fmaf(7.853891e-05f, z, -8.0102036e-4f);
    p = fmaf(p, z, 0.005188329f);
    p = fmaf(p, z, -0.026853813f);
    p = fmaf(p, z, 0.112835854f);
    p = fmaf(p, z, -0.37612626f);
    p = fmaf(p, z, 0.12837917f);
    float near = fmaf(p, x, x);
    float c = a > 10.0f ? 10.0f : a; // 1 − e^(−c·Q(c)) beyond 1
    float q = fmaf(2.9082875e-07f, c, -8.461568e-06f);
    q = fmaf(q, c, 9.513091e-05f);
    q = fmaf(q, c, -0.00052958453f);
    q = fmaf(q, c, 0.00144701f);
    q = fmaf(q, c, 9.261692e-05f);
    q = fmaf(q, c, -0.019313697f);
    q = fmaf(q, c, 0.102831535f);
    q = fmaf(q, c, 0.6366111f);
    q = fmaf(q, c, 1.1283796f);
    float far = 1.0f - exponential(-(q * c));
    far = x < 0.0f ? -far : far;
    return a < 1.0f ? near : far;
}

__device__ __forceinline__ float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

// x·P(x²)/Q(x²) + ½ with x within ±5.5.
__device__ __forceinline__ float rational(
    float x, float p0, float p1, float p2, float p3, float p4, float p5, float q1, float q2, float q3, float q4, float q5) {
    float c = x > 5.5f ? 5.5f : x;
    c = c < -5.5f ? -5.5f : c;
    float z = c * c;
    float p = fmaf(p5, z, p4);
    p = fmaf(p, z, p3);
    p = fmaf(p, z, p2);
    p = fmaf(p, z, p1);
    p = fmaf(p, z, p0);
    float q = fmaf(q5, z, q4);
    q = fmaf(q, z, q3);
    q = fmaf(q, z, q2);
    q = fmaf(q, z, q1);
    q = fmaf(q, z, 1.0f);
    return c * p / q + 0.5f;
}

// x·Φ(x).
__device__ __forceinline__ float gelu(float x) {
    float share = rational(
        x, 0.39894223f, 0.033852745f, 0.004677267f, 1.6882668e-4f, 6.352127e-6f, 2.2749347e-8f, 0.25152215f, 0.028645927f,
        0.0018844506f, 7.364784e-5f, 1.1975042e-6f);
    float y = x * share;
    y = x > 5.5f ? x : y;
    return x < -5.5f ? 0.0f : y;
}

// x·σ(2u), u = √(2/π)·(x + 0.044715·x³).
__device__ __forceinline__ float geluTanh(float x) {
    float u = 0.7978846f * fmaf(0.044715f * x * x, x, x);
    float y = x * sigmoid(u + u);
    return x < -30.0f ? 0.0f : y;
}

__device__ __forceinline__ float withinTails(float x, float slope) {
    slope = x > 5.5f ? 1.0f : slope;
    return x < -5.5f ? 0.0f : slope;
}

__device__ __forceinline__ float geluSlope(float x) {
    return withinTails(x, rational(
        x, 0.7978853f, -0.030943917f, 0.014219039f, 2.0593141e-5f, 3.5803205e-5f, 1.9087227e-7f, 0.29455873f, 0.04098852f,
        0.00352182f, 1.9206035e-4f, 8.887122e-6f));
}

__device__ __forceinline__ float geluTanhSlope(float x) {
    return withinTails(x, rational(
        x, 0.797887f, -0.039499316f, 0.013263941f, -1.6767775e-4f, 3.3521676e-5f, 1.7565827e-7f, 0.28550133f, 0.035496444f,
        0.0022934994f, 1.392663e-4f, 8.431822e-6f));
}

// In the order of io.isotropy.kernels.Activation.
enum Activation { NONE, RELU, GELU, GELU_TANH, TANH };

__device__ __forceinline__ float activate(int activation, float x) {
    switch (activation) {
        case RELU: return x < 0.0f ? 0.0f : x;
        case GELU: return gelu(x);
        case GELU_TANH: return geluTanh(x);
        case TANH: return hyperbolicTangent(x);
        default: return x;
    }
}
