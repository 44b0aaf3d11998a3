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
            long seed, Subsampling subsampling, int negatives, Noise noise, boolean hierarchicalSoftmax, HuffmanTree tree) {}

    private final Plan plan;
    private final int blocksOfWord;
    private final int[] random = new int[4];
    /** The text, and the first four random numbers of each of its words. */
    private int[] ids = {};

    private int[] firsts = new int[4 << 10];
    private int from;
    private int length;
    private long place;
    /** Which of its words stay. */
    private int[] stays = new int[1 << 10];

    private int size;
    private long stream;

    /** Without words. */
    public TextSamples(Plan plan) {
        this.plan = plan;
        int ofNegatives = switch (plan.noise) {
            case NoiseTable _ -> plan.negatives;
            case NoiseDraw _ -> 1;
        };
        this.blocksOfWord = (2 + ofNegatives + 3) / 4; // numbers 0 and 1 are those of sampling and of the window
    }

    /** Goes to the words text[first] … text[to − 1], of which the first has the given place. */
    public void read(int[] text, int first, int to, long ofFirst, long ofStream) {
        ids = text;
        from = first;
        length = to - first;
        place = ofFirst;
        stream = ofStream;
        if (stays.length < length) {
            stays = new int[length];
            firsts = new int[4 * length];
        }
        for (int t = 0; t < length; t++) {
            PhiloxBlock.fill(plan.seed, stream, (place + t) * blocksOfWord, firsts, 4 * t);
        }
        sample();
    }

    /**
     * Goes to the same words again, with other random numbers. Those that a word has had move on by the fractional parts of the golden ratio and of
     * √3, which spreads them evenly over few rounds (Weyl 1916) and costs a tenth of drawing them.
     */
    public void again() {
        stream++;
        for (int t = 0; t < 4 * length; t += 2) {
            firsts[t] += PhiloxBlock.WEYL_0;
            firsts[t + 1] += PhiloxBlock.WEYL_1;
        }
        sample();
    }

    private void sample() {
        size = 0;
        for (int t = 0; t < length; t++) {
            stays[size] = t;
            size += plan.subsampling.keeps(ids[from + t], firsts[4 * t]) ? 1 : 0; // the next one takes the place of one that goes
        }
    }

    /** The number of words that stay. */
    public int size() {
        return size;
    }

    /** A word that stays. */
    public int word(int i) {
        return ids[from + stays[i]];
    }

    /** Its place. */
    public long place(int i) {
        return place + stays[i];
    }

    /** The size of its window, uniform in 1 … most. */
    public int window(int i, int most) {
        return most - (int) ((firsts[4 * stays[i] + 1] & 0xFFFFFFFFL) * most >>> 32);
    }

    /** Adds the targets of a word: itself with label 1, negative samples with label 0, the path in the tree. */
    public void targets(int i, Blocks blocks) {
        int word = word(i);
        if (plan.negatives > 0) {
            blocks.target(word);
            switch (plan.noise) {
                case NoiseTable table -> negatives(i, table, blocks);
                case NoiseDraw draw -> negatives(i, draw, blocks);
            }
        }
        if (plan.hierarchicalSoftmax) {
            for (int at = plan.tree.from(word); at < plan.tree.to(word); at++) {
                blocks.target(plan.tree.target(at));
            }
        }
    }

    private void negatives(int i, NoiseTable table, Blocks blocks) {
        int word = word(i);
        int[] numbers = firsts;
        int at = 4 * stays[i];
        for (int n = 2; n < 2 + plan.negatives; n++) {
            if (n % 4 == 0) {
                PhiloxBlock.fill(plan.seed, stream, place(i) * blocksOfWord + n / 4, random);
                numbers = random;
                at = 0;
            }
            int negative = table.word(numbers[at + n % 4]);
            if (negative != word) {
                blocks.target(~negative);
            }
        }
    }

    private void negatives(int i, NoiseDraw draw, Blocks blocks) {
        int word = word(i);
        for (int n = 0; n < plan.negatives; n++) {
            int negative = draw.word(firsts[4 * stays[i] + 2], n);
            if (negative != word) {
                blocks.target(~negative);
            }
        }
    }
}
