package io.isotropy.nlp.text;

/**
 * Word pieces by their characters: open addressing with linear probing over the hash of {@link String#hashCode}, which
 * the segmenter computes while it reads. A hit is confirmed against the characters, so that a lookup makes no String.
 */
final class PieceTable {

    /** Two ints a slot: hash, id + 1; a zero id + 1 is a free slot. */
    private final int[] slots;

    private final int shift;
    private final char[] characters;
    /** characters[starts[id] + skip, starts[id + 1]) is the piece. */
    private final int[] starts;

    private final int skip;
    private int longest;

    /**
     * Room for {@code count} pieces of the pool; {@code skip}: the length of the prefix that the pool has and a text
     * has not.
     */
    PieceTable(int count, char[] characters, int[] starts, int skip) {
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(4, count * 2 - 1));
        this.slots = new int[2 << bits];
        this.shift = 32 - bits;
        this.characters = characters;
        this.starts = starts;
        this.skip = skip;
    }

    /** Adds a piece; returns the id that has it already, or -1. */
    int put(int id) {
        int start = starts[id] + skip;
        int length = starts[id + 1] - start;
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + characters[start + i];
        }
        int found = find(characters, start, length, hash);
        if (found < 0) {
            int slot = slot(hash);
            while (slots[slot + 1] != 0) {
                slot = slot + 2 & slots.length - 1;
            }
            slots[slot] = hash;
            slots[slot + 1] = id + 1;
            longest = Math.max(longest, length);
        }
        return found;
    }

    /** The id of {@code text[from, from + length)}, whose hash is {@code hash}, or -1. */
    int find(char[] text, int from, int length, int hash) {
        int[] table = slots;
        int slot = slot(hash);
        for (int id; (id = table[slot + 1] - 1) >= 0; slot = slot + 2 & table.length - 1) {
            if (table[slot] == hash && matches(id, text, from, length)) {
                return id;
            }
        }
        return -1;
    }

    /** The number of chars of the longest piece. */
    int longest() {
        return longest;
    }

    private int slot(int hash) {
        return (hash * 0x9E3779B9 >>> shift) << 1;
    }

    private boolean matches(int id, char[] text, int from, int length) {
        int start = starts[id] + skip;
        if (starts[id + 1] - start != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (characters[start + i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
