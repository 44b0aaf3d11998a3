package io.isotropy.benchmarks;

import java.util.List;

/** Texts in, unit vectors out: a tokenizer and an encoder. */
public interface TextEncoder {

    /** One vector of length 1 for each text, in the texts' order. */
    float[][] encode(List<String> texts);
}
