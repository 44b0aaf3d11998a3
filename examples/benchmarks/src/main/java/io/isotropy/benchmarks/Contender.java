package io.isotropy.benchmarks;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison.
 *
 * @param name the column's title
 * @param setup run before each turn, untimed: the number of threads, say, where a library keeps one setting for the
 *     whole process
 * @param call what is timed
 */
public record Contender(String name, Runnable setup, Runnable call) {

    /** A contender that needs no setup. */
    public static Contender of(String name, Runnable call) {
        return new Contender(name, () -> {}, call);
    }

    /** A contender whose result is kept where others can see it, so that no compiler may leave out what makes it. */
    public static Contender giving(String name, Supplier<?> call) {
        return of(name, () -> Result.last = call.get());
    }

    private static final class Result {

        @SuppressWarnings("unused") // written only
        static volatile @Nullable Object last;

        private Result() {}
    }
}
