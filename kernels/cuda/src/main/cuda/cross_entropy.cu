// Classification loss from logits, (rows, cols), and its gradient. A warp or a block a row (common.cuh).
#include "common.cuh"
#include "functions.cuh"

// losses[r] = lse − (1 − ε)·x[t] − ε·mean(x), lse = log Σ e^x; 0 for rows of the target to ignore.
extern "C" __global__ void crossEntropy(
    const float* logits, const int* targets, int ignoreIndex, float smoothing, float* losses, float* logSumExp, int rows,
    int cols) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    int target = targets[row];
    if (target == ignoreIndex) { // the same for all threads of the row
        if (threadIdx.x == 0) {
            losses[row] = 0.0f;
            logSumExp[row] = 0.0f;
        }
        return;
    }
    const float* x = logits + row * cols;
    float max = __int_as_float(0xFF800000);
    float sum = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        max = Larger()(max, x[c]);
        sum += x[c];
    }
    max = reduceRow(max, Larger());
    float exponentials = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        exponentials += exponential(x[c] - max);
    }
    float log = logarithm(reduceRow(exponentials, Add()));
    float mean = smoothing > 0.0f ? reduceRow(sum, Add()) / cols : 0.0f;
    if (threadIdx.x == 0) {
        float loss = (1.0f - smoothing) * (max - x[target] + log);
        losses[row] = smoothing > 0.0f ? fmaf(smoothing, max - mean + log, loss) : loss;
        logSumExp[row] = max + log;
    }
}

// dx = d·(e^(x − lse) − (1 − ε)·[c = t] − ε/cols); dx may be x.
extern "C" __global__ void crossEntropyGradient(
    const float* logits, const int* targets, int ignoreIndex, float smoothing, const float* logSumExp, const float* dLosses,
    float* dLogits, int rows, int cols) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    int target = targets[row];
    bool ignored = target == ignoreIndex;
    float lse = logSumExp[row];
    float d = dLosses[row];
    float spread = d * (smoothing / cols);
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        float gradient = fmaf(d, exponential(logits[row * cols + c] - lse), -spread);
        if (c == target) {
            gradient -= d * (1.0f - smoothing);
        }
        dLogits[row * cols + c] = ignored ? 0.0f : gradient;
    }
}
