package io.isotropy.benchmarks;

/** Token ids in, unit vectors out: what a sentence encoder does after its tokenizer. */
public interface Encoder {

    /** One vector of length 1 for each row of token ids, which have their special tokens and no padding. */
    float[][] encode(int[][] ids);
}
