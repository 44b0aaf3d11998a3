// Steps of optimizers over all parameters in one launch. A block takes 16384 numbers of one parameter; parameter i has the blocks from firsts on,
// which a binary search finds.
#include "common.cuh"

// One parameter, as the host lays it out: eight longs.
struct Parameter {
    float* values;
    const float* gradients;
    float* state;  // first moments, velocities or sums; null without
    float* state2; // second moments; null without
    long length;
    long firstBlock;
    float decay;  // λ in the gradient
    float shrink; // the decay of AdamW: 1 − lr·λ
    long unused;
};

#define NUMBERS_OF_BLOCK 16384L

// The parameter of this block, and which of its numbers the block takes.
__device__ __forceinline__ const Parameter* parameterOfBlock(const Parameter* parameters, int count, long* from, long* to) {
    long block = blockIdx.x;
    int low = 0;
    int high = count - 1;
    while (low < high) { // the last parameter whose first block is not beyond this one
        int middle = (low + high + 1) / 2;
        if (parameters[middle].firstBlock <= block) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    const Parameter* parameter = parameters + low;
    *from = (block - parameter->firstBlock) * NUMBERS_OF_BLOCK;
    *to = min(parameter->length, *from + NUMBERS_OF_BLOCK);
    return parameter;
}

// m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; p ← p·shrink − size·m/(√v·squareScale + ε): Adam and AdamW, with size = lr/(1 − β₁^t) and
// squareScale = 1/√(1 − β₂^t).
extern "C" __global__ void adam(
    const Parameter* parameters, int count, float gradientScale, float beta1, float rate1, float beta2, float rate2, float size,
    float squareScale, float epsilon) {
    long from, to;
    const Parameter* parameter = parameterOfBlock(parameters, count, &from, &to);
    float* p = parameter->values;
    const float* g = parameter->gradients;
    float* m = parameter->state;
    float* v = parameter->state2;
    float decay = parameter->decay;
    float shrink = parameter->shrink;
    for (long i = from + threadIdx.x; i < to; i += blockDim.x) {
        float value = p[i];
        float gradient = fmaf(decay, value, g[i] * gradientScale);
        float mean = fmaf(beta1, m[i], rate1 * gradient);
        float square = fmaf(beta2, v[i], rate2 * gradient * gradient);
        m[i] = mean;
        v[i] = square;
        p[i] = fmaf(value, shrink, -(size * mean / fmaf(sqrtf(square), squareScale, epsilon)));
    }
}

// g ← g + λ·p; with momentum v ← kept·v + rate·g and g ← v, or g + ahead·v; p ← p − lr·g. With kept 0 what the velocity was does not matter.
extern "C" __global__ void sgd(
    const Parameter* parameters, int count, float gradientScale, float learningRate, int momentum, float kept, float rate,
    int nesterov, float ahead) {
    long from, to;
    const Parameter* parameter = parameterOfBlock(parameters, count, &from, &to);
    float* p = parameter->values;
    const float* g = parameter->gradients;
    float* v = parameter->state;
    float decay = parameter->decay;
    for (long i = from + threadIdx.x; i < to; i += blockDim.x) {
        float direction = fmaf(decay, p[i], g[i] * gradientScale);
        if (momentum) {
            float velocity = kept == 0.0f ? rate * direction : fmaf(kept, v[i], rate * direction);
            v[i] = velocity;
            direction = nesterov ? fmaf(ahead, velocity, direction) : velocity;
        }
        p[i] = fmaf(-learningRate, direction, p[i]);
    }
}

// g ← g + λ·p; s ← s + g²; p ← p − lr·g/(√s + ε).
extern "C" __global__ void adaGrad(
    const Parameter* parameters, int count, float gradientScale, float learningRate, float epsilon) {
    long from, to;
    const Parameter* parameter = parameterOfBlock(parameters, count, &from, &to);
    float* p = parameter->values;
    const float* g = parameter->gradients;
    float* s = parameter->state;
    float decay = parameter->decay;
    for (long i = from + threadIdx.x; i < to; i += blockDim.x) {
        float gradient = fmaf(decay, p[i], g[i] * gradientScale);
        float sum = fmaf(gradient, gradient, s[i]);
        s[i] = sum;
        p[i] = fmaf(-learningRate, gradient / (sqrtf(sum) + epsilon), p[i]);
    }
}
