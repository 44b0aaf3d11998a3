package io.isotropy.nlp.glove;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.DivergedException;
import io.isotropy.nlp.HeapRoom;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.parallel.Crew;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.tensor.Philox;
import java.io.IOException;

/**
 * Trains global vectors: log X_ij ≈ w_i·w̃_j + b_i + b̃_j for all pairs of words that occur together, weighted by how often (eq. 8), with
 * AdaGrad. Everything is bit-identical for any number of threads: {@link Partition} says why nothing is lost by it.
 *
 * @param vocabulary the words with their counts
 * @param vectors their vectors, in the same order
 * @param pairs the number of pairs with X_ij > 0
 * @param loss the mean of ½·f(X)·(…)² over all pairs in the last pass
 */
public record Glove(Vocabulary vocabulary, WordVectors vectors, long pairs, double loss) {

    /** So many tokens are counted at once; a fixed number, since the order of additions depends on it. */
    private static final long SEGMENT_TOKENS = 1 << 24;
    /** A token of a segment has its word and its place in the index, and less than as much again while that is made. */
    private static final long BYTES_OF_TOKEN = 12;

    /** Hears how it goes. */
    public interface Listener {
        /** So many of the corpus's known words are counted. */
        void counted(long tokens, long total);

        /** A part of a pass is done; {@code pairs} of {@code total} pairs in all passes together. */
        void trained(long pairs, long total, double loss);

        /** Hears nothing. */
        static Listener none() {
            return new Listener() {
                @Override
                public void counted(long tokens, long total) {}

                @Override
                public void trained(long pairs, long total, double loss) {}
            };
        }
    }

    /**
     * Counts a corpus and learns from it.
     *
     * @throws IOException if the corpus cannot be read, or no word is as frequent as the limits want
     */
    public static Glove train(Backend backend, Corpus corpus, Tokenizer tokenizer, GloveConfig config, Listener listener) throws IOException {
        long heap = Runtime.getRuntime().maxMemory();
        backend.expectWordTraining();
        try (EncodedCorpus encoded = EncodedCorpus.read(corpus, tokenizer, config.limits(), 0);
                Crew crew = new Crew(backend.threads(), "glove")) {
            Vocabulary vocabulary = encoded.vocabulary();
            long bytes = GloveTables.bytes(vocabulary.size(), config.dimension()) + BYTES_OF_TOKEN * Math.min(SEGMENT_TOKENS, encoded.tokens());
            String missing = HeapRoom.missing(bytes, "leave out rare words (--min-count)");
            if (missing != null) {
                throw corpus.error("has " + vocabulary.size() + " words, for which the memory does not suffice: " + missing);
            }
            Cooccurrences counter = new Cooccurrences(encoded, config, crew, SEGMENT_TOKENS);
            try (CellBlocks cells = counter.count(heap / 4, tokens -> listener.counted(tokens, encoded.tokens()))) {
                if (cells.cells() == 0) {
                    throw corpus.error("has no two known words in one text, so that there is nothing to learn from");
                }
                try (GloveTables tables = new GloveTables(backend, cells.partition(), config)) {
                    double loss = train(crew, tables, cells, config, listener);
                    WordVectors vectors = tables.vectors(vocabulary.words());
                    DivergedException.requireNumbers(vectors.matrix().buffer(), config.learningRate());
                    return new Glove(vocabulary, vectors, cells.cells(), loss);
                }
            }
        }
    }

    private static double train(Crew crew, GloveTables tables, CellBlocks cells, GloveConfig config, Listener listener)
            throws IOException {
        int parts = cells.partition().parts();
        long total = cells.cells() * config.iterations();
        long done = 0;
        double loss = 0;
        for (int iteration = 0; iteration < config.iterations(); iteration++) {
            int[] shifts = Philox.of(config.seed()).child(-1 - iteration).permutation(parts);
            double[] losses = new double[parts];
            long[] trained = new long[parts];
            long before = done;
            for (int shift : shifts) {
                crew.runWithFiles(parts, part -> {
                    int context = part + shift & parts - 1;
                    Cells block = cells.block(part, context);
                    losses[part] += tables.train(block, part, context);
                    trained[part] += block.size;
                });
                done = before;
                loss = 0;
                for (int part = 0; part < parts; part++) {
                    done += trained[part];
                    loss += losses[part];
                }
                loss /= Math.max(1, done - before);
                if (!Double.isFinite(loss)) {
                    throw DivergedException.ofLoss(config.learningRate(), iteration);
                }
                listener.trained(done, total, loss);
            }
        }
        return loss;
    }
}
