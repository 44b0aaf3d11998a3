package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.Arguments;
import io.isotropy.benchmarks.Contender;
import io.isotropy.benchmarks.RatioTable;
import io.isotropy.benchmarks.SideBySide;
import io.isotropy.tensor.linalg.Cholesky;
import io.isotropy.tensor.linalg.Lu;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.Qr;
import io.isotropy.tensor.linalg.SingularValues;
import io.isotropy.tensor.linalg.SymmetricEigen;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.DecompositionInterface;

/** Decompositions of square matrices in double: Isotropy, which uses one thread, against EJML with the threads given. */
final class LinalgSideBySide {

    private LinalgSideBySide() {}

    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args, "rounds", "threads", "size", "only");
        int n = arguments.number("size", 768);
        Problem problem = Problem.of(n);
        SideBySide sideBySide = SideBySide.of(arguments.number("rounds", 7));
        RatioTable table = new RatioTable(System.out, "GFLOP/s");
        boolean first = true;
        for (int threads : arguments.numbers("threads", 1, 2)) {
            EjmlConcurrency.setMaxThreads(threads);
            EjmlConcurrency.USE_CONCURRENT = threads > 1;
            for (String name : arguments.words("only", "product", "lu", "inverse", "cholesky", "qr", "eigen", "svd")) {
                Case one = problem.of(name);
                double distance = one.distance();
                if (!(distance < 1e-10)) {
                    throw new IllegalStateException(name + " is off by " + distance);
                }
                List<Contender> contenders = List.of(Contender.giving("Isotropy", one.ours), Contender.giving("EJML", one.theirs));
                if (first) {
                    table.header(n + " × " + n + ", EJML's threads", contenders);
                    first = false;
                }
                table.row(name + ", " + threads, one.cubes * Math.pow(n, 3) / 1e9, sideBySide.run(contenders));
            }
        }
    }

    /**
     * What is timed; both sides give the numbers that must agree.
     *
     * @param cubes floating-point operations, over n³
     */
    private record Case(double cubes, Supplier<double[]> ours, Supplier<double[]> theirs) {

        /** The largest difference, over the largest number; signs are free. */
        double distance() {
            double[] a = ours.get();
            double[] b = theirs.get();
            double largest = Arrays.stream(a).map(Math::abs).max().orElse(1);
            double distance = 0;
            for (int i = 0; i < a.length; i++) {
                distance = Math.max(distance, Math.abs(Math.abs(a[i]) - Math.abs(b[i])));
            }
            return distance / largest;
        }
    }

    /** A random matrix, and A·Aᵀ of it, for both libraries. */
    private record Problem(Matrix a, Matrix symmetric) {

        static Problem of(int n) {
            Random random = new Random(42);
            Matrix a = new Matrix(n, n, random.doubles((long) n * n, -1, 1).toArray());
            return new Problem(a, a.times(a.transposed()));
        }

        private static DMatrixRMaj theirs(Matrix matrix) {
            return DMatrixRMaj.wrap(matrix.rows(), matrix.cols(), matrix.values().clone());
        }

        private static <D extends DecompositionInterface<DMatrixRMaj>> D decomposed(D decomposition, Matrix matrix) {
            if (!decomposition.decompose(theirs(matrix))) {
                throw new IllegalStateException("EJML did not decompose the matrix");
            }
            return decomposition;
        }

        Case of(String name) {
            int n = a.rows();
            return switch (name) {
                case "product" -> new Case(2, () -> a.times(symmetric).values(), () -> {
                    DMatrixRMaj c = new DMatrixRMaj(n, n);
                    CommonOps_DDRM.mult(theirs(a), theirs(symmetric), c);
                    return c.data;
                });
                case "lu" -> new Case(2 / 3.0, () -> Lu.of(a).u().values(),
                        () -> decomposed(DecompositionFactory_DDRM.lu(n, n), a).getUpper(null).data);
                case "inverse" -> new Case(2, () -> Lu.of(a).inverse().values(), () -> {
                    DMatrixRMaj inverse = new DMatrixRMaj(n, n);
                    CommonOps_DDRM.invert(theirs(a), inverse);
                    return inverse.data;
                });
                case "cholesky" -> new Case(1 / 3.0, () -> Cholesky.of(symmetric).l().values(),
                        () -> decomposed(DecompositionFactory_DDRM.chol(n, true), symmetric).getT(null).data);
                case "qr" -> new Case(8 / 3.0, () -> Qr.of(a).q().values(),
                        () -> decomposed(DecompositionFactory_DDRM.qr(n, n), a).getQ(null, true).data);
                case "eigen" -> new Case(9, () -> SymmetricEigen.of(symmetric).values(), () -> {
                    var eigen = decomposed(DecompositionFactory_DDRM.eig(n, true, true), symmetric);
                    double[] values = new double[n];
                    for (int i = 0; i < n; i++) {
                        values[i] = -eigen.getEigenvalue(i).getReal();
                    }
                    Arrays.sort(values);
                    return values;
                });
                case "svd" -> new Case(22, () -> SingularValues.of(a).values(), () -> {
                    double[] values = decomposed(DecompositionFactory_DDRM.svd(n, n, true, true, false), a).getSingularValues();
                    double[] rising = Arrays.stream(values).map(value -> -value).sorted().toArray();
                    return rising;
                });
                default -> throw new IllegalArgumentException(
                        "--only takes product, lu, inverse, cholesky, qr, eigen, svd, not '" + name + "'");
            };
        }
    }
}
