package io.isotropy.nlp.word2vec;

import io.isotropy.kernels.PhiloxBlock;

/**
 * The words of a text that stay when frequent ones are left out at random, with the size of their windows and their targets. All random
 * numbers of a word are those of its place and the stream, say the epoch. Of one thread.
 */
public final class TextSamples {

    /**
     * What is drawn.
     *
     * @param negatives samples of a word; 0 for none
     * @param noise where they come from; not looked at without them
     * @param hierarchicalSoftmax whether paths are targets, too
     * @param tree their tree; not looked at without them
     */
    public record Plan(
            long seed, Subsampling subsampling, int negatives, NoiseTable noise, boolean hierarchicalSoftmax, HuffmanTree tree) {}

    private final Plan plan;
    private final int blocksOfWord;
    private final int[] random = new int[4];
    /** Of the words that stay: ids, places, and the first random numbers. */
    private int[] words = new int[1 << 10];

    private long[] places = new long[1 << 10];
    private int[] firsts = new int[4 << 10];
    private int size;
    private long stream;

    /** Without words. */
    public TextSamples(Plan plan) {
        this.plan = plan;
        this.blocksOfWord = (2 + plan.negatives + 3) / 4; // numbers 0 and 1 are those of sampling and of the window
    }

    /** Goes to the words ids[from] … ids[to − 1], of which the first has the given place. */
    public void read(int[] ids, int from, int to, long place, long ofStream) {
        if (words.length < to - from) {
            words = new int[to - from];
            places = new long[to - from];
            firsts = new int[4 * (to - from)];
        }
        stream = ofStream;
        size = 0;
        for (int at = from; at < to; at++) {
            long own = place + at - from;
            PhiloxBlock.fill(plan.seed, stream, own * blocksOfWord, random);
            if (plan.subsampling.keeps(ids[at], random[0])) {
                words[size] = ids[at];
                places[size] = own;
                System.arraycopy(random, 0, firsts, 4 * size, 4);
                size++;
            }
        }
    }

    /** The number of words that stay. */
    public int size() {
        return size;
    }

    /** A word that stays. */
    public int word(int i) {
        return words[i];
    }

    /** Its place. */
    public long place(int i) {
        return places[i];
    }

    /** The size of its window, uniform in 1 … most. */
    public int window(int i, int most) {
        return most - (int) ((firsts[4 * i + 1] & 0xFFFFFFFFL) * most >>> 32);
    }

    /** Adds the targets of a word: itself with label 1, negative samples with label 0, the path in the tree. */
    public void targets(int i, Blocks blocks) {
        int word = words[i];
        if (plan.negatives > 0) {
            blocks.target(word);
            System.arraycopy(firsts, 4 * i, random, 0, 4);
            for (int n = 2; n < 2 + plan.negatives; n++) {
                if (n % 4 == 0) {
                    PhiloxBlock.fill(plan.seed, stream, places[i] * blocksOfWord + n / 4, random);
                }
                int negative = plan.noise.word(random[n % 4]);
                if (negative != word) {
                    blocks.target(~negative);
                }
            }
        }
        if (plan.hierarchicalSoftmax) {
            for (int at = plan.tree.from(word); at < plan.tree.to(word); at++) {
                blocks.target(plan.tree.target(at));
            }
        }
    }
}
