package io.isotropy.nlp.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A tokenizer's normalizer, and what it and BERT's pre-tokenizer make of a code point, as a table lookup. Tables are
 * computed from {@link NormalizedText} for pages of 256 code points when a text first needs them, so that start-up pays
 * for ASCII only.
 */
final class Normalization {

    /** The parts of BERT's and other normalizers, applied in list order. */
    enum Step {
        /** Drops control characters, turns white space into blanks. */
        CLEAN,
        /** Puts a blank on both sides of an ideograph. */
        SPACE_IDEOGRAPHS,
        /** NFD. */
        DECOMPOSE,
        /** Drops category Mn. */
        STRIP_NONSPACING,
        /** Drops categories Mn, Mc and Me. */
        STRIP_MARKS,
        LOWERCASE
    }

    /** No steps: classes of text that has been normalized. */
    static final Normalization NONE = new Normalization(List.of());

    /** Kinds of a code point, in the top byte of a table's entry; the rest is the normalized code point. */
    static final int REMOVED = 0;

    static final int SPACE = 1;
    static final int LETTER = 2;
    /** A word of its own: punctuation, an ideograph. */
    static final int ALONE = 3;
    /**
     * Several code points: the rest of the entry is the index of their count in the page, which their entries follow.
     */
    static final int EXPANDED = 4;
    /** A combining mark that stays: its neighbours decide about its place, see {@link NormalizedText}. */
    static final int REORDERED = 5;

    /** Negative entries of {@link #ascii}; all others are the normalized letter itself. */
    static final byte ASCII_REMOVED = -1;

    static final byte ASCII_SPACE = -2;
    static final byte ASCII_ALONE = -3;

    private static final int PAGE = 256;

    private final List<Step> steps;
    private final byte[] ascii = new byte[128];
    private final AtomicReferenceArray<int[]> pages = new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) / PAGE);

    Normalization(List<Step> steps) {
        this.steps = List.copyOf(steps);
        NormalizedText scratch = new NormalizedText(8);
        for (int c = 0; c < ascii.length; c++) {
            int entry = entry(c, scratch);
            ascii[c] = switch (kind(entry)) {
                case REMOVED -> ASCII_REMOVED;
                case SPACE -> ASCII_SPACE;
                case LETTER -> (byte) point(entry);
                default -> ASCII_ALONE;
            };
        }
    }

    /** The steps of BERT's normalizer. */
    static List<Step> bertSteps(boolean clean, boolean ideographs, boolean stripAccents, boolean lowercase) {
        List<Step> steps = new ArrayList<>();
        if (clean) {
            steps.add(Step.CLEAN);
        }
        if (ideographs) {
            steps.add(Step.SPACE_IDEOGRAPHS);
        }
        if (stripAccents) {
            steps.add(Step.DECOMPOSE);
            steps.add(Step.STRIP_NONSPACING);
        }
        if (lowercase) {
            steps.add(Step.LOWERCASE);
        }
        return steps;
    }

    static int kind(int entry) {
        return entry >>> 24;
    }

    static int point(int entry) {
        return entry & 0xFFFFFF;
    }

    /** The code point at {@code i}; U+FFFD for an unpaired surrogate, which no encoded text can hold. */
    static int codePointAt(char[] text, int i, int to) {
        char c = text[i];
        if (!Character.isSurrogate(c)) {
            return c;
        }
        boolean paired = Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text[i + 1]);
        return paired ? Character.toCodePoint(c, text[i + 1]) : 0xFFFD;
    }

    /** Indexed by ASCII character. */
    byte[] ascii() {
        return ascii;
    }

    /** The page of a code point: its entry stands at the code point's low byte. */
    int[] page(int point) {
        int[] page = pages.getAcquire(point / PAGE);
        if (page == null) {
            page = computePage(point / PAGE * PAGE);
            pages.setRelease(point / PAGE, page);   // two threads may both compute it: the same page
        }
        return page;
    }

    /** {@code text[from, to)} after all steps. */
    NormalizedText apply(char[] text, int from, int to) {
        NormalizedText result = NormalizedText.of(text, from, to);
        for (Step step : steps) {
            result.apply(step);
        }
        return result;
    }

    private int[] computePage(int first) {
        IntSink page = new IntSink(PAGE + 32);
        IntSink expansions = new IntSink(32);
        NormalizedText scratch = new NormalizedText(8);
        for (int c = first; c < first + PAGE; c++) {
            int entry = entry(c, scratch);
            if (kind(entry) == EXPANDED) {
                entry |= PAGE + expansions.size();
                expansions.add(scratch.size());
                for (int i = 0; i < scratch.size(); i++) {
                    expansions.add(classify(scratch.point(i)));
                }
            }
            page.add(entry);
        }
        for (int i = 0; i < expansions.size(); i++) {
            page.add(expansions.get(i));
        }
        return page.toArray();
    }

    /** The entry of one code point; for an EXPANDED one the result lies in {@code scratch}. */
    private int entry(int c, NormalizedText scratch) {
        scratch.clear();
        scratch.add(c, 0, 1);
        for (Step step : steps) {
            scratch.apply(step);
        }
        if (steps.contains(Step.DECOMPOSE)) {
            for (int i = 0; i < scratch.size(); i++) {
                if (CodePoints.combiningClass(scratch.point(i)) != 0) {
                    return REORDERED << 24;
                }
            }
        }
        return switch (scratch.size()) {
            case 0 -> REMOVED << 24;
            case 1 -> classify(scratch.point(0));
            case 3 -> {
                boolean apart = scratch.point(0) == ' '
                        && scratch.point(2) == ' '
                        && !CodePoints.isSpace(scratch.point(1));
                yield apart ? ALONE << 24 | scratch.point(1) : EXPANDED << 24;
            }
            default -> EXPANDED << 24;
        };
    }

    private static int classify(int c) {
        return (CodePoints.isSpace(c) ? SPACE : CodePoints.isPunctuation(c) ? ALONE : LETTER) << 24 | c;
    }
}
