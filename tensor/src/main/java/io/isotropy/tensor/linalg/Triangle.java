package io.isotropy.tensor.linalg;

/** Systems of equations with a triangle, in blocks of rows. */
final class Triangle {

    private static final int BLOCK = 32;

    private Triangle() {}

    /**
     * Solves L·X = B in place, from the first row on.
     *
     * @param l (n, n), of which only what is below the diagonal counts, and the diagonal unless {@code unit}
     * @param x (n, cols), B, then X
     */
    static void solveLower(double[][] l, double[][] x, int cols, boolean unit) {
        int n = l.length;
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(from + BLOCK, n);
            RowLoops.addProduct(x, from, to, l, 0, from, x, 0, cols, -1);
            for (int i = from; i < to; i++) {
                RowLoops.addProduct(x, i, i + 1, l, from, i, x, 0, cols, -1);
                if (!unit) {
                    RowLoops.divide(x[i], l[i][i], 0, cols);
                }
            }
        }
    }

    /**
     * Solves U·X = B in place, from the last row on.
     *
     * @param u its first n rows and columns, of which only the diagonal and what is above counts
     * @param x (n, cols), B, then X
     */
    static void solveUpper(double[][] u, double[][] x, int n, int cols) {
        for (int to = n; to > 0; to -= Math.min(BLOCK, to)) {
            int from = Math.max(to - BLOCK, 0);
            RowLoops.addProduct(x, from, to, u, to, n, x, 0, cols, -1);
            for (int i = to - 1; i >= from; i--) {
                RowLoops.addProduct(x, i, i + 1, u, i + 1, to, x, 0, cols, -1);
                RowLoops.divide(x[i], u[i][i], 0, cols);
            }
        }
    }
}
