package io.isotropy.nlp.text;

import java.util.Arrays;

/**
 * A text as code points, each with the range of the original text it came from, that normalization steps rewrite one
 * after the other. This is the definition of normalization; {@link Normalization} keeps what it does to single code
 * points in tables, and comes back here for text where neighbours matter.
 */
final class NormalizedText {

    private int[] points;
    private int[] starts;
    private int[] ends;
    private int size;

    NormalizedText(int capacity) {
        points = new int[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
    }

    /** The code points of {@code text[from, to)}; an unpaired surrogate becomes U+FFFD. */
    static NormalizedText of(char[] text, int from, int to) {
        NormalizedText result = new NormalizedText(to - from);
        for (int i = from; i < to; ) {
            int c = Normalization.codePointAt(text, i, to);
            int width = Character.charCount(c);
            result.add(c, i, i + width);
            i += width;
        }
        return result;
    }

    int size() {
        return size;
    }

    int point(int index) {
        return points[index];
    }

    void clear() {
        size = 0;
    }

    void add(int point, int start, int end) {
        if (size == points.length) {
            int capacity = Math.max(8, size * 2);
            points = Arrays.copyOf(points, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        points[size] = point;
        starts[size] = start;
        ends[size++] = end;
    }

    void apply(Normalization.Step step) {
        if (step == Normalization.Step.DECOMPOSE) {
            decompose();
            return;
        }
        NormalizedText result = new NormalizedText(size);
        for (int i = 0; i < size; i++) {
            int c = points[i];
            switch (step) {
                case CLEAN -> {
                    if (!CodePoints.isRemoved(c)) {
                        result.add(CodePoints.isSpace(c) ? ' ' : c, starts[i], ends[i]);
                    }
                }
                case SPACE_IDEOGRAPHS -> {
                    if (CodePoints.isIdeograph(c)) {
                        result.add(' ', starts[i], ends[i]);
                        result.add(c, starts[i], ends[i]);
                        result.add(' ', starts[i], ends[i]);
                    } else {
                        result.add(c, starts[i], ends[i]);
                    }
                }
                case STRIP_NONSPACING -> result.addUnless(CodePoints.isNonspacing(c), c, starts[i], ends[i]);
                case STRIP_MARKS -> result.addUnless(CodePoints.isMark(c), c, starts[i], ends[i]);
                case LOWERCASE -> {
                    for (int lower : CodePoints.lowercase(c)) {
                        result.add(lower, starts[i], ends[i]);
                    }
                }
                case DECOMPOSE -> throw new AssertionError();
            }
        }
        take(result);
    }

    private void addUnless(boolean dropped, int point, int start, int end) {
        if (!dropped) {
            add(point, start, end);
        }
    }

    /**
     * NFD. Sorting a run of marks moves them, and the library then counts: the k-th mark that began a decomposition
     * belongs to the k-th original code point, wherever sorting put it. Its offsets are reproduced, not corrected.
     */
    private void decompose() {
        NormalizedText result = new NormalizedText(size);
        Run run = new Run();
        int taken = 0;
        for (int i = 0; i < size; i++) {
            int[] parts = CodePoints.decompose(points[i]);
            for (int part = 0; part < parts.length; part++) {
                int combiningClass = CodePoints.combiningClass(parts[part]);
                if (combiningClass == 0) {
                    taken = flush(run, result, taken);
                }
                run.add(parts[part], combiningClass, part == 0);
            }
        }
        flush(run, result, taken);
        take(result);
    }

    private int flush(Run run, NormalizedText result, int from) {
        int taken = from;
        for (long item : run.sorted()) {
            int owner = Run.isFirst(item) ? taken++ : taken - 1;
            result.add(Run.point(item), owner < 0 ? starts[0] : starts[owner], owner < 0 ? starts[0] : ends[owner]);
        }
        run.clear();
        return taken;
    }

    private void take(NormalizedText other) {
        points = other.points;
        starts = other.starts;
        ends = other.ends;
        size = other.size;
    }

    /**
     * A starter and the marks behind it. An item is class, place, code point and whether it began its decomposition, in
     * sort order.
     */
    private static final class Run {

        private long[] items = new long[8];
        private int size;

        void add(int point, int combiningClass, boolean first) {
            if (size == items.length) {
                items = Arrays.copyOf(items, size * 2);
            }
            items[size] = (long) combiningClass << 54 | (long) size << 22 | (long) point << 1 | (first ? 1 : 0);
            size++;
        }

        long[] sorted() {
            long[] result = Arrays.copyOf(items, size);
            Arrays.sort(result);
            return result;
        }

        void clear() {
            size = 0;
        }

        static boolean isFirst(long item) {
            return (item & 1) != 0;
        }

        static int point(long item) {
            return (int) (item >>> 1) & 0x1FFFFF;
        }
    }

    /** The text as UTF-16, and for each char the original range: what the segmenter reads. */
    Chars chars() {
        int length = 0;
        for (int i = 0; i < size; i++) {
            length += Character.charCount(points[i]);
        }
        Chars result = new Chars(new char[length], new int[length], new int[length]);
        int at = 0;
        for (int i = 0; i < size; i++) {
            int width = Character.toChars(points[i], result.text, at);
            Arrays.fill(result.starts, at, at + width, starts[i]);
            Arrays.fill(result.ends, at, at + width, ends[i]);
            at += width;
        }
        return result;
    }

    /** text[i] came from [starts[i], ends[i]) of the original. */
    record Chars(char[] text, int[] starts, int[] ends) {}
}
