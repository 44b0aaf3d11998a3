// Attention within the segments of a packed batch in one pass over the keys (Dao et al. 2022, "FlashAttention", algorithms 1 and 4): scores and
// probabilities live in registers and shared memory, never in global memory. In float32, by fused multiply-adds in a fixed order.
//
// A block of 128 threads takes 32 rows (queries, or keys for their gradients) of one segment and head against tiles of 32 columns. Row r of a tile
// belongs to the four neighbouring threads 4r … 4r + 3; thread q of them has the eight columns 4q + 16·(j/4) + j mod 4, so that four
// columns side by side share a Philox block, and the output's dimensions q, q + 4, …. Dimensions go in chunks of 64: blockIdx.z is
// the chunk of the output, and heads wider than 64 compute their scores once per chunk.
#include "attention.cuh"

#define ROWS 32
#define CHUNK 64
#define STRIDE 68 // of a row in shared memory: whole float4s, and neighbouring rows in other banks
#define THREADS 128

// tile[r, d] = rows first … first + ROWS − 1 of the head, dimensions from d0 on; zeros beyond `count` rows and the head's end.
__device__ __forceinline__ void loadTile(float tile[ROWS][STRIDE], Rows rows, long first, int count, int d0, int headDim) {
    for (int i = threadIdx.x; i < ROWS * CHUNK; i += THREADS) {
        int r = i / CHUNK;
        int d = d0 + i % CHUNK;
        tile[r][i % CHUNK] = r < count && d < headDim ? rows.numbers[(first + r) * rows.leading + d] : 0.0f;
    }
}

__device__ __forceinline__ int columnOf(int j) { return 4 * (threadIdx.x & 3) + 16 * (j >> 2) + (j & 3); }

__device__ __forceinline__ int chunksOf(int headDim) { return max(1, (headDim + CHUNK - 1) / CHUNK); }

// sums[j] += Σ a[row, d]·b[columnOf(j), d] over the chunk, in ascending d.
__device__ __forceinline__ void multiplyTiles(float sums[8], float a[ROWS][STRIDE], float b[ROWS][STRIDE], int dimensions) {
    int row = threadIdx.x >> 2;
    int quads = (min(dimensions, CHUNK) + 3) / 4; // zeros fill the last
    for (int d = 0; d < quads; d++) {
        float4 x = *(const float4*) &a[row][4 * d];
#pragma unroll
        for (int j = 0; j < 8; j++) {
            float4 y = *(const float4*) &b[columnOf(j)][4 * d];
            sums[j] = fmaf(x.w, y.w, fmaf(x.z, y.z, fmaf(x.y, y.y, fmaf(x.x, y.x, sums[j]))));
        }
    }
}

// result[i] += Σ weights[row, c]·rows[c, q + 4i] over the tile's columns, in ascending c.
__device__ __forceinline__ void addWeighted(float result[CHUNK / 4], float weights[ROWS][ROWS + 1], float rows[ROWS][STRIDE]) {
    int row = threadIdx.x >> 2;
    int q = threadIdx.x & 3;
    for (int c = 0; c < ROWS; c++) {
        float weight = weights[row][c];
#pragma unroll
        for (int i = 0; i < CHUNK / 4; i++) {
            result[i] = fmaf(weight, rows[c][q + 4 * i], result[i]);
        }
    }
}

// out = dropout(softmax(scale·Q·Kᵀ))·V. Grid (tiles of queries, heads, chunks). With m the largest score so far and l = Σ e^(s − m), a new tile
// multiplies what was summed up by e^(m − m′).
extern "C" __global__ void __launch_bounds__(THREADS, 2) attend(
    const float* q, int ldq, const float* k, const float* v, int ldkv, const int* tiles, const int* queryOffsets,
    const int* keyOffsets, int heads, int headDim, float scale, int causal, long seed, long stream, int threshold,
    float keepScale, float* out, int ldOut, float* logSumExp, int totalQueries) {
    __shared__ float queries[ROWS][STRIDE];
    __shared__ float keys[ROWS][STRIDE];
    __shared__ float values[ROWS][STRIDE];
    __shared__ float weights[ROWS][ROWS + 1];
    Tile tile = tileOfBlock(q, ldq, k, v, ldkv, tiles, queryOffsets, keyOffsets, headDim);
    int chunks = chunksOf(headDim);
    int chunk = CHUNK * blockIdx.z; // where the output's begins
    Dropout dropout = {(unsigned long) seed, (unsigned long) stream, threshold, keepScale};
    int row = threadIdx.x >> 2;
    int query = tile.start + row; // within its segment
    int rows = min(ROWS, tile.queries - tile.start);
    int seen = causal ? min(tile.keys, tile.start + rows) : tile.keys;
    float max = __int_as_float(0xFF800000);
    float sum = 0.0f;
    float result[CHUNK / 4] = {};
    for (int key = 0; key < seen; key += ROWS) {
        float scores[8] = {};
        for (int c = 0; c < chunks; c++) {
            __syncthreads(); // the tiles before may still be read
            if (chunks > 1 || key == 0) {
                loadTile(queries, tile.qs, tile.firstQuery + tile.start, rows, CHUNK * c, headDim);
            }
            loadTile(keys, tile.ks, tile.firstKey + key, tile.keys - key, CHUNK * c, headDim);
            if (c == 0) {
                loadTile(values, tile.vs, tile.firstKey + key, tile.keys - key, chunk, headDim);
            }
            __syncthreads();
            multiplyTiles(scores, queries, keys, headDim - CHUNK * c);
        }
        int end = causal ? min(tile.keys, query + 1) : tile.keys;
        float larger = max;
#pragma unroll
        for (int j = 0; j < 8; j++) {
            scores[j] = key + columnOf(j) < end ? scores[j] * scale : __int_as_float(0xFF800000);
            larger = Larger()(larger, scores[j]);
        }
        larger = reduceQuad(larger, Larger());
        float base = larger == __int_as_float(0xFF800000) ? 0.0f : larger; // scores of −∞ alone weigh nothing yet
        float shrink = exponential(max - base);
        float added = 0.0f;
#pragma unroll
        for (int block = 0; block < 2; block++) {
            unsigned kept = keptOfFour(dropout, tile.firstQuery + query, heads, tile.head, key + columnOf(4 * block));
#pragma unroll
            for (int j = 0; j < 4; j++) {
                float probability = exponential(scores[4 * block + j] - base);
                added += probability;
                weights[row][columnOf(4 * block + j)] = probability * dropout.factor(kept, j);
            }
        }
        sum = fmaf(sum, shrink, reduceQuad(added, Add()));
        max = larger;
#pragma unroll
        for (int i = 0; i < CHUNK / 4; i++) {
            result[i] *= shrink;
        }
        __syncwarp(); // a row's weights are read by its four threads alone
        addWeighted(result, weights, values);
    }
    if (row >= rows) {
        return;
    }
    long place = tile.firstQuery + query;
    float factor = seen == 0 ? 0.0f : 1.0f / sum;
    for (int i = 0; i < CHUNK / 4; i++) {
        int d = chunk + (threadIdx.x & 3) + 4 * i;
        if (d < headDim) {
            out[place * ldOut + tile.at + d] = result[i] * factor;
        }
    }
    if (logSumExp != nullptr && blockIdx.z == 0 && (threadIdx.x & 3) == 0) {
        logSumExp[(long) tile.head * totalQueries + place] = max + logarithm(sum);
    }
}

// deltas[head, row] = Σ dOut·out over the head's dimensions: D of the gradient. Block (32, 4): a warp a row; blockIdx.y is the head.
extern "C" __global__ void attentionDeltas(
    const float* out, int ldOut, const float* dOut, int lddOut, float* deltas, int totalQueries, int headDim) {
    long row = rowOfBlock();
    int head = blockIdx.y;
    if (row >= totalQueries) {
        return;
    }
    float sum = 0.0f;
    for (int d = threadIdx.x; d < headDim; d += 32) {
        long at = (long) head * headDim + d;
        sum = fmaf(dOut[row * lddOut + at], out[row * ldOut + at], sum);
    }
    sum = reduceRow(sum, Add());
    if (threadIdx.x == 0) {
        deltas[(long) head * totalQueries + row] = sum;
    }
}

// dQ = scale·dS·K, dS = P ∘ ((dO·Vᵀ) ∘ Z − D), P = e^(scale·Q·Kᵀ − lse). Grid (tiles of queries, heads, chunks).
extern "C" __global__ void __launch_bounds__(THREADS, 2) queryGradient(
    const float* q, int ldq, const float* k, const float* v, int ldkv, const int* tiles, const int* queryOffsets,
    const int* keyOffsets, int heads, int headDim, float scale, int causal, long seed, long stream, int threshold,
    float keepScale, const float* logSumExp, const float* deltas, const float* dOut, int lddOut, float* dq, int lddq,
    int totalQueries) {
    __shared__ float queries[ROWS][STRIDE];
    __shared__ float upper[ROWS][STRIDE];
    __shared__ float keys[ROWS][STRIDE];
    __shared__ float values[ROWS][STRIDE];
    __shared__ float slopes[ROWS][ROWS + 1];
    Tile tile = tileOfBlock(q, ldq, k, v, ldkv, tiles, queryOffsets, keyOffsets, headDim);
    int chunks = chunksOf(headDim);
    int chunk = CHUNK * blockIdx.z; // where the output's begins
    Dropout dropout = {(unsigned long) seed, (unsigned long) stream, threshold, keepScale};
    Rows dOuts = {dOut + tile.at, lddOut};
    int row = threadIdx.x >> 2;
    int query = tile.start + row;
    int rows = min(ROWS, tile.queries - tile.start);
    int seen = causal ? min(tile.keys, tile.start + rows) : tile.keys;
    long place = (long) tile.head * totalQueries + tile.firstQuery + query;
    float lse = row < rows ? logSumExp[place] : 0.0f;
    float delta = row < rows ? deltas[place] : 0.0f;
    float result[CHUNK / 4] = {};
    for (int key = 0; key < seen; key += ROWS) {
        float scores[8] = {};
        float products[8] = {};
        for (int c = 0; c < chunks; c++) {
            __syncthreads();
            if (chunks > 1 || key == 0) {
                loadTile(queries, tile.qs, tile.firstQuery + tile.start, rows, CHUNK * c, headDim);
                loadTile(upper, dOuts, tile.firstQuery + tile.start, rows, CHUNK * c, headDim);
            }
            loadTile(keys, tile.ks, tile.firstKey + key, tile.keys - key, CHUNK * c, headDim);
            loadTile(values, tile.vs, tile.firstKey + key, tile.keys - key, CHUNK * c, headDim);
            __syncthreads();
            multiplyTiles(scores, queries, keys, headDim - CHUNK * c);
            multiplyTiles(products, upper, values, headDim - CHUNK * c);
        }
        if (chunks > 1) { // the keys' dimensions of this output
            __syncthreads();
            loadTile(keys, tile.ks, tile.firstKey + key, tile.keys - key, chunk, headDim);
            __syncthreads();
        }
        int end = causal ? min(tile.keys, query + 1) : tile.keys;
#pragma unroll
        for (int block = 0; block < 2; block++) {
            unsigned kept = keptOfFour(dropout, tile.firstQuery + query, heads, tile.head, key + columnOf(4 * block));
#pragma unroll
            for (int i = 0; i < 4; i++) {
                int j = 4 * block + i;
                float probability = exponential(fmaf(scores[j], scale, -lse));
                float slope = probability * fmaf(products[j], dropout.factor(kept, i), -delta);
                slopes[row][columnOf(j)] = row < rows && key + columnOf(j) < end ? slope : 0.0f;
            }
        }
        __syncwarp();
        addWeighted(result, slopes, keys);
    }
    if (row >= rows) {
        return;
    }
    for (int i = 0; i < CHUNK / 4; i++) {
        int d = chunk + (threadIdx.x & 3) + 4 * i;
        if (d < headDim) {
            dq[(long) (tile.firstQuery + query) * lddq + tile.at + d] = scale * result[i];
        }
    }
}

// dV = (P ∘ Z)ᵀ·dO, dK = scale·dSᵀ·Q. Grid (tiles of keys, heads, chunks): the rows of a block are keys, the columns queries.
extern "C" __global__ void __launch_bounds__(THREADS, 2) keyValueGradient(
    const float* q, int ldq, const float* k, const float* v, int ldkv, const int* tiles, const int* queryOffsets,
    const int* keyOffsets, int heads, int headDim, float scale, int causal, long seed, long stream, int threshold,
    float keepScale, const float* logSumExp, const float* deltas, const float* dOut, int lddOut, float* dk, float* dv, int lddkv,
    int totalQueries) {
    __shared__ float queries[ROWS][STRIDE];
    __shared__ float upper[ROWS][STRIDE];
    __shared__ float keys[ROWS][STRIDE];
    __shared__ float values[ROWS][STRIDE];
    __shared__ float slopes[ROWS][ROWS + 1];
    __shared__ float weights[ROWS][ROWS + 1];
    Tile tile = tileOfBlock(q, ldq, k, v, ldkv, tiles, queryOffsets, keyOffsets, headDim);
    int chunks = chunksOf(headDim);
    int chunk = CHUNK * blockIdx.z; // where the output's begins
    Dropout dropout = {(unsigned long) seed, (unsigned long) stream, threshold, keepScale};
    Rows dOuts = {dOut + tile.at, lddOut};
    int row = threadIdx.x >> 2;
    int key = tile.start + row;
    int rows = min(ROWS, tile.keys - tile.start);
    float dKey[CHUNK / 4] = {};
    float dValue[CHUNK / 4] = {};
    for (int query = causal ? tile.start : 0; query < tile.queries; query += ROWS) { // no query before the tile sees its keys
        float scores[8] = {};
        float products[8] = {};
        for (int c = 0; c < chunks; c++) {
            __syncthreads();
            loadTile(queries, tile.qs, tile.firstQuery + query, tile.queries - query, CHUNK * c, headDim);
            loadTile(upper, dOuts, tile.firstQuery + query, tile.queries - query, CHUNK * c, headDim);
            loadTile(keys, tile.ks, tile.firstKey + tile.start, rows, CHUNK * c, headDim);
            loadTile(values, tile.vs, tile.firstKey + tile.start, rows, CHUNK * c, headDim);
            __syncthreads();
            multiplyTiles(scores, keys, queries, headDim - CHUNK * c);
            multiplyTiles(products, values, upper, headDim - CHUNK * c);
        }
        if (chunks > 1) {
            __syncthreads();
            loadTile(queries, tile.qs, tile.firstQuery + query, tile.queries - query, chunk, headDim);
            loadTile(upper, dOuts, tile.firstQuery + query, tile.queries - query, chunk, headDim);
            __syncthreads();
        }
#pragma unroll
        for (int j = 0; j < 8; j++) {
            int column = query + columnOf(j);
            float slope = 0.0f;
            float weight = 0.0f;
            if (row < rows && column < tile.queries && (!causal || key <= column)) {
                long place = (long) tile.head * totalQueries + tile.firstQuery + column;
                unsigned kept = keptOfFour(dropout, tile.firstQuery + column, heads, tile.head, key & ~3);
                float factor = dropout.factor(kept, key & 3);
                float probability = exponential(fmaf(scores[j], scale, -logSumExp[place]));
                slope = probability * fmaf(products[j], factor, -deltas[place]);
                weight = probability * factor;
            }
            slopes[row][columnOf(j)] = slope;
            weights[row][columnOf(j)] = weight;
        }
        __syncwarp();
        addWeighted(dKey, slopes, queries);
        addWeighted(dValue, weights, upper);
    }
    if (row >= rows) {
        return;
    }
    for (int i = 0; i < CHUNK / 4; i++) {
        int d = chunk + (threadIdx.x & 3) + 4 * i;
        if (d < headDim) {
            dk[(long) (tile.firstKey + key) * lddkv + tile.at + d] = scale * dKey[i];
            dv[(long) (tile.firstKey + key) * lddkv + tile.at + d] = dValue[i];
        }
    }
}
