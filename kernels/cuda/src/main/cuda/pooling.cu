// One vector per segment of a packed batch. Thread c of block (segment, blockIdx.y) takes one column: the rows of a segment are read in whole
// lines, and each sum is one chain from the first row to the last.
#include "common.cuh"

// In the order of io.isotropy.kernels.Pooling.Mode.
enum Mode { FIRST, LAST, SUM, MEAN, MEAN_SQRT_LEN, MAX, WEIGHTED_MEAN };

// y[s, ·] = the pooled rows of segment s of x.
extern "C" __global__ void segmentPool(int mode, const float* x, const int* offsets, float* y, int cols) {
    int s = blockIdx.x;
    int c = blockIdx.y * blockDim.x + threadIdx.x;
    if (c >= cols) {
        return;
    }
    int n = offsets[s + 1] - offsets[s];
    const float* column = x + (long) offsets[s] * cols + c;
    float result = 0.0f;
    if (n > 0) {
        if (mode == LAST) {
            result = column[(long) (n - 1) * cols];
        } else if (mode == WEIGHTED_MEAN) {
            for (int i = 0; i < n; i++) {
                result = fmaf(i + 1.0f, column[(long) i * cols], result);
            }
            result /= (float) (n * (n + 1.0) / 2.0);
        } else {
            result = column[0];
            for (int i = 1; i < n && mode != FIRST; i++) {
                float number = column[(long) i * cols];
                result = mode == MAX ? Larger()(result, number) : result + number;
            }
            if (mode == MEAN) {
                result /= n;
            } else if (mode == MEAN_SQRT_LEN) {
                result /= (float) sqrt((double) n);
            }
        }
    }
    y[(long) s * cols + c] = result;
}

__device__ __forceinline__ float weightOfRow(int mode, int i, int n) {
    switch (mode) {
        case FIRST: return i == 0 ? 1.0f : 0.0f;
        case LAST: return i == n - 1 ? 1.0f : 0.0f;
        case MEAN: return 1.0f / n;
        case MEAN_SQRT_LEN: return (float) (1.0 / sqrt((double) n));
        case WEIGHTED_MEAN: return (float) ((i + 1) / (n * (n + 1.0) / 2.0));
        default: return 1.0f;
    }
}

// dx[i, ·] = the weight of row i times dy[s, ·]; for the maximum 1 for the first largest of the column, else 0.
extern "C" __global__ void segmentPoolGradient(int mode, const float* x, const int* offsets, const float* dy, float* dx, int cols) {
    int s = blockIdx.x;
    int c = blockIdx.y * blockDim.x + threadIdx.x;
    if (c >= cols) {
        return;
    }
    int n = offsets[s + 1] - offsets[s];
    long first = (long) offsets[s] * cols + c;
    float d = dy[(long) s * cols + c];
    int best = 0;
    if (mode == MAX && n > 0) {
        float largest = x[first];
        for (int i = 1; i < n; i++) {
            float number = x[first + (long) i * cols];
            if (number > largest || (number != number && largest == largest)) {
                largest = number;
                best = i;
            }
        }
    }
    for (int i = 0; i < n; i++) {
        float weight = mode == MAX ? (i == best ? 1.0f : 0.0f) : weightOfRow(mode, i, n);
        dx[first + (long) i * cols] = weight == 0.0f ? 0.0f : weight * d;
    }
}
