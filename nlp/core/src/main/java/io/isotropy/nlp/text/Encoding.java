package io.isotropy.nlp.text;

/**
 * A text or a pair as a model sees it; all arrays are parallel. {@code starts} and {@code ends} are UTF-16 indices of a
 * token in its own original text, however normalization changed it, and 0 for special tokens. {@code specialTokensMask}
 * is 1 for the tokens that the template added. {@code untruncatedLength} counts all tokens that the text would have
 * had, special ones included.
 */
public record Encoding(
        int[] ids,
        int[] typeIds,
        String[] tokens,
        int[] starts,
        int[] ends,
        int[] specialTokensMask,
        boolean truncated,
        int untruncatedLength) {

    /** The number of tokens. */
    public int length() {
        return ids.length;
    }
}
