package io.isotropy.nlp.fasttext;

import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/** The n-grams of a word's characters and of a text's words, as hashes: Bojanowski et al. 2017, §3.2, and dictionary.cc of the original. */
final class NGrams {

    private static final int FNV_OFFSET = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;
    /** How the hash of a run of words takes in the next one. */
    private static final long NEXT_WORD = 116049371L;

    private NGrams() {}

    /** A token's hash: FNV-1a over its UTF-8 bytes, which the original takes for signed numbers, so that those above 127 set high bits. */
    static int hash(String token) {
        int hash = FNV_OFFSET;
        for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * FNV_PRIME;
        }
        return hash;
    }

    /**
     * Hands over the hashes of a word's n-grams: runs of {@code shortest} to {@code longest} code points of {@code <word>}; the marks alone
     * are none.
     */
    static void ofCharacters(String word, int shortest, int longest, IntConsumer action) {
        byte[] bytes = ("<" + word + ">").getBytes(StandardCharsets.UTF_8);
        for (int start = 0; start < bytes.length; start++) {
            if (continues(bytes[start])) {
                continue;
            }
            int hash = FNV_OFFSET;
            int end = start;
            for (int n = 1; end < bytes.length && n <= longest; n++) {
                do {
                    hash = (hash ^ bytes[end++]) * FNV_PRIME;
                } while (end < bytes.length && continues(bytes[end]));
                if (n >= shortest && !(n == 1 && (start == 0 || end == bytes.length))) {
                    action.accept(hash);
                }
            }
        }
    }

    private static boolean continues(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /**
     * Hands over the buckets of the n-grams of 2 to {@code longest} words.
     *
     * @param hashes of the text's words
     */
    static void ofWords(int[] hashes, int size, int longest, int buckets, IntConsumer action) {
        for (int start = 0; start < size; start++) {
            long hash = hashes[start];
            for (int end = start + 1; end < size && end < start + longest; end++) {
                hash = hash * NEXT_WORD + hashes[end];
                action.accept((int) Long.remainderUnsigned(hash, buckets));
            }
        }
    }
}
