package io.isotropy.nlp.fasttext;

import org.jspecify.annotations.Nullable;

/** Whether a large matrix fits, asked before it is allocated, so that there is more to say than "out of memory". */
final class MatrixMemory {

    /** Backends round up to size classes, and the collector needs room to work in. */
    private static final double ROOM = 1.25;
    /** More numbers do not fit one buffer. */
    private static final long MOST_NUMBERS = Integer.MAX_VALUE - 8L;

    private MatrixMemory() {}

    /** What a matrix needs and is not there, as the end of a sentence; null if it fits. */
    static @Nullable String missing(long numbers) {
        Runtime runtime = Runtime.getRuntime();
        if (numbers > MOST_NUMBERS) {
            return "has more than 2^31 numbers; use fewer buckets or components";
        }
        long used = runtime.totalMemory() - runtime.freeMemory();
        long needed = (long) (ROOM * Float.BYTES * numbers);
        if (used + needed <= runtime.maxMemory()) {
            return null;
        }
        return "needs " + (needed >> 20) + " MiB beside the " + (used >> 20) + " in use, but the heap may grow to " + (runtime.maxMemory() >> 20)
                + " only: give it " + ((used + needed >> 20) + 64) + " with -Xmx" + ((used + needed >> 20) + 64)
                + "m (ISOTROPY_JAVA_OPTS), or use fewer buckets or components";
    }
}
