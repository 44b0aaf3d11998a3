package io.isotropy.tensor.linalg;

import io.isotropy.tensor.Philox;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * The largest singular values of a matrix that is known by its products alone, a sparse one say: Halko, Martinsson and Tropp 2011, "Finding
 * Structure with Randomness", algorithms 4.4 and 5.1.
 */
public final class RandomizedSvd {

    /** Columns drawn beyond those asked for (their §4.2). */
    public static final int OVERSAMPLING = 10;
    /** Power iterations (their §4.5), enough for the slowly falling spectra of texts. */
    public static final int ITERATIONS = 5;

    private RandomizedSvd() {}

    /**
     * The {@code k} largest singular values of A: (rows, cols), with their vectors.
     *
     * @param times X: (cols, n) to A · X: (rows, n)
     * @param transposedTimes X: (rows, n) to Aᵀ · X: (cols, n)
     */
    public static SingularValues of(
            int rows, int cols, int k, long seed, UnaryOperator<Matrix> times, UnaryOperator<Matrix> transposedTimes) {
        int most = Math.min(rows, cols);
        if (k < 1 || k > most) {
            throw new IllegalArgumentException("[randomizedSvd] there are 1 to " + most + " singular values: got " + k);
        }
        int drawn = Math.min(k + OVERSAMPLING, most);
        Matrix omega = Matrix.zeros(cols, drawn);
        Philox random = Philox.of(seed);
        for (int i = 0; i < omega.values().length; i++) {
            omega.values()[i] = random.normal(i);
        }
        Matrix q = Qr.of(times.apply(omega)).q(); // (rows, drawn)
        for (int i = 0; i < ITERATIONS; i++) {
            Matrix z = Qr.of(transposedTimes.apply(q)).q(); // (cols, drawn)
            q = Qr.of(times.apply(z)).q();
        }
        SingularValues small = SingularValues.of(transposedTimes.apply(q)); // of (QᵀA)ᵀ: (cols, drawn)
        Matrix u = q.times(small.v());
        return new SingularValues(u.columns(k), Arrays.copyOf(small.values(), k), small.u().columns(k)).signed();
    }
}
