package io.isotropy.autograd.flow;

import io.isotropy.tensor.Philox;
import io.isotropy.tensor.linalg.Lu;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.Qr;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A random rotation as P·L·(U + diag(s)); computed when it is first asked for, since a flow that is loaded needs none. */
final class RandomRotation {

    private final Philox random;
    private final int size;
    private @Nullable Lu factors;

    RandomRotation(Philox random, int size) {
        this.random = random;
        this.size = size;
    }

    /** Row i of P·X is row order[i] of X. */
    double[] order() {
        int[] from = factors().order(); // row i of L·U is row from[i] of W
        double[] order = new double[size];
        for (int i = 0; i < size; i++) {
            order[from[i]] = i;
        }
        return order;
    }

    double[] lower() {
        return withoutDiagonal(factors().l());
    }

    double[] upper() {
        return withoutDiagonal(factors().u());
    }

    private double[] withoutDiagonal(Matrix matrix) {
        for (int i = 0; i < size; i++) {
            matrix.values()[i * size + i] = 0;
        }
        return matrix.values();
    }

    double[] sign() {
        Matrix u = factors().u();
        return IntStream.range(0, size).mapToDouble(i -> Math.signum(u.at(i, i))).toArray();
    }

    double[] logScale() {
        Matrix u = factors().u();
        return IntStream.range(0, size).mapToDouble(i -> Math.log(Math.abs(u.at(i, i)))).toArray();
    }

    private Lu factors() {
        if (factors == null) {
            factors = Lu.of(rotation());
        }
        return factors;
    }

    /** Uniform among the rotations and reflections: Stewart 1980, for which R must have a positive diagonal. */
    private Matrix rotation() {
        Matrix gaussian = Matrix.zeros(size, size);
        for (int i = 0; i < size * size; i++) {
            gaussian.values()[i] = random.normal(i);
        }
        Qr qr = Qr.of(gaussian);
        Matrix r = qr.r();
        return qr.q().times(Matrix.diagonal(size, i -> Math.signum(r.at(i, i))));
    }
}
