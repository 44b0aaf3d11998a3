package io.isotropy.nlp.word2vec;

import io.isotropy.nlp.corpus.Vocabulary;
import java.util.Arrays;

/**
 * The binary tree of hierarchical softmax, by which frequent words have short paths: Huffman's, as Mikolov et al. 2013, "Distributed
 * Representations of Words and Phrases", §2.1. Each of its V − 1 inner nodes is a row of the output table. The label at a node is 1 where the
 * path goes to the more frequent side, as in the original program.
 */
public final class HuffmanTree {

    private final int[] paths;
    private final int[] offsets;

    private HuffmanTree(int[] paths, int[] offsets) {
        this.paths = paths;
        this.offsets = offsets;
    }

    /**
     * The tree of a vocabulary.
     *
     * @param firstRow the row of the output table that node 0 has
     */
    public static HuffmanTree of(Vocabulary vocabulary, int firstRow) {
        int n = vocabulary.size();
        long[] counts = Arrays.copyOf(vocabulary.counts(), 2 * n - 1);
        int[] parents = new int[2 * n - 1];
        boolean[] second = new boolean[2 * n - 1];
        // Words have falling counts and nodes rising ones, so the least two are at the ends of what is left.
        int word = n - 1;
        int inner = n;
        for (int node = n; node < 2 * n - 1; node++) {
            for (int child = 0; child < 2; child++) {
                boolean takesWord = word >= 0 && (inner >= node || counts[word] < counts[inner]);
                int least = takesWord ? word-- : inner++;
                counts[node] += counts[least];
                parents[least] = node;
                second[least] = child == 1;
            }
        }
        int[] lengths = new int[2 * n - 1];
        for (int node = 2 * n - 3; node >= 0; node--) {
            lengths[node] = lengths[parents[node]] + 1;
        }
        int[] offsets = new int[n + 1];
        for (int w = 0; w < n; w++) {
            offsets[w + 1] = offsets[w] + lengths[w];
        }
        int[] paths = new int[offsets[n]];
        for (int w = 0; w < n; w++) {
            for (int node = w, at = offsets[w + 1] - 1; at >= offsets[w]; node = parents[node], at--) {
                int row = firstRow + parents[node] - n;
                paths[at] = second[node] ? ~row : row;
            }
        }
        return new HuffmanTree(paths, offsets);
    }

    /** Where the path of a word starts. */
    public int from(int word) {
        return offsets[word];
    }

    /** Where the path of a word ends. */
    public int to(int word) {
        return offsets[word + 1];
    }

    /** A step of a path, from the root on: row r of the output table with label 1 as r, with label 0 as ~r. */
    public int target(int at) {
        return paths[at];
    }
}
