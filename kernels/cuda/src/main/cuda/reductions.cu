// Sums, extremes and their places. Rows go by warps or blocks (common.cuh), columns by blocks of 32 columns × 8 rows. What is too long for one
// block is cut by its length alone, into pieces whose results are reduced in turn: no atomics, the same bits every run.
#include "common.cuh"

// In the order of io.isotropy.kernels.Reductions.Reduction.
enum Reduction { SUM, MAX, MIN, SUM_OF_SQUARES };

__device__ __forceinline__ float nothing(int reduction) {
    switch (reduction) {
        case MAX: return __int_as_float(0xFF800000);
        case MIN: return __int_as_float(0x7F800000);
        default: return 0.0f;
    }
}

__device__ __forceinline__ float with(int reduction, float sum, float element) {
    switch (reduction) {
        case MAX: return Larger()(sum, element);
        case MIN: return Smaller()(sum, element);
        case SUM_OF_SQUARES: return fmaf(element, element, sum);
        default: return sum + element;
    }
}

// y[line] = reduction of a line: piece `line mod pieces` of row `line div pieces`, at most `length` numbers of the row's `cols`.
extern "C" __global__ void reduceRows(int reduction, const float* x, float* y, long lines, int cols, int pieces, int length) {
    long line = rowOfBlock();
    if (line >= lines) {
        return;
    }
    long row = line / pieces;
    int from = (int) (line - row * pieces) * length;
    int count = min(length, cols - from);
    const float* numbers = x + row * cols + from;
    float result = nothing(reduction);
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        result = with(reduction, result, numbers[i]);
    }
    if (reduction == MAX) {
        result = reduceRow(result, Larger());
    } else if (reduction == MIN) {
        result = reduceRow(result, Smaller());
    } else {
        result = reduceRow(result, Add());
    }
    if (threadIdx.x == 0) {
        y[line] = result;
    }
}

// y[piece, c] = reduction of x[piece·height … , c], `height` rows at most. Block (32, 8): column blockIdx.x·32 + threadIdx.x, piece blockIdx.y.
extern "C" __global__ void reduceColumns(int reduction, const float* x, float* y, int rows, int cols, int height) {
    int c = blockIdx.x * 32 + threadIdx.x;
    int from = blockIdx.y * height;
    int to = min(rows, from + height);
    float result = nothing(reduction);
    if (c < cols) {
        for (int r = from + threadIdx.y; r < to; r += 8) {
            result = with(reduction, result, x[(long) r * cols + c]);
        }
    }
    if (reduction == MAX) {
        result = reduceColumn(result, Larger());
    } else if (reduction == MIN) {
        result = reduceColumn(result, Smaller());
    } else {
        result = reduceColumn(result, Add());
    }
    if (threadIdx.y == 0 && c < cols) {
        y[(long) blockIdx.y * cols + c] = result;
    }
}

// y[r, c] = α·Σ sums[piece·stride + r·cols + c] + β·y[r, c], piece after piece: what a kernel has summed up over some places each. With β = 0, y is
// not read. y: (rows, cols) with leading dimension ldy. Grid (columns, rows).
extern "C" __global__ void addPieces(
    const float* sums, int pieces, long stride, int cols, float alpha, float beta, float* y, int ldy) {
    int c = blockIdx.x * blockDim.x + threadIdx.x;
    if (c >= cols) {
        return;
    }
    const float* numbers = sums + (long) blockIdx.y * cols + c;
    float sum = 0.0f;
    for (int piece = 0; piece < pieces; piece++) {
        sum += numbers[piece * stride];
    }
    float* result = y + (long) blockIdx.y * ldy + c;
    *result = beta == 0.0f ? alpha * sum : fmaf(beta, *result, alpha * sum);
}

// Whether a number ranks before another for the first largest: a NaN before all numbers, the left of equals.
__device__ __forceinline__ bool ranksBefore(float a, int placeOfA, float b, int placeOfB) {
    bool aIsNaN = a != a;
    bool bIsNaN = b != b;
    if (aIsNaN || bIsNaN) {
        return aIsNaN && (!bIsNaN || placeOfA < placeOfB);
    }
    return a > b || (a == b && placeOfA < placeOfB);
}

// y[r] = the first place of the largest of x[r, ·]. A warp a row.
extern "C" __global__ void argMax(const float* x, int* y, int rows, int cols) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    const float* numbers = x + row * cols;
    int place = min((int) threadIdx.x, cols - 1);
    float best = numbers[place];
    for (int c = threadIdx.x + 32; c < cols; c += 32) {
        float number = numbers[c];
        if (ranksBefore(number, c, best, place)) {
            best = number;
            place = c;
        }
    }
    for (int distance = 16; distance > 0; distance >>= 1) {
        float other = __shfl_xor_sync(ALL_LANES, best, distance);
        int otherPlace = __shfl_xor_sync(ALL_LANES, place, distance);
        if (ranksBefore(other, otherPlace, best, place)) {
            best = other;
            place = otherPlace;
        }
    }
    if (threadIdx.x == 0) {
        y[row] = place;
    }
}

// z[r] = Σ x[r, c]·y[r, c].
extern "C" __global__ void dotRows(const float* x, const float* y, float* z, int rows, int cols) {
    long row = rowOfBlock();
    if (row >= rows) {
        return;
    }
    float sum = 0.0f;
    for (int c = threadIdx.x; c < cols; c += blockDim.x) {
        sum = fmaf(x[row * cols + c], y[row * cols + c], sum);
    }
    sum = reduceRow(sum, Add());
    if (threadIdx.x == 0) {
        z[row] = sum;
    }
}
