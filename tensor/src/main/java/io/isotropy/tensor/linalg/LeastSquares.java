package io.isotropy.tensor.linalg;

/**
 * The X that makes the length of every column of A·X − B least; where many do so, the shortest: Golub and Van Loan, "Matrix Computations", §5.3.3 by QR
 * and, where columns of A depend on each other, §5.5.1 by singular values.
 *
 * @param x (n, cols)
 * @param squares (cols), the squared lengths of A·X − B
 * @param rank how many singular values of A are not taken as 0
 * @param singularValues (min(m, n)) of A, falling
 */
public record LeastSquares(Matrix x, double[] squares, int rank, double[] singularValues) {

    /** Takes singular values below ε·max(m, n) of the largest as 0, as NumPy does. a: (m, n), b: (m, cols). */
    public static LeastSquares of(Matrix a, Matrix b) {
        return of(a, b, Math.ulp(1.0) * Math.max(a.rows(), a.cols()));
    }

    /**
     * Solves.
     *
     * @param tolerance singular values of at most this share of the largest are taken as 0
     */
    public static LeastSquares of(Matrix a, Matrix b, double tolerance) {
        if (b.rows() != a.rows()) {
            throw new IllegalArgumentException("[leastSquares] both sides must have the same number of rows: got (" + a.rows() + ", " + a.cols()
                    + ") and (" + b.rows() + ", " + b.cols() + ")");
        }
        b.requireFinite("leastSquares");
        int n = a.cols();
        Qr qr = Qr.of(a);
        Matrix r = qr.r();
        Matrix right = qr.transposedTimes(b).firstRows(r.rows()); // A·X = B becomes R·X = QᵀB
        SingularValues svd = SingularValues.of(r);
        int rank = 0;
        while (rank < svd.values().length && svd.values()[rank] > tolerance * svd.values()[0]) {
            rank++;
        }
        Matrix x;
        if (rank == n) {
            double[][] rows = right.toRows();
            Triangle.solveUpper(r.toRows(), rows, n, b.cols());
            x = Matrix.ofRows(rows, b.cols());
        } else {
            Matrix along = svd.u().columns(rank).transposed().times(right); // (rank, cols)
            x = svd.v().columns(rank).times(Matrix.diagonal(rank, i -> 1 / svd.values()[i]).times(along));
        }
        return new LeastSquares(x, squares(a.times(x).minus(b)), rank, svd.values());
    }

    private static double[] squares(Matrix rest) {
        double[] squares = new double[rest.cols()];
        for (int i = 0; i < rest.rows(); i++) {
            for (int j = 0; j < rest.cols(); j++) {
                squares[j] += rest.at(i, j) * rest.at(i, j);
            }
        }
        return squares;
    }
}
