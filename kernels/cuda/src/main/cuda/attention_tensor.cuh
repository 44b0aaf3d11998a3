// Attention on tensor cores: the passes of attention.cu (Dao et al. 2022, "FlashAttention", algorithms 1 and 4) with the factors of all products
// rounded to TF32 or bfloat16; sums, softmax and what multiplies the probabilities are float32. For heads of at most 32, 64 or 128 dimensions.
#pragma once

#include "attention_tiles.cuh"

// For four products of a lane, bit i whether i is kept. Two neighbouring lanes share the Philox blocks of rows g and g + 8: each draws one.
__device__ __forceinline__ unsigned keptOfQueries(const Dropout& dropout, long row, int heads, int head, int key) {
    int odd = threadIdx.x & 1;
    if (dropout.threshold == 0) {
        return 15;
    }
    unsigned own = keptOfFour(dropout, row + 8 * odd, heads, head, key + (pairOfLane() & 4));
    unsigned other = __shfl_xor_sync(ALL_LANES, own, 1);
    unsigned upper = odd ? other : own;
    unsigned lower = odd ? own : other;
    return (upper >> 2 * odd & 3) | (lower >> 2 * odd & 3) << 2;
}

// As keptOfQueries where rows are keys: `key` is that of row g. Four lanes, of neighbouring keys, share the blocks of their four products.
__device__ __forceinline__ unsigned keptOfKeys(const Dropout& dropout, long row, int heads, int head, int key) {
    if (dropout.threshold == 0) {
        return 15;
    }
    int place = groupOfLane() & 3;
    unsigned own = keptOfFour(dropout, row + (place & 1), heads, head, key - place + 4 * (place & 2));
    unsigned kept = 0;
#pragma unroll
    for (int i = 0; i < 4; i++) {
        unsigned word = __shfl_sync(ALL_LANES, own, (threadIdx.x & 19) | i << 2);
        kept |= (word >> place & 1) << i;
    }
    return kept;
}

// Stores the results of rows g and g + 8 of a warp, times a factor each.
template <int D>
__device__ __forceinline__ void store(
    const float results[][4], float upper, float lower, float* to, long leading, long first, int rows, int headDim) {
#pragma unroll
    for (int i = 0; i < 4; i++) {
        int row = rowOfWarp() + groupOfLane() + 8 * (i / 2);
#pragma unroll
        for (int j = 0; j < Sizes<D>::TILES; j++) {
            int d = 8 * j + pairOfLane() + i % 2;
            if (row < rows && d < headDim) {
                to[(first + row) * leading + d] = results[j][i] * (i < 2 ? upper : lower);
            }
        }
    }
}

// out = dropout(softmax(scale·Q·Kᵀ))·V, with the largest score so far and the sum as in attend.
template <bool BF16, int D>
__device__ __forceinline__ void attendTile(
    const Tile& tile, const Dropout& dropout, int heads, int headDim, float scale, int causal, float* out, int ldOut,
    float* logSumExp, int totalQueries) {
    constexpr int PRODUCTS = Sizes<D>::COLUMNS / 8;
    __shared__ __align__(16) float shared[Sizes<D>::SHARED];
    int rows = min(Sizes<D>::ROWS, tile.queries - tile.start);
    long first = tile.firstQuery + tile.start;
    copyRows<D>(shared, tile.qs, first, rows, Sizes<D>::ROWS, headDim);
    commitCopies();
    waitForCopies<0>();
    __syncthreads();
    LeftRows<BF16, D, true> queries(shared);
    int row = rowOfWarp() + groupOfLane();
    int seen = causal ? min(tile.keys, tile.start + rows) : tile.keys;
    float max[2] = {MINUS_INFINITY, MINUS_INFINITY};
    float sum[2] = {};
    float results[Sizes<D>::TILES][4] = {};
    constexpr int STAGES = Sizes<D>::STAGES;
    stream<D, STAGES>(shared, tile.ks, tile.vs, tile.firstKey, 0, seen, headDim, [&](int key, const float* ks, const float* vs) {
        if (rowOfWarp() >= rows) {
            return;
        }
        float scores[PRODUCTS][4] = {};
        multiplyRows(scores, queries, ks);
        float shrink[2];
        float base[2];
#pragma unroll
        for (int half = 0; half < 2; half++) {
            int end = causal ? min(tile.keys, tile.start + row + 8 * half + 1) : tile.keys;
            float larger = max[half];
#pragma unroll
            for (int j = 0; j < PRODUCTS; j++) {
#pragma unroll
                for (int i = 2 * half; i < 2 * half + 2; i++) {
                    bool visible = key + 8 * j + pairOfLane() + i % 2 < end;
                    scores[j][i] = visible ? scores[j][i] * scale : MINUS_INFINITY;
                    larger = Larger()(larger, scores[j][i]);
                }
            }
            larger = reduceQuad(larger, Larger());
            base[half] = larger == MINUS_INFINITY ? 0.0f : larger; // scores of −∞ alone weigh nothing yet
            shrink[half] = exponential(max[half] - base[half]);
            max[half] = larger;
        }
        float added[2] = {};
#pragma unroll
        for (int j = 0; j < PRODUCTS; j++) {
            unsigned kept = keptOfQueries(dropout, first + row, heads, tile.head, key + 8 * j);
#pragma unroll
            for (int i = 0; i < 4; i++) {
                float probability = exponential(scores[j][i] - base[i / 2]);
                added[i / 2] += probability;
                scores[j][i] = probability * dropout.factor(kept, i);
            }
        }
#pragma unroll
        for (int half = 0; half < 2; half++) {
            sum[half] = fmaf(sum[half], shrink[half], reduceQuad(added[half], Add()));
        }
#pragma unroll
        for (int j = 0; j < Sizes<D>::TILES; j++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
                results[j][i] *= shrink[i / 2];
            }
        }
        addWeighted<BF16, D>(results, scores, vs);
    });
    float upper = seen == 0 ? 0.0f : 1.0f / sum[0];
    float lower = seen == 0 ? 0.0f : 1.0f / sum[1];
    store<D>(results, upper, lower, out + tile.at, ldOut, first, rows, headDim);
    for (int half = 0; half < 2; half++) {
        if (logSumExp != nullptr && pairOfLane() == 0 && row + 8 * half < rows) {
            logSumExp[(long) tile.head * totalQueries + first + row + 8 * half] = max[half] + logarithm(sum[half]);
        }
    }
}

// Brings the rows of both matrices of a gradient's block, one after the other.
template <int D>
__device__ __forceinline__ void copyBoth(float* shared, const Rows& a, const Rows& b, long first, int rows, int headDim) {
    constexpr int ROWS = GradientSizes<D>::ROWS;
    copyRows<D>(shared, a, first, rows, ROWS, headDim);
    copyRows<D>(shared + ROWS * D, b, first, rows, ROWS, headDim);
    commitCopies();
    waitForCopies<0>();
    __syncthreads();
}

// What the gradients of all kinds are given.
struct Upper {
    const float* logSumExp;
    const float* deltas;
    Rows dOuts;
    int totalQueries;
};

// dQ = scale·dS·K, dS = P ∘ ((dO·Vᵀ) ∘ Z − D), P = e^(scale·Q·Kᵀ − lse).
template <bool BF16, int D>
__device__ __forceinline__ void queryGradientTile(
    const Tile& tile, const Dropout& dropout, int heads, int headDim, float scale, int causal, const Upper& given, float* dq, int lddq) {
    using Block = GradientSizes<D>;
    constexpr int PRODUCTS = Sizes<D>::COLUMNS / 8;
    __shared__ __align__(16) float shared[Block::SHARED];
    int rows = min(Block::ROWS, tile.queries - tile.start);
    int seen = causal ? min(tile.keys, tile.start + rows) : tile.keys;
    long first = tile.firstQuery + tile.start;
    copyBoth<D>(shared, tile.qs, given.dOuts, first, rows, headDim);
    LeftRows<BF16, D, Block::HELD> queries(shared);
    LeftRows<BF16, D, Block::HELD> uppers(shared + Block::ROWS * D);
    int row = rowOfWarp() + groupOfLane();
    float lse[2] = {};
    float delta[2] = {};
    for (int half = 0; half < 2; half++) {
        if (row + 8 * half < rows) {
            long place = (long) tile.head * given.totalQueries + first + row + 8 * half;
            lse[half] = given.logSumExp[place];
            delta[half] = given.deltas[place];
        }
    }
    float results[Sizes<D>::TILES][4] = {};
    auto work = [&](int key, const float* ks, const float* vs) {
        if (rowOfWarp() >= rows) {
            return;
        }
        float scores[PRODUCTS][4] = {};
        float products[PRODUCTS][4] = {};
        multiplyRows(scores, queries, ks);
        multiplyRows(products, uppers, vs);
#pragma unroll
        for (int j = 0; j < PRODUCTS; j++) {
            unsigned kept = keptOfQueries(dropout, first + row, heads, tile.head, key + 8 * j);
#pragma unroll
            for (int i = 0; i < 4; i++) {
                int query = row + 8 * (i / 2);
                int column = key + 8 * j + pairOfLane() + i % 2;
                bool visible = query < rows && column < tile.keys && (!causal || column <= tile.start + query);
                float probability = exponential(fmaf(scores[j][i], scale, -lse[i / 2]));
                float slope = probability * fmaf(products[j][i], dropout.factor(kept, i), -delta[i / 2]);
                scores[j][i] = visible ? slope : 0.0f;
            }
        }
        addWeighted<BF16, D>(results, scores, ks);
    };
    stream<D, Block::STAGES>(shared + Block::STREAM, tile.ks, tile.vs, tile.firstKey, 0, seen, headDim, work);
    store<D>(results, scale, scale, dq + tile.at, lddq, first, rows, headDim);
}

// dV = (P ∘ Z)ᵀ·dO, dK = scale·dSᵀ·Q: the rows of a block are keys, the columns queries.
template <bool BF16, int D>
__device__ __forceinline__ void keyValueGradientTile(
    const Tile& tile, const Dropout& dropout, int heads, int headDim, float scale, int causal, const Upper& given, float* dk, float* dv,
    int lddkv) {
    using Block = GradientSizes<D>;
    constexpr int PRODUCTS = Sizes<D>::COLUMNS / 8;
    __shared__ __align__(16) float shared[Block::SHARED];
    int rows = min(Block::ROWS, tile.keys - tile.start);
    long first = tile.firstKey + tile.start;
    copyBoth<D>(shared, tile.ks, tile.vs, first, rows, headDim);
    LeftRows<BF16, D, Block::HELD> keys(shared);
    LeftRows<BF16, D, Block::HELD> values(shared + Block::ROWS * D);
    int row = rowOfWarp() + groupOfLane();
    float dKeys[Sizes<D>::TILES][4] = {};
    float dValues[Sizes<D>::TILES][4] = {};
    auto work = [&](int query, const float* qs, const float* dOuts) {
        if (rowOfWarp() >= rows) {
            return;
        }
        float scores[PRODUCTS][4] = {};
        float products[PRODUCTS][4] = {};
        multiplyRows(scores, keys, qs);
        multiplyRows(products, values, dOuts);
#pragma unroll
        for (int j = 0; j < PRODUCTS; j++) {
            int neighbour = query + 8 * j + pairOfLane();
            unsigned kept = keptOfKeys(dropout, tile.firstQuery + neighbour, heads, tile.head, tile.start + row);
#pragma unroll
            for (int i = 0; i < 4; i++) {
                int key = row + 8 * (i / 2);
                int column = neighbour + i % 2;
                float weight = 0.0f;
                float slope = 0.0f;
                if (key < rows && column < tile.queries && (!causal || tile.start + key <= column)) {
                    long place = (long) tile.head * given.totalQueries + tile.firstQuery + column;
                    float factor = dropout.factor(kept, i);
                    float probability = exponential(fmaf(scores[j][i], scale, -given.logSumExp[place]));
                    slope = probability * fmaf(products[j][i], factor, -given.deltas[place]);
                    weight = probability * factor;
                }
                scores[j][i] = slope;
                products[j][i] = weight;
            }
        }
        addWeighted<BF16, D>(dKeys, scores, qs);
        addWeighted<BF16, D>(dValues, products, dOuts);
    };
    int begin = causal ? tile.start : 0; // no query before the tile sees its keys
    stream<D, Block::STAGES>(
        shared + Block::STREAM, tile.qs, given.dOuts, tile.firstQuery, begin, tile.queries, headDim, work);
    store<D>(dKeys, scale, scale, dk + tile.at, lddkv, first, rows, headDim);
    store<D>(dValues, 1.0f, 1.0f, dv + tile.at, lddkv, first, rows, headDim);
}

// The kernels of one precision and size of heads. Grid (tiles of rows, heads); parameters as in attention.cu.
#define ATTENTION_PARAMETERS                                                                                                  \
    const float *q, int ldq, const float *k, const float *v, int ldkv, const int *tiles, const int *queryOffsets,             \
        const int *keyOffsets, int heads, int headDim, float scale, int causal, long seed, long stream, int threshold,        \
        float keepScale

#define ATTENTION_TENSOR(NAME, BF16, D)                                                                                       \
    extern "C" __global__ void __launch_bounds__(128, 2)                                                                      \
        attend##NAME(ATTENTION_PARAMETERS, float* out, int ldOut, float* logSumExp, int totalQueries) {                       \
        Tile tile = tileOfBlock(q, ldq, k, v, ldkv, tiles, queryOffsets, keyOffsets, headDim);                                \
        Dropout dropout = {(unsigned long) seed, (unsigned long) stream, threshold, keepScale};                               \
        attendTile<BF16, D>(tile, dropout, heads, headDim, scale, causal, out, ldOut, logSumExp, totalQueries);               \
    }                                                                                                                         \
    extern "C" __global__ void __launch_bounds__(2 * GradientSizes<D>::ROWS, 2) queryGradient##NAME(                          \
        ATTENTION_PARAMETERS, const float* logSumExp, const float* deltas, const float* dOut, int lddOut, float* dq,          \
        int lddq, int totalQueries) {                                                                                         \
        Tile tile = tileOfBlock(q, ldq, k, v, ldkv, tiles, queryOffsets, keyOffsets, headDim);                                \
        Dropout dropout = {(unsigned long) seed, (unsigned long) stream, threshold, keepScale};                               \
        Upper upper = {logSumExp, deltas, {dOut + tile.at, lddOut}, totalQueries};                                            \
        queryGradientTile<BF16, D>(tile, dropout, heads, headDim, scale, causal, upper, dq, lddq);                            \
    }                                                                                                                         \
    extern "C" __global__ void __launch_bounds__(2 * GradientSizes<D>::ROWS, 2) keyValueGradient##NAME(                       \
        ATTENTION_PARAMETERS, const float* logSumExp, const float* deltas, const float* dOut, int lddOut, float* dk,          \
        float* dv, int lddkv, int totalQueries) {                                                                             \
        Tile tile = tileOfBlock(q, ldq, k, v, ldkv, tiles, queryOffsets, keyOffsets, headDim);                                \
        Dropout dropout = {(unsigned long) seed, (unsigned long) stream, threshold, keepScale};                               \
        Upper upper = {logSumExp, deltas, {dOut + tile.at, lddOut}, totalQueries};                                            \
        keyValueGradientTile<BF16, D>(tile, dropout, heads, headDim, scale, causal, upper, dk, dv, lddkv);                    \
    }
