package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.PackedMatrix;

/**
 * A copy of a matrix (rows, columns) without gaps, as it was stored: kernels take both orders.
 *
 * @param transposed whether it is stored (columns, rows)
 */
record CudaMatrix(CudaBackend owner, int rows, int columns, boolean transposed, CudaBuffer numbers) implements PackedMatrix {

    int leading() {
        return transposed ? rows : columns;
    }

    @Override
    public Backend backend() {
        return owner;
    }

    @Override
    public void close() {
        numbers.close();
    }
}
