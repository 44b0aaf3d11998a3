// Steps of stochastic gradient descent on tables of word vectors. Each step sees what the ones before changed, so one block of 256 threads takes all
// steps of a call in their order; within a step a thread owns columns, and a warp a dot product. The same bits every run. It keeps
// the tables on the device and is not fast: one block is a hundredth of a GPU.
#include "common.cuh"
#include "functions.cuh"

// In the order of io.isotropy.kernels.WordTraining.Composition.
enum Composition { MEAN, SUM, CONCATENATION };

// Σ x·y by one warp; all lanes get it.
__device__ __forceinline__ float warpDot(const float* x, const float* y, int n) {
    float sum = 0.0f;
    for (int c = threadIdx.x & 31; c < n; c += 32) {
        sum = fmaf(x[c], y[c], sum);
    }
    for (int distance = 16; distance > 0; distance >>= 1) {
        sum += __shfl_xor_sync(ALL_LANES, sum, distance);
    }
    return sum;
}

// −log σ(s) = log(1 + e^(−s)), without overflow.
__device__ __forceinline__ float softplusOfMinus(float s) {
    return (s < 0.0f ? -s : 0.0f) + logarithm(1.0f + exponential(-fabsf(s)));
}

// x[k, ·] = the composed rows of group k, for all groups of a block.
__device__ __forceinline__ void compose(
    int composition, const float* input, int cols, int width, const int* rows, const int* rowOffsets, int firstGroup, int groups,
    float* x) {
    for (int i = threadIdx.x; i < groups * width; i += blockDim.x) {
        int k = i / width;
        int c = i - k * width;
        int first = rowOffsets[firstGroup + k];
        int n = rowOffsets[firstGroup + k + 1] - first;
        float sum = 0.0f;
        if (composition == CONCATENATION) {
            sum = input[(long) rows[first + c / cols] * cols + c % cols];
        } else {
            for (int r = 0; r < n; r++) {
                sum += input[(long) rows[first + r] * cols + c];
            }
            if (composition == MEAN && n > 0) {
                sum /= n;
            }
        }
        x[i] = sum;
    }
}

// Logistic regression of labelled pairs, block after block. Scratch: x, dx (groups, width) and g, losses (groups, targets) of the largest block.
extern "C" __global__ void __launch_bounds__(256) logisticSteps(
    float* input, float* output, int cols, int width, int composition, int divide, const int* rows, const int* rowOffsets,
    const int* groupOffsets, const int* targets, const int* targetOffsets, int blocks, int firstLearned, int outputLearns,
    float learningRate, float* x, float* dx, float* g, float* losses, float* loss) {
    double total = 0.0;
    for (int b = 0; b < blocks; b++) {
        int firstGroup = groupOffsets[b];
        int groups = groupOffsets[b + 1] - firstGroup;
        int firstTarget = targetOffsets[b];
        int count = targetOffsets[b + 1] - firstTarget;
        if (groups == 0 || count == 0) {
            continue;
        }
        compose(composition, input, cols, width, rows, rowOffsets, firstGroup, groups, x);
        __syncthreads();
        for (int pair = threadIdx.x >> 5; pair < groups * count; pair += blockDim.x >> 5) {
            int k = pair / count;
            int target = targets[firstTarget + pair - k * count];
            long row = target < 0 ? ~target : target;
            float score = warpDot(x + (long) k * width, output + row * width, width);
            if ((threadIdx.x & 31) == 0) {
                g[pair] = learningRate * ((target < 0 ? 0.0f : 1.0f) - sigmoid(score));
                losses[pair] = softplusOfMinus(target < 0 ? -score : score);
            }
        }
        __syncthreads();
        if (threadIdx.x == 0 && loss != nullptr) {
            for (int pair = 0; pair < groups * count; pair++) {
                total += losses[pair];
            }
        }
        for (int c = threadIdx.x; c < width; c += blockDim.x) { // a column of all vectors: dx from the old targets, then the new targets
            for (int k = 0; k < groups; k++) {
                float sum = 0.0f;
                for (int m = 0; m < count; m++) {
                    int target = targets[firstTarget + m];
                    sum = fmaf(g[k * count + m], output[(long) (target < 0 ? ~target : target) * width + c], sum);
                }
                dx[(long) k * width + c] = sum;
            }
            for (int m = 0; m < count && outputLearns; m++) {
                float sum = 0.0f;
                for (int k = 0; k < groups; k++) {
                    sum = fmaf(g[k * count + m], x[(long) k * width + c], sum);
                }
                int target = targets[firstTarget + m];
                output[(long) (target < 0 ? ~target : target) * width + c] += sum;
            }
        }
        __syncthreads();
        for (int c = threadIdx.x; c < cols; c += blockDim.x) {
            for (int k = 0; k < groups; k++) {
                int first = rowOffsets[firstGroup + k];
                int n = rowOffsets[firstGroup + k + 1] - first;
                float share = divide ? 1.0f / n : 1.0f;
                for (int r = 0; r < n; r++) {
                    if (rows[first + r] >= firstLearned) {
                        long from = (long) k * width + (composition == CONCATENATION ? r * cols : 0) + c;
                        long at = (long) rows[first + r] * cols + c;
                        input[at] = fmaf(share, dx[from], input[at]);
                    }
                }
            }
        }
        __syncthreads();
    }
    if (threadIdx.x == 0 && loss != nullptr) {
        *loss = (float) total;
    }
}

// Softmax regression on means of rows, example after example. Scratch: h (cols) and g (labels).
extern "C" __global__ void __launch_bounds__(256) softmaxSteps(
    float* input, float* output, int labels, int cols, const int* rows, const int* rowOffsets, const int* targets, int examples,
    float learningRate, float* h, float* g, float* loss) {
    double total = 0.0;
    for (int e = 0; e < examples; e++) {
        compose(MEAN, input, cols, cols, rows, rowOffsets, e, 1, h);
        __syncthreads();
        for (int l = threadIdx.x >> 5; l < labels; l += blockDim.x >> 5) {
            float score = warpDot(output + (long) l * cols, h, cols);
            if ((threadIdx.x & 31) == 0) {
                g[l] = score;
            }
        }
        __syncthreads();
        int target = targets[e];
        float max = __int_as_float(0xFF800000);
        for (int l = threadIdx.x; l < labels; l += blockDim.x) {
            max = Larger()(max, g[l]);
        }
        max = reduceRow(max, Larger());
        float own = g[target] - max;
        float sum = 0.0f;
        for (int l = threadIdx.x; l < labels; l += blockDim.x) {
            sum += exponential(g[l] - max);
        }
        sum = reduceRow(sum, Add());
        total += logarithm(sum) - own;
        __syncthreads(); // all have read the target's score
        for (int l = threadIdx.x; l < labels; l += blockDim.x) {
            g[l] = learningRate * ((l == target ? 1.0f : 0.0f) - exponential(g[l] - max) / sum);
        }
        __syncthreads();
        int n = rowOffsets[e + 1] - rowOffsets[e];
        for (int c = threadIdx.x; c < cols; c += blockDim.x) {
            float error = 0.0f;
            for (int l = 0; l < labels; l++) {
                long at = (long) l * cols + c;
                error = fmaf(g[l], output[at], error);
                output[at] = fmaf(g[l], h[c], output[at]);
            }
            for (int r = rowOffsets[e]; r < rowOffsets[e + 1]; r++) {
                long at = (long) rows[r] * cols + c;
                input[at] = fmaf(1.0f / n, error, input[at]);
            }
        }
        __syncthreads();
    }
    if (threadIdx.x == 0 && loss != nullptr) {
        *loss = (float) total;
    }
}

__device__ __forceinline__ void adaGradStep(float* weight, float* square, float change) {
    *weight -= change / sqrtf(*square);
    *square = fmaf(change, change, *square);
}

// AdaGrad on cells of a co-occurrence matrix, cell after cell.
extern "C" __global__ void __launch_bounds__(256) gloveSteps(
    float* input, float* inputSquares, float* output, float* outputSquares, int cols, int leading, const int* words,
    const int* contexts, const float* counts, int cells, float xMax, float alpha, float learningRate, float* loss) {
    float logMax = logarithm(xMax);
    double total = 0.0;
    for (int cell = 0; cell < cells; cell++) {
        long at = (long) words[cell] * leading;
        long to = (long) contexts[cell] * leading;
        float product = 0.0f;
        for (int c = threadIdx.x; c < cols; c += blockDim.x) {
            product = fmaf(input[at + c], output[to + c], product);
        }
        product = reduceRow(product, Add());
        float logCount = logarithm(counts[cell]);
        float d = product + input[at + cols] + output[to + cols] - logCount;
        float weight = logCount >= logMax ? 1.0f : exponential(alpha * (logCount - logMax));
        total += weight * d * d / 2.0f;
        float factor = learningRate * weight * d;
        __syncthreads(); // all have read the biases
        for (int c = threadIdx.x; c <= cols; c += blockDim.x) {
            float w = input[at + c];
            float context = output[to + c];
            adaGradStep(input + at + c, inputSquares + at + c, c == cols ? factor : factor * context);
            adaGradStep(output + to + c, outputSquares + to + c, c == cols ? factor : factor * w);
        }
        __syncthreads();
    }
    if (threadIdx.x == 0 && loss != nullptr) {
        *loss = (float) total;
    }
}
