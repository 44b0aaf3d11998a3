// C = f(α·op(A)·op(B) + β·C + bias) as gemm_tensor.cu, by the instructions of a whole warpgroup that Hopper has: their operands come from shared
// memory alone, rounded before they get there.
//
// A block of two warpgroups computes a tile of C, 128 × 128, in steps of 64 bytes along k: 16 numbers of TF32, 32 of bfloat16. Numbers go
// from global memory to registers, are rounded, and go on to shared memory, each row's neighbours along k side by side. Of three steps there one is
// being multiplied, one may still be, and one is replaced; the numbers of the next are on their way in registers.
#include "tensor_core.cuh"
#include "tensor_product.cuh"
#include "wgmma.cuh"

#define SIZE 128
#define THREADS 256
#define STAGES 3

// What a thread carries of one operand's step: groups of 16 bytes, rounded; 512 groups in all.
template <bool BF16, bool INWARD>
struct Carried {
    static constexpr int WIDTH = BF16 ? 8 : 4; // of a group
    static constexpr int GROUPS = 4 * SIZE / THREADS;
    float numbers[GROUPS][WIDTH];

    // Neighbouring threads read what lies side by side: groups of a row, or the same group of neighbouring rows.
    __device__ __forceinline__ static int rowOf(int c) { return INWARD ? (threadIdx.x + c * THREADS) / 4 : threadIdx.x % SIZE; }

    __device__ __forceinline__ static int groupOf(int c) { return INWARD ? threadIdx.x % 4 : threadIdx.x / SIZE + c * THREADS / SIZE; }

    __device__ __forceinline__ void load(const Operand& x, int first, int p0, int k) {
#pragma unroll
        for (int c = 0; c < GROUPS; c++) {
            int i = first + rowOf(c);
            int p = p0 + groupOf(c) * WIDTH;
            const float* from = x.numbers + (INWARD ? i * x.leading + p : p * x.leading + i);
            int inside = i < x.count ? k - p : 0; // of the group's numbers
            if (INWARD && x.aligned && inside >= WIDTH) {
#pragma unroll
                for (int e = 0; e < WIDTH; e += 4) {
                    float4 four = *(const float4*) (from + e);
                    numbers[c][e] = four.x;
                    numbers[c][e + 1] = four.y;
                    numbers[c][e + 2] = four.z;
                    numbers[c][e + 3] = four.w;
                }
            } else {
#pragma unroll
                for (int e = 0; e < WIDTH; e++) {
                    numbers[c][e] = e < inside ? from[INWARD ? e : e * x.leading] : 0.0f;
                }
            }
        }
    }

    __device__ __forceinline__ void store(uint4* matrix) const {
#pragma unroll
        for (int c = 0; c < GROUPS; c++) {
            unsigned words[4];
#pragma unroll
            for (int w = 0; w < 4; w++) {
                words[w] = BF16 ? packBf16(numbers[c][2 * w % WIDTH], numbers[c][(2 * w + 1) % WIDTH]) : roundToTf32(numbers[c][w]);
            }
            matrix[swizzledGroup(rowOf(c), groupOf(c))] = {words[0], words[1], words[2], words[3]};
        }
    }
};

template <bool BF16, bool A_INWARD, bool B_INWARD>
__device__ __forceinline__ void multiplyMatrices(int m, int n, int k, const Operand& a, const Operand& b, const Result& c) {
    constexpr int STEP = BF16 ? 32 : 16;
    constexpr int MATRIX = 4 * SIZE; // of groups
    __shared__ __align__(1024) uint4 shared[2 * STAGES * MATRIX];
    int tilesOfN = (n + SIZE - 1) / SIZE;
    int row0 = blockIdx.x / tilesOfN * SIZE;
    int column0 = blockIdx.x % tilesOfN * SIZE;
    int warpgroup = threadIdx.x / 128;
    float sums[64] = {};
    Carried<BF16, A_INWARD> left;
    Carried<BF16, B_INWARD> right;
    left.load(a, row0, 0, k);
    right.load(b, column0, 0, k);
    int stage = 0;
    for (int p = 0; p < k; p += STEP) {
        uint4* as = shared + 2 * stage * MATRIX;
        uint4* bs = as + MATRIX;
        left.store(as);
        right.store(bs);
        left.load(a, row0, p + STEP, k);
        right.load(b, column0, p + STEP, k);
        showToTensorCores();
        __syncthreads(); // this step has come, and all are done with the one before the last
        beginProducts();
        unsigned long rows = descriptorOf(as + warpgroup * (MATRIX / 2));
        unsigned long columns = descriptorOf(bs);
        multiplyGroup<BF16>(sums, rows, columns);
        multiplyGroup<BF16>(sums, rows + 2, columns + 2); // 32 bytes on
        commitProducts();
        waitForProducts<1>(sums);
        stage = stage + 1 == STAGES ? 0 : stage + 1;
    }
    waitForProducts<0>(sums);
    float* line0 = (float*) shared;
    storeTile<SIZE>(line0, c, row0, column0, m, n, [&](int half, int line) {
        if (warpgroup != half) {
            return;
        }
        int row = threadIdx.x % 128 / 32 * 16 + threadIdx.x % 32 / 4;
#pragma unroll
        for (int i = 0; i < 64; i++) {
            line0[(row + i % 4 / 2 * 8) * line + i / 4 * 8 + 2 * (threadIdx.x % 4) + i % 2] = sums[i];
        }
    });
}

// N: as stored, T: transposed.
#define GEMM_HOPPER(PRECISION, BF16)                                                   \
    PRODUCT(hopper##PRECISION##NN, (THREADS, 2), multiplyMatrices<BF16, true, false>)  \
    PRODUCT(hopper##PRECISION##NT, (THREADS, 2), multiplyMatrices<BF16, true, true>)   \
    PRODUCT(hopper##PRECISION##TN, (THREADS, 2), multiplyMatrices<BF16, false, false>) \
    PRODUCT(hopper##PRECISION##TT, (THREADS, 2), multiplyMatrices<BF16, false, true>)

GEMM_HOPPER(Tf32, false)
GEMM_HOPPER(Bf16, true)
