// Look-up of rows in a table, and the adding of gradients into it. A warp a row: block (32, 4), lanes over the columns.
#include "common.cuh"

// y[i, ·] = table[index[i], ·], or added to it. y: (n, cols).
extern "C" __global__ void gatherRows(const float* table, const int* index, float* y, int n, int cols, int add) {
    long i = rowOfBlock();
    if (i >= n) {
        return;
    }
    const float* from = table + (long) index[i] * cols;
    for (int c = threadIdx.x; c < cols; c += 32) {
        float number = from[c];
        y[i * cols + c] = add ? y[i * cols + c] + number : number;
    }
}

// table[destination[u], ·] += rows[order[k], ·] for k in starts[u] … starts[u + 1] − 1, in this order. The host has sorted the additions by row
// of the table, so that no two warps write the same. Warp (u, blockIdx.y): 32 columns.
extern "C" __global__ void scatterRows(
    const float* rows, const int* destination, const int* starts, const int* order, float* table, int destinations, int cols) {
    long u = rowOfBlock();
    int c = blockIdx.y * 32 + threadIdx.x;
    if (u >= destinations || c >= cols) {
        return;
    }
    float* to = table + (long) destination[u] * cols + c;
    float sum = *to;
    int end = starts[u + 1];
#pragma unroll 8
    for (int k = starts[u]; k < end; k++) {
        sum += rows[(long) order[k] * cols + c];
    }
    *to = sum;
}
