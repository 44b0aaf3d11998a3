// What products on tensor cores share, whichever instruction multiplies: their operands, their parameters, and how a tile of sums is stored.
#pragma once

#include "common.cuh"
#include "epilogue.cuh"

// An operand as op(X)[i, p]: i along m or n, p along k. INWARD: neighbours in memory are neighbours along k.
struct Operand {
    const float* numbers;
    long leading;
    int count;    // of i
    bool aligned; // whether groups of four are 16-byte aligned
};

// Stores a tile of (SIZE, SIZE) sums by way of shared memory, the upper half of the rows first, so that a warp writes whole lines of C. Of a half,
// put(half, line) puts what its thread has of row r and column c at r·line + c of `shared`, SIZE/2·(SIZE + 8) numbers; SIZE·2 threads.
template <int SIZE, typename Put>
__device__ __forceinline__ void storeTile(const float* shared, const Result& c, int row0, int column0, int m, int n, Put put) {
    constexpr int LINE = SIZE + 8;
    for (int half = 0; half < 2; half++) {
        __syncthreads(); // all are done with what is replaced
        put(half, LINE);
        __syncthreads();
#pragma unroll 1
        for (int at = threadIdx.x; at < SIZE / 2 * SIZE; at += 2 * SIZE) {
            int row = at / SIZE;
            int column = at % SIZE;
            c.put(row0 + half * (SIZE / 2) + row, column0 + column, shared[row * LINE + column], m, n);
        }
    }
}

// A kernel within the launch bounds (…) that calls a function, the last argument, with m, n, k, its operands and its result. Grid (tiles of C,
// batch).
#define PRODUCT(NAME, BOUNDS, ...)                                                                                            \
    extern "C" __global__ void __launch_bounds__ BOUNDS NAME(                                                                 \
        int m, int n, int k, float alpha, const float* a, int lda, long strideA, int alignedA, const float* b, int ldb,       \
        long strideB, int alignedB, float beta, float* c, int ldc, long strideC, const float* bias, int activation) {         \
        Operand left = {a + blockIdx.y * strideA, lda, m, alignedA != 0};                                                     \
        Operand right = {b + blockIdx.y * strideB, ldb, n, alignedB != 0};                                                    \
        Result result = {c + blockIdx.y * strideC, ldc, alpha, beta, bias, activation};                                       \
        __VA_ARGS__(m, n, k, left, right, result);                                                                            \
    }
