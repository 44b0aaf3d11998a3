// The instructions of tensor cores and of asynchronous copies, as the PTX ISA 7.8 describes them; sm_80 and newer.
#pragma once

// Copies 16 bytes from global to shared memory without registers; those beyond `bytes` become 0. Both addresses are multiples of 16.
__device__ __forceinline__ void copyFour(float* shared, const float* global, int bytes) {
    unsigned to = (unsigned) __cvta_generic_to_shared(shared);
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(global), "r"(bytes) : "memory");
}

// As copyFour, one number.
__device__ __forceinline__ void copyOne(float* shared, const float* global, int bytes) {
    unsigned to = (unsigned) __cvta_generic_to_shared(shared);
    asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(to), "l"(global), "r"(bytes) : "memory");
}

// Ends a group of copies.
__device__ __forceinline__ void commitCopies() { asm volatile("cp.async.commit_group;" ::: "memory"); }

// Waits until at most `PENDING` groups of this thread's copies are not done.
template <int PENDING>
__device__ __forceinline__ void waitForCopies() {
    asm volatile("cp.async.wait_group %0;" ::"n"(PENDING) : "memory");
}

// x rounded to the nearest TF32: 8 bits of exponent, 10 of mantissa.
__device__ __forceinline__ unsigned roundToTf32(float x) {
    unsigned rounded;
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(rounded) : "f"(x));
    return rounded;
}

// Two numbers rounded to the nearest bfloat16, the first in the lower half.
__device__ __forceinline__ unsigned packBf16(float first, float second) {
    unsigned packed;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(second), "f"(first));
    return packed;
}

// D += A·B by one warp, A (16, 8), B (8, 8), D (16, 8). With g = lane / 4, t = lane mod 4 (PTX ISA, "mma.m16n8k8", .tf32):
//   a[0] = A[g, t]   a[1] = A[g + 8, t]   a[2] = A[g, t + 4]   a[3] = A[g + 8, t + 4]
//   b[0] = B[t, g]   b[1] = B[t + 4, g]
//   d[0] = D[g, 2t]  d[1] = D[g, 2t + 1]  d[2] = D[g + 8, 2t]  d[3] = D[g + 8, 2t + 1]
__device__ __forceinline__ void multiplyTf32(float d[4], const unsigned a[4], const unsigned b[2]) {
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

// D += A·B by one warp, A (16, 16), B (16, 8), D (16, 8). A register holds two neighbours along k ("mma.m16n8k16", .bf16):
//   a[0] = A[g, 2t …]   a[1] = A[g + 8, 2t …]   a[2] = A[g, 2t + 8 …]   a[3] = A[g + 8, 2t + 8 …]
//   b[0] = B[2t …, g]   b[1] = B[2t + 8 …, g]   d as for TF32
__device__ __forceinline__ void multiplyBf16(float d[4], const unsigned a[4], const unsigned b[2]) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
