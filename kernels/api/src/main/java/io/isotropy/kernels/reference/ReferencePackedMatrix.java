package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Requirements;

/** A plain copy, row-major (rows, columns). */
record ReferencePackedMatrix(Backend backend, int rows, int columns, double[] elements) implements PackedMatrix {

    static ReferencePackedMatrix of(Backend backend, String op, String name, PackedMatrix matrix) {
        Requirements.sameBackend(op, name, matrix.backend(), backend);
        return (ReferencePackedMatrix) matrix;
    }

    double get(int row, int column) {
        return elements[row * columns + column];
    }

    @Override
    public void close() {}
}
