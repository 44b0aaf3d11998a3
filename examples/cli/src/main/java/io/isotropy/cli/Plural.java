package io.isotropy.cli;

import java.util.Locale;

/** Numbers with what they count. */
final class Plural {

    private Plural() {}

    /** "1 text", "2,000 texts". */
    static String of(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
