package io.isotropy.nlp.lexical;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/**
 * The hashing trick: Weinberger et al. 2009. A term's dimension is a hash of its characters, so that nothing is learnt and nothing kept; a
 * second bit of the hash gives a sign, so that collisions cancel on average. Dimensions and signs are those of scikit-learn's
 * HashingVectorizer: MurmurHash3 of the UTF-8 bytes with seed 0.
 *
 * @param normalized whether vectors have length 1
 */
public record HashingModel(Tokenizer tokenizer, int dimension, boolean normalized) implements EmbeddingModel {

    /** Checks the dimension. */
    public HashingModel {
        if (dimension < 1) {
            throw new IllegalArgumentException("[hashing] the dimension must be 1 or more: got " + dimension);
        }
    }

    /** The vector of a text. */
    public SparseVector vector(String text) {
        TreeMap<Integer, Double> sums = new TreeMap<>();
        tokenizer.tokenize(text, term -> {
            int hash = murmur(term.getBytes(StandardCharsets.UTF_8));
            sums.merge((int) (Math.abs((long) hash) % dimension), hash >= 0 ? 1.0 : -1.0, Double::sum);
        });
        sums.values().removeIf(sum -> sum == 0);
        SparseVector vector = new SparseVector(
                sums.keySet().stream().mapToInt(i -> i).toArray(), sums.values().stream().mapToDouble(x -> x).toArray());
        return normalized ? vector.normalized() : vector;
    }

    /** MurmurHash3_x86_32 by Austin Appleby, seed 0. */
    static int murmur(byte[] bytes) {
        int hash = 0;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int block = bytes[i] & 0xFF | (bytes[i + 1] & 0xFF) << 8 | (bytes[i + 2] & 0xFF) << 16 | bytes[i + 3] << 24;
            hash = Integer.rotateLeft(hash ^ scrambled(block), 13) * 5 + 0xE6546B64;
        }
        int rest = 0;
        for (int i = bytes.length - 1; i >= whole; i--) {
            rest = rest << 8 | bytes[i] & 0xFF;
        }
        hash ^= scrambled(rest) ^ bytes.length;
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return hash ^ hash >>> 16;
    }

    private static int scrambled(int block) {
        return Integer.rotateLeft(block * 0xCC9E2D51, 15) * 0x1B873593;
    }

    @Override
    public String name() {
        return "hashing of " + tokenizer.name();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        EmbeddingModel.requireTexts(texts);
        return texts.stream().map(text -> vector(text).toDense(dimension)).toList();
    }

    @Override
    public void close() {}
}
