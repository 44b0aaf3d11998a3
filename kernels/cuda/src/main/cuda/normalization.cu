// Softmax, layer and length normalization and their gradients; (rows, cols), contiguous. A warp or a block a row (common.cuh): it reads its row
// once from memory and again from the cache. Thread x writes only the columns that it alone has read, so that results may replace inputs.
#include "common.cuh"
#include "functions.cuh"

__device__ __forceinline__ float rowMax(const float* x, int cols) {
    float max = __int_as_float(0xFF800000);
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        max = Larger()(max, x[c]);
    }
    return reduceRow(max, Larger());
}

__device__ __forceinline__ float rowSum(const float* x, int cols) {
    float sum = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        sum += x[c];
    }
    return reduceRow(sum, Add());
}

__device__ __forceinline__ float rowDot(const float* x, const float* y, int cols) {
    float sum = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        sum = fmaf(x[c], y[c], sum);
    }
    return reduceRow(sum, Add());
}

// Σ e^(x − max).
__device__ __forceinline__ float rowExpSum(const float* x, float max, int cols) {
    float sum = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        sum += exponential(x[c] - max);
    }
    return reduceRow(sum, Add());
}

// y = e^(x − m) / Σ e^(x − m).
extern "C" __global__ void softmax(const float* x, float* y, int rows, int cols) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    x += row * cols;
    y += row * cols;
    float max = rowMax(x, cols);
    float factor = 1.0f / rowExpSum(x, max, cols);
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        y[c] = exponential(x[c] - max) * factor;
    }
}

// y = x − m − log Σ e^(x − m); x − m first: it is exact where it matters, near the maximum.
extern "C" __global__ void logSoftmax(const float* x, float* y, int rows, int cols) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    x += row * cols;
    y += row * cols;
    float max = rowMax(x, cols);
    float log = logarithm(rowExpSum(x, max, cols));
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        y[c] = (x[c] - max) - log;
    }
}

// y = γ·(x + residual − μ)·r + β, r = 1/√(σ² + ε); residual, mean and rstd may be null.
extern "C" __global__ void layerNorm(
    const float* x, const float* residual, const float* gamma, const float* beta, float* y, float* mean, float* rstd, int rows,
    int cols, float eps) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    x += row * cols;
    y += row * cols;
    if (residual != nullptr) {
        residual += row * cols;
    }
    float sum = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        sum += residual == nullptr ? x[c] : x[c] + residual[c];
    }
    float mu = reduceRow(sum, Add()) / cols;
    float squares = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        float centred = (residual == nullptr ? x[c] : x[c] + residual[c]) - mu;
        squares = fmaf(centred, centred, squares);
    }
    float variance = reduceRow(squares, Add()) / cols;
    float reciprocal = (float) (1.0 / sqrt((double) variance + (double) eps));
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        float centred = (residual == nullptr ? x[c] : x[c] + residual[c]) - mu;
        y[c] = fmaf(gamma[c], centred * reciprocal, beta[c]);
    }
    if (threadIdx.x == 0 && mean != nullptr) {
        mean[row] = mu;
    }
    if (threadIdx.x == 0 && rstd != nullptr) {
        rstd[row] = reciprocal;
    }
}

// ‖x‖₂, in double where float squares would overflow or vanish.
__device__ __forceinline__ double rowNorm(const float* x, int cols) {
    float sum = rowDot(x, x, cols);
    if (sum > 1e-30f && sum < 1e30f) {
        return sqrt((double) sum);
    }
    double squares = 0.0;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        squares += (double) x[c] * x[c];
    }
    return sqrt(reduceRow(squares, Add()));
}

__device__ __forceinline__ double atLeast(double norm, double eps) { return norm != norm || norm > eps ? norm : eps; }

// y = x / max(‖x‖₂, ε).
extern "C" __global__ void l2Normalize(const float* x, float* y, int rows, int cols, float eps) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    x += row * cols;
    y += row * cols;
    float divisor = (float) atLeast(rowNorm(x, cols), eps);
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        y[c] = x[c] / divisor;
    }
}

// dx = y·(dy − Σ y·dy).
extern "C" __global__ void softmaxGradient(const float* y, const float* dy, float* dx, int rows, int cols) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    y += row * cols;
    dy += row * cols;
    dx += row * cols;
    float mean = rowDot(y, dy, cols);
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        dx[c] = y[c] * (dy[c] - mean);
    }
}

// dx = dy − e^y·Σ dy.
extern "C" __global__ void logSoftmaxGradient(const float* y, const float* dy, float* dx, int rows, int cols) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    y += row * cols;
    dy += row * cols;
    dx += row * cols;
    float sum = rowSum(dy, cols);
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        dx[c] = fmaf(-sum, exponential(y[c]), dy[c]);
    }
}

// dx = (dy − y·Σ y·dy)/‖x‖₂, or dy/ε where ‖x‖₂ < ε.
extern "C" __global__ void l2NormalizeGradient(
    const float* x, const float* y, const float* dy, float* dx, int rows, int cols, float eps) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    x += row * cols;
    y += row * cols;
    dy += row * cols;
    dx += row * cols;
    double norm = rowNorm(x, cols);
    float along = rowDot(y, dy, cols);
    along = norm < (double) eps ? 0.0f : along;
    float divisor = (float) atLeast(norm, eps);
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        dx[c] = fmaf(-along, y[c], dy[c]) / divisor;
    }
}

// dx = r·(g − mean(g) − x̂·mean(g ∘ x̂)), g = γ ∘ dy, x̂ = (x + residual − μ)·r.
extern "C" __global__ void layerNormGradient(
    const float* x, const float* residual, const float* gamma, const float* mean, const float* rstd, const float* dy, float* dx,
    int rows, int cols) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    x += row * cols;
    dy += row * cols;
    dx += row * cols;
    if (residual != nullptr) {
        residual += row * cols;
    }
    float mu = mean[row];
    float reciprocal = rstd[row];
    float gradients = 0.0f;
    float products = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        float normalized = ((residual == nullptr ? x[c] : x[c] + residual[c]) - mu) * reciprocal;
        float gradient = gamma[c] * dy[c];
        gradients += gradient;
        products = fmaf(gradient, normalized, products);
    }
    gradients = reduceRow(gradients, Add()) / cols;
    products = reduceRow(products, Add()) / cols;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        float normalized = ((residual == nullptr ? x[c] : x[c] + residual[c]) - mu) * reciprocal;
        dx[c] = reciprocal * ((gamma[c] * dy[c] - gradients) - normalized * products);
    }
}

// sums[piece, 0, c] = Σ dy ∘ x̂, sums[piece, 1, c] = Σ dy over `height` rows. Block (32, 8) as in reduceColumns; before dx replaces dy.
extern "C" __global__ void layerNormSums(
    const float* x, const float* residual, const float* mean, const float* rstd, const float* dy, float* sums, int rows, int cols,
    int height) {
    int c = blockIdx.x * 32 + threadIdx.x;
    int from = blockIdx.y * height;
    int to = min(rows, from + height);
    float dGamma = 0.0f;
    float dBeta = 0.0f;
    if (c < cols) {
        for (int r = from + threadIdx.y; r < to; r += 8) {
            long at = (long) r * cols + c;
            float normalized = ((residual == nullptr ? x[at] : x[at] + residual[at]) - mean[r]) * rstd[r];
            dGamma = fmaf(dy[at], normalized, dGamma);
            dBeta += dy[at];
        }
    }
    dGamma = reduceColumn(dGamma, Add());
    dBeta = reduceColumn(dBeta, Add());
    if (threadIdx.y == 0 && c < cols) {
        sums[(2L * blockIdx.y) * cols + c] = dGamma;
        sums[(2L * blockIdx.y + 1) * cols + c] = dBeta;
    }
}
