package io.isotropy.nlp.text;

/**
 * What a model sees: special tokens round one text or two. {@code ids[i]} is a special token or {@link #FIRST} / {@link
 * #SECOND}, where a text goes; {@code types[i]} is its token type.
 */
record Template(int[] ids, int[] types) {

    static final int FIRST = -1;
    static final int SECOND = -2;

    /** The texts alone. */
    static final Template BARE = new Template(new int[] {FIRST}, new int[] {0});

    static final Template BARE_PAIR = new Template(new int[] {FIRST, SECOND}, new int[] {0, 1});

    /** [CLS] A [SEP]. */
    static Template bert(int cls, int sep) {
        return new Template(new int[] {cls, FIRST, sep}, new int[] {0, 0, 0});
    }

    /** [CLS] A [SEP] B [SEP]. */
    static Template bertPair(int cls, int sep) {
        return new Template(new int[] {cls, FIRST, sep, SECOND, sep}, new int[] {0, 0, 0, 1, 1});
    }

    /** The number of special tokens. */
    int specials() {
        int count = 0;
        for (int id : ids) {
            count += id >= 0 ? 1 : 0;
        }
        return count;
    }

    /** Where a text goes, or -1. */
    int place(int text) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == text) {
                return i;
            }
        }
        return -1;
    }
}
