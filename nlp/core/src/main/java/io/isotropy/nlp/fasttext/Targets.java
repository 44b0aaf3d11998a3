package io.isotropy.nlp.fasttext;

import io.isotropy.nlp.word2vec.NoiseTable;

/** What a prediction of one target is held against, by the loss. */
sealed interface Targets {

    /** Draws are in proportion to √count: loss.cc of version 0.9.2, where word2vec takes 0.75. */
    double NOISE_EXPONENT = 0.5;

    /** Adds a target to the prediction that is being made. */
    void add(int target, RandomInts random, Batch batch);

    static Targets of(FastTextConfig config, long[] counts) {
        return switch (config.loss()) {
            case NEGATIVE_SAMPLING -> new Sampled(NoiseTable.of(counts, NOISE_EXPONENT), counts.length, config.negatives());
            case HIERARCHICAL_SOFTMAX -> Path.of(LabelTree.of(counts), counts.length);
            case SOFTMAX, ONE_VS_ALL -> new Alone();
        };
    }

    /** The target against some drawn at random. */
    record Sampled(NoiseTable noise, int targets, int negatives) implements Targets {

        @Override
        public void add(int target, RandomInts random, Batch batch) {
            batch.addTarget(target, true);
            for (int i = 0; i < negatives && targets > 1; i++) {
                int other;
                do {
                    other = noise.word(random.next());
                } while (other == target);
                batch.addTarget(other, false);
            }
        }
    }

    /** The turns from the target to the root of a tree. */
    record Path(int[] turns, int[] offsets) implements Targets {

        static Path of(LabelTree tree, int targets) {
            int[] offsets = new int[targets + 1];
            for (int target = 0; target < targets; target++) {
                offsets[target + 1] = offsets[target];
                for (int node = target; node != tree.root(); node = tree.parent(node)) {
                    offsets[target + 1]++;
                }
            }
            int[] turns = new int[offsets[targets]];
            for (int target = 0; target < targets; target++) {
                int at = offsets[target];
                for (int node = target; node != tree.root(); node = tree.parent(node)) {
                    int row = tree.row(tree.parent(node));
                    turns[at++] = tree.isRight(node) ? row : ~row;
                }
            }
            return new Path(turns, offsets);
        }

        @Override
        public void add(int target, RandomInts random, Batch batch) {
            for (int at = offsets[target]; at < offsets[target + 1]; at++) {
                batch.addTarget(turns[at] < 0 ? ~turns[at] : turns[at], turns[at] >= 0);
            }
        }
    }

    /** The target alone, which the kernel holds against all others. */
    record Alone() implements Targets {

        @Override
        public void add(int target, RandomInts random, Batch batch) {
            batch.addTarget(target, true);
        }
    }
}
