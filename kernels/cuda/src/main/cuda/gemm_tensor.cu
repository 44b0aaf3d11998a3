// C = f(α·op(A)·op(B) + β·C + bias) on tensor cores: A and B rounded to TF32 or bfloat16, sums in float32. A number's sum goes over k in the same
// steps whatever the tile, so results do not depend on sizes or places; the host may cut a long sum along k, where it says so.
//
// A block computes a tile of C, 128 × 128 with 8 warps of 64 × 32 or 64 × 64 with 4 warps of 32 × 32, in steps of 16 along k. Three steps of both
// operands are in shared memory: while one is multiplied, asynchronous copies bring the next two. A tile lies there as its operand
// does in global memory, with its columns exchanged by rows, so that neither the copies nor the fragments' reads meet in a bank.
#include "fragments.cuh"
#include "tensor_product.cuh"

#define STEP 16
#define STAGES 3

// Where op(X)[i, p] of a tile stands in shared memory: four neighbours stay neighbours, and the pairs that half a warp reads (inward, at once, of
// four rows; otherwise one number after the other, of eight columns) stand in different banks.
template <bool INWARD, int SIZE>
__device__ __forceinline__ int placeOf(int i, int p) {
    if (INWARD) {
        return i * STEP + (p ^ ((i & 2) << 2 | (i & 4)));
    }
    return p * SIZE + (i ^ (((p + (p >> 2)) & 3) << 3));
}

template <bool INWARD, int SIZE>
__device__ __forceinline__ void copyTile(float* tile, const Operand& x, int first, int p0, int k) {
    constexpr int THREADS = SIZE * 2;
    constexpr int LINE = INWARD ? STEP : SIZE; // numbers side by side
    int width = x.aligned ? 4 : 1;
#pragma unroll 4
    for (int at = threadIdx.x * width; at < SIZE * STEP; at += THREADS * width) {
        int line = at / LINE;
        int column = at % LINE;
        int i = INWARD ? line : column;
        int p = INWARD ? column : line;
        int left = INWARD ? k - (p0 + p) : x.count - (first + i); // numbers to the end of the line
        bool inside = left > 0 && (INWARD ? first + i < x.count : p0 + p < k);
        const float* from = x.numbers;
        if (inside) {
            from += INWARD ? (first + i) * x.leading + p0 + p : (p0 + p) * x.leading + first + i;
        }
        copyNumbers(tile + placeOf<INWARD, SIZE>(i, p), from, inside ? left : 0, x.aligned);
    }
}

// Neighbours p and p + 1 along k, p even.
template <bool INWARD, int SIZE>
__device__ __forceinline__ float2 pairOf(const float* tile, int i, int p) {
    if (INWARD) {
        return *(const float2*) (tile + placeOf<true, SIZE>(i, p));
    }
    return {tile[placeOf<false, SIZE>(i, p)], tile[placeOf<false, SIZE>(i, p + 1)]};
}

template <bool BF16, bool A_INWARD, bool B_INWARD, int SIZE>
__device__ __forceinline__ void multiplyMatrices(int m, int n, int k, const Operand& a, const Operand& b, const Result& c) {
    constexpr int WARPS_ALONG_N = SIZE / 32;
    constexpr int TILES_M = SIZE / 32; // of 16 rows, per warp: two warps lie along m
    constexpr int TILES_N = 4;         // of 8 columns
    constexpr int TILE = SIZE * STEP;
    __shared__ __align__(16) float shared[2 * STAGES * TILE]; // the steps of A, then those of B
    float* as = shared;
    float* bs = shared + STAGES * TILE;
    int tilesOfN = (n + SIZE - 1) / SIZE;
    int row0 = blockIdx.x / tilesOfN * SIZE;
    int column0 = blockIdx.x % tilesOfN * SIZE;
    int warp = threadIdx.x >> 5;
    int g = (threadIdx.x & 31) >> 2;
    int t = threadIdx.x & 3;
    int rowOfWarp = warp / WARPS_ALONG_N * (SIZE / 2);
    int columnOfWarp = warp % WARPS_ALONG_N * 32;
    float sums[TILES_M][TILES_N][4] = {};
    int steps = (k + STEP - 1) / STEP;
    for (int step = 0; step < STAGES - 1; step++) {
        copyTile<A_INWARD, SIZE>(as + step * TILE, a, row0, step * STEP, k);
        copyTile<B_INWARD, SIZE>(bs + step * TILE, b, column0, step * STEP, k);
        commitCopies();
    }
    for (int step = 0; step < steps; step++) {
        waitForCopies<STAGES - 2>();
        __syncthreads(); // this step has come, and all are done with the one that the next copies replace
        int next = step + STAGES - 1;
        copyTile<A_INWARD, SIZE>(as + next % STAGES * TILE, a, row0, next * STEP, k);
        copyTile<B_INWARD, SIZE>(bs + next % STAGES * TILE, b, column0, next * STEP, k);
        commitCopies();
        const float* left = as + step % STAGES * TILE;
        const float* right = bs + step % STAGES * TILE;
        Left<BF16> x[TILES_M];
        Right<BF16> y[TILES_N];
#pragma unroll
        for (int half = 0; half < 2; half++) {
            int p = 8 * half + 2 * t;
#pragma unroll
            for (int i = 0; i < TILES_M; i++) {
                int row = rowOfWarp + 16 * i + g;
                x[i].set(half, pairOf<A_INWARD, SIZE>(left, row, p), pairOf<A_INWARD, SIZE>(left, row + 8, p));
            }
#pragma unroll
            for (int j = 0; j < TILES_N; j++) {
                y[j].set(half, pairOf<B_INWARD, SIZE>(right, columnOfWarp + 8 * j + g, p));
            }
        }
#pragma unroll
        for (int i = 0; i < TILES_M; i++) {
#pragma unroll
            for (int j = 0; j < TILES_N; j++) {
                multiply(sums[i][j], x[i], y[j]);
            }
        }
    }
    waitForCopies<0>();
    storeTile<SIZE>(shared, c, row0, column0, m, n, [&](int half, int line) {
        if (rowOfWarp != half * (SIZE / 2)) {
            return;
        }
#pragma unroll
        for (int i = 0; i < TILES_M; i++) {
#pragma unroll
            for (int j = 0; j < TILES_N; j++) {
#pragma unroll
                for (int e = 0; e < 4; e++) {
                    int row = 16 * i + g + 8 * (e / 2);
                    shared[row * line + columnOfWarp + 8 * j + 2 * t + e % 2] = sums[i][j][e];
                }
            }
        }
    });
}

// N: as stored, T: transposed.
#define GEMM_TENSOR(PRECISION, BF16, SIZE)                                                     \
    PRODUCT(gemm##PRECISION##NN##SIZE, (2 * SIZE), multiplyMatrices<BF16, true, false, SIZE>)  \
    PRODUCT(gemm##PRECISION##NT##SIZE, (2 * SIZE), multiplyMatrices<BF16, true, true, SIZE>)   \
    PRODUCT(gemm##PRECISION##TN##SIZE, (2 * SIZE), multiplyMatrices<BF16, false, false, SIZE>) \
    PRODUCT(gemm##PRECISION##TT##SIZE, (2 * SIZE), multiplyMatrices<BF16, false, true, SIZE>)

GEMM_TENSOR(Tf32, false, 128)
GEMM_TENSOR(Tf32, false, 64)
GEMM_TENSOR(Bf16, true, 128)
GEMM_TENSOR(Bf16, true, 64)
