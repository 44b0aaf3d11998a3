package io.isotropy.nlp.bert;

import java.util.List;

/**
 * Token ids of several texts one after another, without padding.
 *
 * @param ids N token ids
 * @param typeIds N token types: 0, and 1 for the second text of a pair
 * @param positions N positions, each text's from 0
 * @param offsets one more than there are texts: text s is the rows offsets[s] … offsets[s+1]−1
 */
public record PackedBatch(int[] ids, int[] typeIds, int[] positions, int[] offsets) {

    /** Texts with token type 0 throughout. */
    public static PackedBatch of(List<int[]> texts) {
        return of(texts, texts.stream().map(ids -> new int[ids.length]).toList());
    }

    /** Texts with their token types. */
    public static PackedBatch of(List<int[]> texts, List<int[]> types) {
        int[] offsets = new int[texts.size() + 1];
        for (int s = 0; s < texts.size(); s++) {
            offsets[s + 1] = Math.addExact(offsets[s], texts.get(s).length);
        }
        int n = offsets[texts.size()];
        int[] ids = new int[n];
        int[] typeIds = new int[n];
        int[] positions = new int[n];
        for (int s = 0; s < texts.size(); s++) {
            int length = texts.get(s).length;
            System.arraycopy(texts.get(s), 0, ids, offsets[s], length);
            System.arraycopy(types.get(s), 0, typeIds, offsets[s], length);
            for (int i = offsets[s]; i < offsets[s + 1]; i++) {
                positions[i] = i - offsets[s];
            }
        }
        return new PackedBatch(ids, typeIds, positions, offsets);
    }

    /** The number of texts. */
    public int texts() {
        return offsets.length - 1;
    }

    /** N, the number of tokens. */
    public int tokens() {
        return ids.length;
    }
}
