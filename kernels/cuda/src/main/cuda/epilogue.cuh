// How all products store their numbers.
#pragma once

#include "functions.cuh"

// A call, lest the code of all functions stand behind each of a thread's many numbers.
__device__ __noinline__ float activated(int activation, float x) { return activate(activation, x); }

// C ← f(α·sum + β·C + bias): bias (n) or null, f an Activation. With β = 0, C is not read.
struct Result {
    float* numbers;
    long leading;
    float alpha;
    float beta;
    const float* bias;
    int activation;

    __device__ __forceinline__ void put(int row, int column, float sum, int m, int n) const {
        if (row < m && column < n) {
            long at = row * leading + column;
            float value = alpha * sum;
            if (beta != 0.0f) {
                value = fmaf(beta, numbers[at], value);
            }
            if (bias != nullptr) {
                value += bias[column];
            }
            numbers[at] = activation == NONE ? value : activated(activation, value);
        }
    }
};
