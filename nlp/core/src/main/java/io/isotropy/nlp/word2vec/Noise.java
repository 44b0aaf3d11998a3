package io.isotropy.nlp.word2vec;

/** Where negative samples come from. */
public sealed interface Noise permits NoiseTable, NoiseDraw {}
