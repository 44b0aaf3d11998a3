// What the kernels of attention share: the tiles of a packed batch, dropout, and what the four neighbouring threads of a row do together.
#pragma once

#include "common.cuh"
#include "functions.cuh"

// A matrix of one head's columns within rows of `leading` numbers.
struct Rows {
    const float* numbers;
    int leading;
};

// Dropout of probabilities: u ≥ p in integers, as io.isotropy.kernels.AttentionDropout counts the numbers. Without dropout keepScale is 1 and
// the threshold 0.
struct Dropout {
    unsigned long seed;
    unsigned long stream;
    int threshold;
    float keepScale;

    // What a probability is multiplied by, given which of its neighbours are kept.
    __device__ __forceinline__ float factor(unsigned kept, int i) const { return kept >> i & 1 ? keepScale : 0.0f; }
};

// Which of four keys of a query and head are kept, from a key that 4 divides: bit i for key + i.
__device__ __forceinline__ unsigned keptOfFour(Dropout dropout, long row, int heads, int head, int key) {
    if (dropout.threshold == 0) {
        return 15;
    }
    unsigned words[4];
    philox(dropout.seed, dropout.stream, ((row * heads + head) << 29) + (key >> 2), words);
    unsigned kept = 0;
#pragma unroll
    for (int k = 0; k < 4; k++) {
        kept |= (int) (words[k] >> 8) >= dropout.threshold ? 1u << k : 0u;
    }
    return kept;
}

// What a block works on: a tile of rows of one segment, as the host lists them (segment, first row within it), and a head.
struct Tile {
    int firstQuery;
    int queries;
    int firstKey;
    int keys;
    int start;
    int head;
    long at; // the head's first column
    Rows qs;
    Rows ks;
    Rows vs;
};

__device__ __forceinline__ Tile tileOfBlock(
    const float* q, int ldq, const float* k, const float* v, int ldkv, const int* tiles, const int* queryOffsets,
    const int* keyOffsets, int headDim) {
    int segment = tiles[2 * blockIdx.x];
    Tile tile;
    tile.head = blockIdx.y;
    tile.at = (long) tile.head * headDim;
    tile.qs = {q + tile.at, ldq};
    tile.ks = {k + tile.at, ldkv};
    tile.vs = {v + tile.at, ldkv};
    tile.firstQuery = queryOffsets[segment];
    tile.queries = queryOffsets[segment + 1] - tile.firstQuery;
    tile.firstKey = keyOffsets[segment];
    tile.keys = keyOffsets[segment + 1] - tile.firstKey;
    tile.start = tiles[2 * blockIdx.x + 1];
    return tile;
}

// The result of the four threads of a row.
template <typename Op>
__device__ __forceinline__ float reduceQuad(float value, Op op) {
    value = op(value, __shfl_xor_sync(ALL_LANES, value, 1));
    return op(value, __shfl_xor_sync(ALL_LANES, value, 2));
}
