// The instructions that a warpgroup, four warps, gives to Hopper's tensor cores, as the PTX ISA 8.0 describes them; sm_90a.
#pragma once

// A matrix (rows, 64 bytes) in shared memory from an address that 512 divides, each row's neighbours along k: rows 64 bytes apart, eight of them the
// unit of repetition, and the four groups of 16 bytes of a row exchanged as swizzledGroup says ("K-major, 64-byte swizzle").
__device__ __forceinline__ unsigned long descriptorOf(const void* matrix) {
    unsigned long address = __cvta_generic_to_shared(matrix);
    unsigned long between = 512; // bytes from eight rows to the next
    unsigned long swizzle64 = 2;
    return (address & 0x3FFFF) >> 4 | 1ul << 16 | between >> 4 << 32 | swizzle64 << 62;
}

// Where the four numbers or eight halves at `group` of a row stand: the places of 16 bytes from the matrix's beginning.
__device__ __forceinline__ int swizzledGroup(int row, int group) { return 4 * row + (group ^ ((row >> 1) & 3)); }

// To be called by those that wrote the matrices, before the barrier that the readers wait at.
__device__ __forceinline__ void showToTensorCores() { asm volatile("fence.proxy.async.shared::cta;" ::: "memory"); }

// To be called before the first product of a group: sums that were written by other means are theirs from here.
__device__ __forceinline__ void beginProducts() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }

// Ends a group of products.
__device__ __forceinline__ void commitProducts() { asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory"); }

// Waits until at most `PENDING` groups of products are not done.
template <int PENDING>
__device__ __forceinline__ void waitForProducts(float d[64]) {
    asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(PENDING) : "memory");
    if (PENDING == 0) {
#pragma unroll
        for (int i = 0; i < 64; i++) {
            asm volatile("" : "+f"(d[i])::"memory"); // nobody has read or moved it before
        }
    }
}

// D += A·Bᵀ of 32 bytes along k: A (64, ·), B (128, ·), D (64, 128). D lies in the four warps as that of mma.m16n8 in one: with w = warp mod 4,
// d[4j + i] is at row 16w + g + 8·(i / 2), column 8j + 2t + i mod 2.
template <bool BF16>
__device__ __forceinline__ void multiplyGroup(float d[64], unsigned long a, unsigned long b) {
#define MULTIPLY_GROUP(INSTRUCTION, TRANSPOSES)                                                                                      \
    asm volatile("wgmma.mma_async.sync.aligned." INSTRUCTION                                                                         \
                 " {%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "                                          \
                 "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, "                                  \
                 "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, "                                  \
                 "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63}, %64, %65, 1, 1, 1" TRANSPOSES ";" \
                 : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3]), "+f"(d[4]), "+f"(d[5]), "+f"(d[6]), "+f"(d[7]),                   \
                   "+f"(d[8]), "+f"(d[9]), "+f"(d[10]), "+f"(d[11]), "+f"(d[12]), "+f"(d[13]), "+f"(d[14]), "+f"(d[15]),             \
                   "+f"(d[16]), "+f"(d[17]), "+f"(d[18]), "+f"(d[19]), "+f"(d[20]), "+f"(d[21]), "+f"(d[22]), "+f"(d[23]),           \
                   "+f"(d[24]), "+f"(d[25]), "+f"(d[26]), "+f"(d[27]), "+f"(d[28]), "+f"(d[29]), "+f"(d[30]), "+f"(d[31]),           \
                   "+f"(d[32]), "+f"(d[33]), "+f"(d[34]), "+f"(d[35]), "+f"(d[36]), "+f"(d[37]), "+f"(d[38]), "+f"(d[39]),           \
                   "+f"(d[40]), "+f"(d[41]), "+f"(d[42]), "+f"(d[43]), "+f"(d[44]), "+f"(d[45]), "+f"(d[46]), "+f"(d[47]),           \
                   "+f"(d[48]), "+f"(d[49]), "+f"(d[50]), "+f"(d[51]), "+f"(d[52]), "+f"(d[53]), "+f"(d[54]), "+f"(d[55]),           \
                   "+f"(d[56]), "+f"(d[57]), "+f"(d[58]), "+f"(d[59]), "+f"(d[60]), "+f"(d[61]), "+f"(d[62]), "+f"(d[63])            \
                 : "l"(a), "l"(b))
    if (BF16) {
        MULTIPLY_GROUP("m64n128k16.f32.bf16.bf16", ", 0, 0");
    } else {
        MULTIPLY_GROUP("m64n128k8.f32.tf32.tf32", "");
    }
#undef MULTIPLY_GROUP
}
