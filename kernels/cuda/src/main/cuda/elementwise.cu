// Arithmetic and functions element by element, on flat arrays of n elements: thread i takes elements i, i + threads, and so on, so that the
// lanes of a warp read neighbours. An output may be an input: each element is read and written by one thread.
#include "common.cuh"
#include "functions.cuh"

// In the order of io.isotropy.kernels.Elementwise.Unary; its names end in _ where Activation has them, too.
enum Unary { NEGATE, ABS, SQUARE, SQRT, RSQRT, RECIPROCAL, EXP, LOG, TANH_, ERF, SIGMOID, RELU_, GELU_, GELU_TANH_ };

// In the order of Elementwise.Binary.
enum Binary { ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM, EQUAL, LESS, LESS_EQUAL };

template <int F>
__device__ __forceinline__ float valueAt(float x) {
    switch (F) {
        case NEGATE: return -x;
        case ABS: return fabsf(x);
        case SQUARE: return x * x;
        case SQRT: return sqrtf(x);
        case RSQRT: return 1.0f / sqrtf(x);
        case RECIPROCAL: return 1.0f / x;
        case EXP: return exponential(x);
        case LOG: return logarithm(x);
        case TANH_: return hyperbolicTangent(x);
        case ERF: return errorFunction(x);
        case SIGMOID: return sigmoid(x);
        case RELU_: return x < 0.0f ? 0.0f : x;
        case GELU_: return gelu(x);
        default: return geluTanh(x);
    }
}

// f′(x), given y = f(x).
template <int F>
__device__ __forceinline__ float slopeAt(float x, float y) {
    switch (F) {
        case NEGATE: return -1.0f;
        case ABS: return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x;
        case SQUARE: return 2.0f * x;
        case SQRT: return 0.5f / y;
        case RSQRT: return -0.5f * y * y * y;
        case RECIPROCAL: return -y * y;
        case EXP: return y;
        case LOG: return 1.0f / x;
        case TANH_: return 1.0f - y * y;
        case ERF: return 1.1283792f * exponential(-x * x);
        case SIGMOID: return y * (1.0f - y);
        case RELU_: return x <= 0.0f ? 0.0f : 1.0f;
        case GELU_: return geluSlope(x);
        default: return geluTanhSlope(x);
    }
}

template <int F>
__device__ __forceinline__ float valueOf(float x, float y) {
    switch (F) {
        case ADD: return x + y;
        case SUBTRACT: return x - y;
        case MULTIPLY: return x * y;
        case DIVIDE: return x / y;
        case MAXIMUM: return Larger()(x, y);
        case MINIMUM: return Smaller()(x, y);
        case EQUAL: return x == y ? 1.0f : 0.0f;
        case LESS: return x < y ? 1.0f : 0.0f;
        default: return x <= y ? 1.0f : 0.0f;
    }
}

template <int F>
__device__ __forceinline__ void mapAll(const float* x, float* y, long n) {
#pragma unroll 4
    for (long i = gridPlace(); i < n; i += gridThreads()) {
        y[i] = valueAt<F>(x[i]);
    }
}

// y[i] = f(x[i]).
extern "C" __global__ void unary(int function, const float* x, float* y, long n) {
    switch (function) {
        case NEGATE: mapAll<NEGATE>(x, y, n); break;
        case ABS: mapAll<ABS>(x, y, n); break;
        case SQUARE: mapAll<SQUARE>(x, y, n); break;
        case SQRT: mapAll<SQRT>(x, y, n); break;
        case RSQRT: mapAll<RSQRT>(x, y, n); break;
        case RECIPROCAL: mapAll<RECIPROCAL>(x, y, n); break;
        case EXP: mapAll<EXP>(x, y, n); break;
        case LOG: mapAll<LOG>(x, y, n); break;
        case TANH_: mapAll<TANH_>(x, y, n); break;
        case ERF: mapAll<ERF>(x, y, n); break;
        case SIGMOID: mapAll<SIGMOID>(x, y, n); break;
        case RELU_: mapAll<RELU_>(x, y, n); break;
        case GELU_: mapAll<GELU_>(x, y, n); break;
        default: mapAll<GELU_TANH_>(x, y, n); break;
    }
}

template <int F>
__device__ __forceinline__ void slopeAll(const float* x, const float* y, const float* dy, float* dx, long n) {
#pragma unroll 4
    for (long i = gridPlace(); i < n; i += gridThreads()) {
        dx[i] = dy[i] * slopeAt<F>(x[i], y[i]);
    }
}

// dx[i] = dy[i]·f′(x[i]), y[i] = f(x[i]).
extern "C" __global__ void unaryGradient(int function, const float* x, const float* y, const float* dy, float* dx, long n) {
    switch (function) {
        case NEGATE: slopeAll<NEGATE>(x, y, dy, dx, n); break;
        case ABS: slopeAll<ABS>(x, y, dy, dx, n); break;
        case SQUARE: slopeAll<SQUARE>(x, y, dy, dx, n); break;
        case SQRT: slopeAll<SQRT>(x, y, dy, dx, n); break;
        case RSQRT: slopeAll<RSQRT>(x, y, dy, dx, n); break;
        case RECIPROCAL: slopeAll<RECIPROCAL>(x, y, dy, dx, n); break;
        case EXP: slopeAll<EXP>(x, y, dy, dx, n); break;
        case LOG: slopeAll<LOG>(x, y, dy, dx, n); break;
        case TANH_: slopeAll<TANH_>(x, y, dy, dx, n); break;
        case ERF: slopeAll<ERF>(x, y, dy, dx, n); break;
        case SIGMOID: slopeAll<SIGMOID>(x, y, dy, dx, n); break;
        case RELU_: slopeAll<RELU_>(x, y, dy, dx, n); break;
        case GELU_: slopeAll<GELU_>(x, y, dy, dx, n); break;
        default: slopeAll<GELU_TANH_>(x, y, dy, dx, n); break;
    }
}

// y[i] = scale·x[i] where number from + i keeps it, else 0. A thread takes the four numbers of one Philox block at a time. A number keeps
// if its upper 24 bits reach the threshold: u ≥ p in integers.
extern "C" __global__ void dropout(
    long seed, long stream, long from, int threshold, float scale, const float* x, float* y, long n) {
    long first = from >> 2;
    long last = (from + n + 3) >> 2;
    for (long block = first + gridPlace(); block < last; block += gridThreads()) {
        unsigned words[4];
        philox(seed, stream, block, words);
#pragma unroll
        for (int k = 0; k < 4; k++) {
            long i = 4 * block + k - from;
            if (i >= 0 && i < n) {
                y[i] = (int) (words[k] >> 8) >= threshold ? scale * x[i] : 0.0f;
            }
        }
    }
}

template <int F>
__device__ __forceinline__ void combineAll(
    const float* x, long xRow, int xColumn, const float* y, long yRow, int yColumn, float* z, long n, int cols) {
    bool small = n <= 0xffffffffL;
#pragma unroll 4
    for (long i = gridPlace(); i < n; i += gridThreads()) {
        long r = small ? (unsigned) i / (unsigned) cols : i / cols; // a division in 32 bits costs a third
        long c = i - r * cols;
        z[i] = valueOf<F>(x[r * xRow + c * xColumn], y[r * yRow + c * yColumn]);
    }
}

// z[r, c] = f(x[r·xRow + c·xColumn], y[r·yRow + c·yColumn]), z: (n/cols, cols).
extern "C" __global__ void binary(
    int function, const float* x, long xRow, int xColumn, const float* y, long yRow, int yColumn, float* z, long n, int cols) {
    switch (function) {
        case ADD: combineAll<ADD>(x, xRow, xColumn, y, yRow, yColumn, z, n, cols); break;
        case SUBTRACT: combineAll<SUBTRACT>(x, xRow, xColumn, y, yRow, yColumn, z, n, cols); break;
        case MULTIPLY: combineAll<MULTIPLY>(x, xRow, xColumn, y, yRow, yColumn, z, n, cols); break;
        case DIVIDE: combineAll<DIVIDE>(x, xRow, xColumn, y, yRow, yColumn, z, n, cols); break;
        case MAXIMUM: combineAll<MAXIMUM>(x, xRow, xColumn, y, yRow, yColumn, z, n, cols); break;
        case MINIMUM: combineAll<MINIMUM>(x, xRow, xColumn, y, yRow, yColumn, z, n, cols); break;
        case EQUAL: combineAll<EQUAL>(x, xRow, xColumn, y, yRow, yColumn, z, n, cols); break;
        case LESS: combineAll<LESS>(x, xRow, xColumn, y, yRow, yColumn, z, n, cols); break;
        default: combineAll<LESS_EQUAL>(x, xRow, xColumn, y, yRow, yColumn, z, n, cols); break;
    }
}

// y[i] = α·x[i] + β.
extern "C" __global__ void affine(float alpha, float beta, const float* x, float* y, long n) {
#pragma unroll 4
    for (long i = gridPlace(); i < n; i += gridThreads()) {
        y[i] = fmaf(alpha, x[i], beta);
    }
}

// y[i] = value.
extern "C" __global__ void fill(float value, float* y, long n) {
#pragma unroll 4
    for (long i = gridPlace(); i < n; i += gridThreads()) {
        y[i] = value;
    }
}

// Where element i of a (·, size1, size2, size3, size4) array lies with these strides.
__device__ __forceinline__ long strided(
    long i, int size1, int size2, int size3, int size4, long stride0, long stride1, long stride2, long stride3, long stride4) {
    long q4 = i / size4;
    long q3 = q4 / size3;
    long q2 = q3 / size2;
    long q1 = q2 / size1;
    return (i - q4 * size4) * stride4 + (q4 - q3 * size3) * stride3 + (q3 - q2 * size2) * stride2 + (q2 - q1 * size1) * stride1 +
           q1 * stride0;
}

// y, contiguous, from x with strides; n elements.
extern "C" __global__ void gatherStrided(
    const float* x, float* y, long n, int size1, int size2, int size3, int size4, long stride0, long stride1, long stride2,
    long stride3, long stride4) {
    for (long i = gridPlace(); i < n; i += gridThreads()) {
        y[i] = x[strided(i, size1, size2, size3, size4, stride0, stride1, stride2, stride3, stride4)];
    }
}

// y with strides from x, contiguous; n elements.
extern "C" __global__ void scatterStrided(
    const float* x, float* y, long n, int size1, int size2, int size3, int size4, long stride0, long stride1, long stride2,
    long stride3, long stride4) {
    for (long i = gridPlace(); i < n; i += gridThreads()) {
        y[strided(i, size1, size2, size3, size4, stride0, stride1, stride2, stride3, stride4)] = x[i];
    }
}
