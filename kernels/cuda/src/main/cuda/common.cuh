// What all kernels share: places, sums of rows, Philox numbers. Numbers are combined in an order that sizes alone fix, without atomics:
// two runs give the same bits.
#pragma once

#define ALL_LANES 0xffffffffu

// This thread's place in a grid of one dimension, and the number of its threads.
__device__ __forceinline__ long gridPlace() { return (long) blockIdx.x * blockDim.x + threadIdx.x; }

__device__ __forceinline__ long gridThreads() { return (long) gridDim.x * blockDim.x; }

struct Add {
    template <typename T>
    __device__ __forceinline__ T operator()(T a, T b) const {
        return a + b;
    }
};

// The larger, the smaller; NaN if either is: fmaxf would drop it.
struct Larger {
    __device__ __forceinline__ float operator()(float a, float b) const { return a != a || a > b ? a : b; }
};

struct Smaller {
    __device__ __forceinline__ float operator()(float a, float b) const { return a != a || a < b ? a : b; }
};

// Row kernels come in two shapes: blocks of (32, 4) threads, a warp for each of four rows, and blocks of (256, 1), all for one row. The host
// chooses by the number of columns alone. Thread x of a row takes its columns x, x + blockDim.x, and so on.
__device__ __forceinline__ long rowOfBlock() { return (long) blockIdx.x * blockDim.y + threadIdx.y; }

// All threads of a row get the reduction of their values.
template <typename T, typename Op>
__device__ __forceinline__ T reduceRow(T value, Op op) {
    for (int distance = 16; distance > 0; distance >>= 1) {
        value = op(value, __shfl_xor_sync(ALL_LANES, value, distance));
    }
    if (blockDim.x > 32) {
        __shared__ T parts[32];
        __syncthreads(); // the parts of the reduction before may still be read
        if ((threadIdx.x & 31) == 0) {
            parts[threadIdx.x >> 5] = value;
        }
        __syncthreads();
        value = parts[0];
        for (int warp = 1; warp < blockDim.x >> 5; warp++) {
            value = op(value, parts[warp]);
        }
    }
    return value;
}

// Column kernels run in blocks of (32, 8) threads: column blockIdx.x·32 + threadIdx.x, of whose rows thread y takes every eighth. The thread of
// y = 0 gets the reduction of a column's values.
template <typename Op>
__device__ __forceinline__ float reduceColumn(float value, Op op) {
    __shared__ float parts[8][33];
    __syncthreads(); // the parts of the reduction before may still be read
    parts[threadIdx.y][threadIdx.x] = value;
    __syncthreads();
    for (int part = 1; threadIdx.y == 0 && part < 8; part++) {
        value = op(value, parts[part][threadIdx.x]);
    }
    return value;
}

// Philox4x32-10, Salmon et al. 2011: the four words of a counter, as io.isotropy.kernels.PhiloxBlock draws them.
__device__ __forceinline__ void philox(unsigned long seed, unsigned long stream, unsigned long counter, unsigned words[4]) {
    unsigned c0 = (unsigned) counter;
    unsigned c1 = (unsigned) (counter >> 32);
    unsigned c2 = (unsigned) stream;
    unsigned c3 = (unsigned) (stream >> 32);
    unsigned key0 = (unsigned) seed;
    unsigned key1 = (unsigned) (seed >> 32);
#pragma unroll
    for (int round = 0; round < 10; round++) {
        unsigned high0 = __umulhi(0xD2511F53u, c0);
        unsigned low0 = 0xD2511F53u * c0;
        unsigned high1 = __umulhi(0xCD9E8D57u, c2);
        unsigned low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ key0;
        c1 = low1;
        c2 = high0 ^ c3 ^ key1;
        c3 = low0;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
}
