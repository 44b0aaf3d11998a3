package io.isotropy.benchmarks;

/**
 * One side of a comparison.
 *
 * @param name the column's title
 * @param setup run before each turn, untimed: the number of threads, say, where a library keeps one setting for the whole process
 * @param call what is timed
 */
public record Contender(String name, Runnable setup, Runnable call) {

    /** A contender that needs no setup. */
    public static Contender of(String name, Runnable call) {
        return new Contender(name, () -> {}, call);
    }
}
