package io.isotropy.nlp.sentence;

import java.util.List;

/**
 * The vectors of some texts, and what became of the texts on the way.
 *
 * @param vectors one per text, in the order given
 * @param tokens the tokens the encoder saw, over all texts
 * @param truncated the indices of texts that were longer than the model reads, and were cut
 */
public record Embeddings(List<float[]> vectors, long tokens, List<Integer> truncated) {}
