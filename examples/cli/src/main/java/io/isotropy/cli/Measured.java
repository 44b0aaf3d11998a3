package io.isotropy.cli;

import java.util.Arrays;

/** Times of one piece of work, repeated: how long it took in the middle, and at best. */
record Measured(double medianSeconds, double bestSeconds) {

    private static final double WARM_UP_SECONDS = 2;
    private static final double SECONDS = 2;
    private static final int FEWEST = 5;
    private static final int MOST = 1000;

    /** Runs the work until the JIT has compiled it, then measures; {@code scale} shortens both for tests. */
    static Measured of(double scale, Runnable work) {
        long start = System.nanoTime();
        do {
            work.run();
        } while (System.nanoTime() - start < scale * WARM_UP_SECONDS * 1e9);
        double[] times = new double[MOST];
        int runs = 0;
        start = System.nanoTime();
        while (runs < MOST && (runs < FEWEST || System.nanoTime() - start < scale * SECONDS * 1e9)) {
            long before = System.nanoTime();
            work.run();
            times[runs++] = (System.nanoTime() - before) / 1e9;
        }
        double[] sorted = Arrays.copyOf(times, runs);
        Arrays.sort(sorted);
        return new Measured(sorted[runs / 2], sorted[0]);
    }
}
