package io.isotropy.benchmarks;

/** Proof that two contenders compute the same vectors; nothing is timed without it. */
public final class Vectors {

    private Vectors() {}

    /**
     * Checks that rows of unit vectors agree.
     *
     * @param tolerance the largest difference of an element
     * @throws IllegalStateException if they do not
     */
    public static void requireSame(String names, float[][] expected, float[][] actual, double tolerance) {
        if (expected.length != actual.length) {
            throw new IllegalStateException(names + ": " + expected.length + " and " + actual.length + " vectors");
        }
        for (int row = 0; row < expected.length; row++) {
            if (expected[row].length != actual[row].length) {
                throw new IllegalStateException(
                        names + ": " + expected[row].length + " and " + actual[row].length + " dimensions");
            }
            for (int i = 0; i < expected[row].length; i++) {
                double difference = Math.abs(expected[row][i] - actual[row][i]);
                if (!(difference <= tolerance)) {
                    throw new IllegalStateException(
                            names + ": vectors " + row + " differ by " + difference + " at element " + i);
                }
            }
        }
    }
}
