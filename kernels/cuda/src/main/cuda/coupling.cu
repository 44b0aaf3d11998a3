// Couplings of normalizing flows and their gradients; (rows, cols), contiguous, of which k columns change. A warp or a block a row (common.cuh).
// Thread x writes only the columns that it alone has read, so that results may replace inputs.
#include "common.cuh"
#include "functions.cuh"

// In the order of io.isotropy.kernels.Coupling.Scale.
enum class Scale { NONE, TANH, SIGMOID };

// io.isotropy.kernels.Coupling.FLOOR and RAISE.
#define FLOOR 1e-3f
#define RAISE 2.0f

// e^l, by which column j is multiplied.
__device__ __forceinline__ float stretch(Scale scale, float u, const float* factor, int j) {
    return scale == Scale::TANH ? exponential(u * factor[j]) : u + FLOOR;
}

// y = x·e^l + shift, Σ l: network is (rows, k) shifts for NONE, else (rows, 2k), raw numbers, then shifts. squashed: (rows, k), u.
extern "C" __global__ void couple(
    Scale scale, const float* x, const float* network, const float* factor, float* y, float* squashed, float* logDeterminant, int rows,
    int cols, int from, int k) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    x += row * cols;
    y += row * cols;
    const float* raw = network + row * (scale == Scale::NONE ? k : 2L * k);
    float sum = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        int j = c - from;
        if (j < 0 || j >= k) {
            y[c] = x[c];
        } else if (scale == Scale::NONE) {
            y[c] = x[c] + raw[j];
        } else {
            float u = scale == Scale::TANH ? hyperbolicTangent(raw[j]) : sigmoid(raw[j] + RAISE);
            float times = stretch(scale, u, factor, j);
            squashed[row * k + j] = u;
            sum += scale == Scale::TANH ? u * factor[j] : logarithm(times);
            y[c] = x[c] * times + raw[k + j];
        }
    }
    sum = reduceRow(sum, Add());
    if (threadIdx.x == 0) {
        logDeterminant[row] = sum;
    }
}

// The gradient of l: dy·e^l·x + that of Σ l.
__device__ __forceinline__ float logScaleGradient(float scaled, float x, const float* dLogDeterminant, long row) {
    return scaled * x + (dLogDeterminant == nullptr ? 0.0f : dLogDeterminant[row]);
}

// dx = dy·e^l; dNetwork: of raw numbers dl·dl/draw, of shifts dy. dLogDeterminant may be null.
extern "C" __global__ void coupleGradient(
    Scale scale, const float* x, const float* squashed, const float* factor, const float* dy, const float* dLogDeterminant, float* dx,
    float* dNetwork, int rows, int cols, int from, int k) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    x += row * cols;
    dy += row * cols;
    dx += row * cols;
    dNetwork += row * (scale == Scale::NONE ? k : 2L * k);
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        int j = c - from;
        float upper = dy[c];
        if (j < 0 || j >= k) {
            dx[c] = upper;
        } else if (scale == Scale::NONE) {
            dx[c] = upper;
            dNetwork[j] = upper;
        } else {
            float u = squashed[row * k + j];
            float times = stretch(scale, u, factor, j);
            float scaled = upper * times;
            float dl = logScaleGradient(scaled, x[c], dLogDeterminant, row);
            dx[c] = scaled;
            dNetwork[j] = scale == Scale::TANH ? dl * factor[j] * (1.0f - u * u) : dl / times * (u * (1.0f - u));
            dNetwork[k + j] = upper;
        }
    }
}

// Of TANH: sums[piece, j] = Σ dl·u over `height` rows. Block (32, 8) as in reduceColumns; before dx replaces dy.
extern "C" __global__ void coupleFactorSums(
    const float* x, const float* squashed, const float* factor, const float* dy, const float* dLogDeterminant, float* sums, int rows,
    int cols, int from, int k, int height) {
    int j = blockIdx.x * 32 + threadIdx.x;
    int first = blockIdx.y * height;
    int end = min(rows, first + height);
    float sum = 0.0f;
    if (j < k) {
        for (int r = first + threadIdx.y; r < end; r += 8) {
            long at = (long) r * cols + from + j;
            float u = squashed[(long) r * k + j];
            float dl = logScaleGradient(dy[at] * stretch(Scale::TANH, u, factor, j), x[at], dLogDeterminant, r);
            sum = fmaf(dl, u, sum);
        }
    }
    sum = reduceColumn(sum, Add());
    if (threadIdx.y == 0 && j < k) {
        sums[(long) blockIdx.y * k + j] = sum;
    }
}
