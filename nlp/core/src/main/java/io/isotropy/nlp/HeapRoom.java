package io.isotropy.nlp;

import org.jspecify.annotations.Nullable;

/** Whether the heap has room for large arrays, asked before they are allocated, so that there is more to say than "out of memory". */
public final class HeapRoom {

    /** Backends round up to size classes, and the collector needs room to work in. */
    private static final double ROOM = 1.25;
    /** MiB that the rest of the work may take. */
    private static final long REST = 64;

    /** More do not fit one buffer. */
    private static final long MOST_NUMBERS = Integer.MAX_VALUE - 8L;

    private HeapRoom() {}

    /** As {@link #missing}, for the float32 numbers of one buffer. */
    public static @Nullable String missingForBuffer(long numbers, String instead) {
        return numbers > MOST_NUMBERS ? "it has more than 2^31 numbers: " + instead : missing(numbers * Float.BYTES, instead);
    }

    /**
     * What is missing for so many bytes, as a sentence's end; null if they fit.
     *
     * @param instead what helps besides more memory: "leave out rare words (--min-count)"
     */
    public static @Nullable String missing(long bytes, String instead) {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        long needed = (long) (ROOM * bytes);
        if (used + needed <= runtime.maxMemory()) {
            return null;
        }
        return "it takes " + (needed >> 20) + " MiB beside the " + (used >> 20) + " in use, but the heap may grow to "
                + (runtime.maxMemory() >> 20) + " only: give it more with ISOTROPY_JAVA_OPTS=-Xmx" + ((used + needed >> 20) + REST) + "m, or "
                + instead;
    }
}
