// C = f(α·op(A)·op(B) + β·C + bias) in exact float32: each number is one chain of fused multiply-adds in ascending k, whatever the tile, so that
// results do not depend on sizes or places. And y = A·x, with A of floats or of bytes.
//
// A block of 256 threads computes a tile of C, 128 × 128 (8 × 8 numbers a thread) or 64 × 64 (4 × 4), in steps of 16 along k: while it multiplies
// one step from shared memory, the next is on its way from global memory to registers.
#include "common.cuh"
#include "epilogue.cuh"

#define STEP 16

// An operand as op(X)[i, p]: i along m or n, p along k; one of the strides is 1.
struct Operand {
    const float* numbers;
    long along;  // from i to i + 1
    long inward; // from p to p + 1
    int count;   // of i
};

// The numbers of a (SIZE, STEP) tile that this thread moves. Neighbouring threads read neighbours in memory, whichever way the operand lies.
template <int SIZE>
__device__ __forceinline__ void fetch(float held[SIZE / 16], const Operand& x, int first, int p0, int k) {
#pragma unroll
    for (int j = 0; j < SIZE / 16; j++) {
        int place = threadIdx.x + 256 * j;
        int i = first + (x.inward == 1 ? place / STEP : place % SIZE);
        int p = p0 + (x.inward == 1 ? place % STEP : place / SIZE);
        held[j] = i < x.count && p < k ? x.numbers[i * x.along + p * x.inward] : 0.0f;
    }
}

template <int SIZE>
__device__ __forceinline__ void store(float tile[STEP][SIZE + 4], const float held[SIZE / 16], const Operand& x) {
#pragma unroll
    for (int j = 0; j < SIZE / 16; j++) {
        int place = threadIdx.x + 256 * j;
        if (x.inward == 1) {
            tile[place % STEP][place / STEP] = held[j];
        } else {
            tile[place / SIZE][place % SIZE] = held[j];
        }
    }
}

template <int SIZE>
__device__ __forceinline__ void multiply(int m, int n, int k, const Operand& a, const Operand& b, const Result& c) {
    constexpr int EACH = SIZE / 16;
    __shared__ float as[STEP][SIZE + 4];
    __shared__ float bs[STEP][SIZE + 4];
    int tilesOfN = (n + SIZE - 1) / SIZE;
    int row0 = blockIdx.x / tilesOfN * SIZE;
    int column0 = blockIdx.x % tilesOfN * SIZE;
    // Thread (ty, tx) of 16 × 16 has rows ty·4 … + 3, and again 64 further; likewise columns: so a warp reads shared memory without conflicts.
    int ty = threadIdx.x / 16;
    int tx = threadIdx.x % 16;
    float sums[EACH][EACH] = {};
    float nextA[EACH];
    float nextB[EACH];
    fetch<SIZE>(nextA, a, row0, 0, k);
    fetch<SIZE>(nextB, b, column0, 0, k);
    for (int p0 = 0; p0 < k; p0 += STEP) {
        store<SIZE>(as, nextA, a);
        store<SIZE>(bs, nextB, b);
        __syncthreads();
        fetch<SIZE>(nextA, a, row0, p0 + STEP, k);
        fetch<SIZE>(nextB, b, column0, p0 + STEP, k);
#pragma unroll
        for (int p = 0; p < STEP; p++) {
            float x[EACH];
            float y[EACH];
#pragma unroll
            for (int i = 0; i < EACH; i++) {
                x[i] = as[p][ty * 4 + i % 4 + 64 * (i / 4)];
                y[i] = bs[p][tx * 4 + i % 4 + 64 * (i / 4)];
            }
#pragma unroll
            for (int i = 0; i < EACH; i++) {
#pragma unroll
                for (int j = 0; j < EACH; j++) {
                    sums[i][j] = fmaf(x[i], y[j], sums[i][j]);
                }
            }
        }
        __syncthreads();
    }
#pragma unroll
    for (int i = 0; i < EACH; i++) {
#pragma unroll
        for (int j = 0; j < EACH; j++) {
            c.put(row0 + ty * 4 + i % 4 + 64 * (i / 4), column0 + tx * 4 + j % 4 + 64 * (j / 4), sums[i][j], m, n);
        }
    }
}

#define GEMM_FP32(NAME, SIZE)                                                                                                 \
    extern "C" __global__ void __launch_bounds__(256) NAME(                                                                   \
        int transposeA, int transposeB, int m, int n, int k, float alpha, const float* a, int lda, long strideA,              \
        const float* b, int ldb, long strideB, float beta, float* c, int ldc, long strideC, const float* bias,                \
        int activation) {                                                                                                     \
        Operand left = {a + blockIdx.y * strideA, transposeA ? 1L : lda, transposeA ? lda : 1L, m};                           \
        Operand right = {b + blockIdx.y * strideB, transposeB ? ldb : 1L, transposeB ? 1L : ldb, n};                          \
        Result result = {c + blockIdx.y * strideC, ldc, alpha, beta, bias, activation};                                       \
        multiply<SIZE>(m, n, k, left, right, result);                                                                         \
    }

// Grid (tiles of C, batch).
GEMM_FP32(gemm128, 128)
GEMM_FP32(gemm64, 64)

// y[i] = Σ a[i, p]·x[p]. A warp or a block a row (common.cuh): A is read once, as it lies.
extern "C" __global__ void gemv(int m, int k, const float* a, int lda, const float* x, float* y) {
    long row = rowOfBlock();
    if (row >= m) {
        return;
    }
    float sum = 0.0f;
    for (int p = threadIdx.x; p < k; p += blockDim.x) {
        sum = fmaf(a[row * lda + p], x[p], sum);
    }
    sum = reduceRow(sum, Add());
    if (threadIdx.x == 0) {
        y[row] = sum;
    }
}

// Four signed bytes of A to an int; bytes beyond k do not count.
extern "C" __global__ void gemvBytes(int m, int k, const int* a, const float* scale, const float* x, float* y) {
    long row = rowOfBlock();
    if (row >= m) {
        return;
    }
    int ints = (k + 3) / 4;
    float sum = 0.0f;
    for (int p = threadIdx.x; p < ints; p += blockDim.x) {
        int four = a[row * ints + p];
#pragma unroll
        for (int b = 0; b < 4; b++) {
            if (4 * p + b < k) {
                sum = fmaf((float) (signed char) (four >> 8 * b), x[4 * p + b], sum);
            }
        }
    }
    sum = reduceRow(sum, Add());
    if (threadIdx.x == 0) {
        y[row] = scale[row] * sum;
    }
}
