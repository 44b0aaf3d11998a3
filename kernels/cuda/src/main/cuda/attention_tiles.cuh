// Tiles of attention on tensor cores: how they lie in shared memory, pass by, and are multiplied.
//
// A block takes rows of one segment and head (queries, or keys for their gradients), 16 to a warp, against columns that pass by in small tiles:
// while one is multiplied, asynchronous copies bring the next. A warp's scores stay in the registers where the first product leaves
// them, which is where the second product wants its left operand. Rows of a tile lie in shared memory with their dimensions
// exchanged, so that pairs along a row and pairs down a column can both be read without meeting in a bank.
#pragma once

#include "attention.cuh"
#include "fragments.cuh"

#define MINUS_INFINITY __int_as_float(0xFF800000)

// Sizes for heads of at most D dimensions: at most 48 KiB of shared memory and 255 registers. Two matrices pass by, STAGES tiles of each at a time.
template <int D>
struct Sizes {
    static constexpr int ROWS = 64;
    static constexpr int COLUMNS = D > 64 ? 16 : 32; // of a tile
    static constexpr int TILE = COLUMNS * D;
    static constexpr int STEPS = D / 16; // along the dimensions
    static constexpr int TILES = D / 8;  // of a result, 8 dimensions wide
    static constexpr int STAGES = 2;
    static constexpr int SHARED = 4 * TILE > ROWS * D ? 4 * TILE : ROWS * D;
};

// Sizes of the gradients' blocks, whose rows are of two matrices. HELD: they stay in registers, and the passing tiles replace them in shared memory.
template <int D>
struct GradientSizes {
    static constexpr bool HELD = D <= 64;
    static constexpr int ROWS = HELD ? 64 : 32;
    static constexpr int STAGES = HELD ? 2 : 1;
    static constexpr int STREAM = HELD ? 0 : 2 * ROWS * D; // where the passing tiles begin
    static constexpr int SHARED = HELD ? 2 * ROWS * D : 2 * ROWS * D + 2 * Sizes<D>::TILE;
};

// This lane's place in the tables of tensor cores.
__device__ __forceinline__ int groupOfLane() { return (threadIdx.x & 31) >> 2; }

__device__ __forceinline__ int pairOfLane() { return 2 * (threadIdx.x & 3); }

__device__ __forceinline__ int rowOfWarp() { return (threadIdx.x >> 5) * 16; }

// Where dimension d of row r stands. Four neighbours stay neighbours.
template <int D>
__device__ __forceinline__ int placeOf(int r, int d) {
    return r * D + (d ^ ((((r & 3) ^ ((r >> 2) & 1)) << 3) | (r & 4)));
}

// The numbers d and d + 1 of row r, d even.
template <int D>
__device__ __forceinline__ float2 alongRow(const float* tile, int r, int d) {
    return *(const float2*) (tile + placeOf<D>(r, d));
}

// The numbers d of rows r and r + 1.
template <int D>
__device__ __forceinline__ float2 downColumn(const float* tile, int r, int d) {
    return {tile[placeOf<D>(r, d)], tile[placeOf<D>(r + 1, d)]};
}

// tile ← `size` rows of the head from `first` on; zeros beyond `count` rows and the head's end.
template <int D>
__device__ __forceinline__ void copyRows(float* tile, Rows rows, long first, int count, int size, int headDim) {
    bool aligned = ((unsigned long) rows.numbers & 15) == 0 && (rows.leading & 3) == 0;
    int width = aligned ? 4 : 1;
    for (int at = threadIdx.x * width; at < size * D; at += blockDim.x * width) {
        int r = at / D;
        int d = at % D;
        bool inside = r < count && d < headDim;
        const float* from = inside ? rows.numbers + (first + r) * rows.leading + d : rows.numbers;
        copyNumbers(tile + placeOf<D>(r, d), from, inside ? headDim - d : 0, aligned);
    }
}

// This warp's 16 rows as left operands: in registers, or read from shared memory each time.
template <bool BF16, int D, bool HELD>
struct LeftRows {
    const float* tile;
    Left<BF16> held[HELD ? Sizes<D>::STEPS : 1];

    __device__ __forceinline__ explicit LeftRows(const float* rows) : tile(rows) {
#pragma unroll
        for (int step = 0; HELD && step < Sizes<D>::STEPS; step++) {
            held[step] = read(step);
        }
    }

    __device__ __forceinline__ Left<BF16> read(int step) const {
        Left<BF16> left;
#pragma unroll
        for (int half = 0; half < 2; half++) {
            int row = rowOfWarp() + groupOfLane();
            int d = 16 * step + 8 * half + pairOfLane();
            left.set(half, alongRow<D>(tile, row, d), alongRow<D>(tile, row + 8, d));
        }
        return left;
    }

    __device__ __forceinline__ Left<BF16> at(int step) const { return HELD ? held[step] : read(step); }
};

// products[j] = rows·columnsᵀ, of columns 8j … 8j + 7.
template <bool BF16, int D, bool HELD>
__device__ __forceinline__ void multiplyRows(
    float products[][4], const LeftRows<BF16, D, HELD>& rows, const float* columns) {
#pragma unroll
    for (int step = 0; step < Sizes<D>::STEPS; step++) {
        Left<BF16> left = rows.at(step);
#pragma unroll
        for (int j = 0; j < Sizes<D>::COLUMNS / 8; j++) {
            Right<BF16> right;
#pragma unroll
            for (int half = 0; half < 2; half++) {
                right.set(half, alongRow<D>(columns, 8 * j + groupOfLane(), 16 * step + 8 * half + pairOfLane()));
            }
            multiply(products[j], left, right);
        }
    }
}

// results[j] += weights·columns, of dimensions 8j … 8j + 7; weights as products stand.
template <bool BF16, int D>
__device__ __forceinline__ void addWeighted(float results[][4], const float weights[][4], const float* columns) {
#pragma unroll
    for (int step = 0; step < Sizes<D>::COLUMNS / 16; step++) {
        Left<BF16> left;
#pragma unroll
        for (int half = 0; half < 2; half++) {
            const float* pairs = weights[2 * step + half];
            left.set(half, {pairs[0], pairs[1]}, {pairs[2], pairs[3]});
        }
#pragma unroll
        for (int j = 0; j < Sizes<D>::TILES; j++) {
            Right<BF16> right;
#pragma unroll
            for (int half = 0; half < 2; half++) {
                right.set(half, downColumn<D>(columns, 16 * step + 8 * half + pairOfLane(), 8 * j + groupOfLane()));
            }
            multiply(results[j], left, right);
        }
    }
}

// Calls work(column, a, b) for the tiles of two matrices, whose columns `begin` … `end` − 1 are rows from `first` on in memory.
template <int D, int STAGES, typename Work>
__device__ __forceinline__ void stream(
    float* shared, const Rows& a, const Rows& b, long first, int begin, int end, int headDim, Work work) {
    constexpr int COLUMNS = Sizes<D>::COLUMNS;
    constexpr int TILE = Sizes<D>::TILE;
    auto copy = [&](int step) {
        int column = begin + step * COLUMNS;
        if (column < end) {
            float* stage = shared + step % STAGES * 2 * TILE;
            copyRows<D>(stage, a, first + column, end - column, COLUMNS, headDim);
            copyRows<D>(stage + TILE, b, first + column, end - column, COLUMNS, headDim);
        }
        commitCopies();
    };
    __syncthreads(); // what was there has been read
    for (int step = 0; step < STAGES - 1; step++) {
        copy(step);
    }
    for (int step = 0; begin + step * COLUMNS < end; step++) {
        __syncthreads(); // all are done with the tiles that the next replace
        copy(step + STAGES - 1);
        waitForCopies<STAGES - 1>();
        __syncthreads(); // this step's tiles have come
        const float* stage = shared + step % STAGES * 2 * TILE;
        work(begin + step * COLUMNS, stage, stage + TILE);
    }
}
