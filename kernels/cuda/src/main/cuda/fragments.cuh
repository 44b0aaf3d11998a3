// What a warp's lanes give to its tensor cores, for TF32 and for bfloat16 alike. With g = lane / 4 and t = lane mod 4, a lane holds of every row
// or column the pairs of numbers 2t and 2t + 1 of each eight along k. TF32's tables ask for t and t + 4: but which of the eight places an
// instruction takes for which is free, as long as both operands agree, and pairs are one read of shared memory, and are what a lane
// has of a result that becomes an operand in turn.
#pragma once

#include "tensor_core.cuh"

// Copies what there is of four numbers to a place in shared memory, `left` until their line ends, and zeros beyond; only the first where addresses
// are no multiples of 16.
__device__ __forceinline__ void copyNumbers(float* shared, const float* global, int left, bool aligned) {
    if (aligned) {
        copyFour(shared, global, 4 * max(0, min(4, left)));
    } else {
        copyOne(shared, global, left > 0 ? 4 : 0);
    }
}

// Rows g and g + 8 of A (16, 16).
template <bool BF16>
struct Left {
    unsigned words[BF16 ? 4 : 8];

    // The pairs of the eight places from 8·half on, of row g and of row g + 8.
    __device__ __forceinline__ void set(int half, float2 upper, float2 lower) {
        if (BF16) {
            words[2 * half] = packBf16(upper.x, upper.y);
            words[2 * half + 1] = packBf16(lower.x, lower.y);
        } else {
            words[4 * half] = roundToTf32(upper.x);
            words[4 * half + 1] = roundToTf32(lower.x);
            words[4 * half + 2] = roundToTf32(upper.y);
            words[4 * half + 3] = roundToTf32(lower.y);
        }
    }
};

// Column g of B (16, 8).
template <bool BF16>
struct Right {
    unsigned words[BF16 ? 2 : 4];

    __device__ __forceinline__ void set(int half, float2 pair) {
        if (BF16) {
            words[half] = packBf16(pair.x, pair.y);
        } else {
            words[2 * half] = roundToTf32(pair.x);
            words[2 * half + 1] = roundToTf32(pair.y);
        }
    }
};

// D += A·B: d[0], d[1] are the pair of row g, d[2], d[3] that of row g + 8.
template <bool BF16>
__device__ __forceinline__ void multiply(float d[4], const Left<BF16>& a, const Right<BF16>& b) {
    if (BF16) {
        multiplyBf16(d, a.words, b.words);
    } else {
        multiplyTf32(d, a.words, b.words);
        multiplyTf32(d, a.words + 4, b.words + 2);
    }
}
