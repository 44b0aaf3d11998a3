package io.isotropy.nlp.word2vec;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.WordTraining.Composition;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Word2Vec: Mikolov, Chen, Corrado, Dean 2013, "Efficient Estimation of Word Representations in Vector Space", and Mikolov et al. 2013,
 * "Distributed Representations of Words and Phrases and their Compositionality".
 *
 * <pre>{@code
 * Corpus corpus = Corpus.ofFile(Path.of("wiki.txt"), Corpus.Unit.LINE);
 * WordModel model = Word2Vec.train(corpus, Tokenizer.words(), Word2VecConfig.SKIP_GRAM, Backends.preferred(), 8, Listener.NONE);
 * WordFolder.save(model, Path.of("my-vectors"));
 * }</pre>
 *
 * Departures from the original program: the words around a word share its negative samples (see the class that makes samples), σ is computed rather
 * than looked up and not cut off at ±6, and texts are as long as gensim's.
 */
public final class Word2Vec {

    /** What folders call it. */
    public static final String NAME = "word2vec";

    /** Longer texts become several: gensim's MAX_WORDS_IN_BATCH; the original has 1,000. */
    public static final int LONGEST_TEXT = 10_000;

    /** Of the first vectors; epochs are streams from 0 on. */
    private static final long INITIAL_STREAM = -1;

    private Word2Vec() {}

    /**
     * Trains vectors of a corpus's words.
     *
     * @param threads that train
     * @throws IOException if the corpus cannot be read or has no word that is frequent enough
     */
    public static WordModel train(
            Corpus corpus, Tokenizer tokenizer, Word2VecConfig config, Backend backend, int threads, TrainingProgress.Listener listener)
            throws IOException {
        Objects.requireNonNull(listener, "[word2vec] the listener must not be null; TrainingProgress.Listener.NONE is none");
        backend.expectWordTraining();
        try (EncodedCorpus encoded = EncodedCorpus.read(corpus, tokenizer, config.limits(), LONGEST_TEXT)) {
            return new WordModel(NAME, train(encoded, config, backend, threads, listener), tokenizer, settings(config), encoded.vocabulary());
        }
    }

    /** Trains vectors of an encoded corpus's words, all of its vocabulary; the limits have no effect. */
    public static WordVectors train(
            EncodedCorpus corpus, Word2VecConfig config, Backend backend, int threads, TrainingProgress.Listener listener)
            throws IOException {
        Vocabulary vocabulary = corpus.vocabulary();
        int words = vocabulary.size();
        int noiseRows = config.negatives() > 0 ? words : 0;
        int rows = noiseRows + (config.hierarchicalSoftmax() ? words - 1 : 0);
        VectorTable.requireRoom(String.format(Locale.ROOT, "[%s] %,d words", NAME, words), 2L * words + rows, config.dimension());
        TextSamples.Plan plan = new TextSamples.Plan(
                config.seed(), Subsampling.of(vocabulary.counts(), vocabulary.total(), config.sampling()), config.negatives(),
                NoiseTable.of(vocabulary.counts(), config.noiseExponent()), config.hierarchicalSoftmax(), HuffmanTree.of(vocabulary, noiseRows));
        try (VectorTable input = VectorTable.random(backend, words, config.dimension(), config.seed(), INITIAL_STREAM);
                VectorTable output = VectorTable.zeros(backend, rows, config.dimension())) {
            new BlockTraining(
                            input, output, config.mean() ? Composition.MEAN : Composition.SUM, !config.mean(), config.alpha(),
                            config.minAlpha(), config.epochs())
                    .run(corpus, () -> new WindowSampler(config, plan), config.deterministic(), threads, listener);
            return WordVectors.of(vocabulary.words(), input.tensor(0, words));
        }
    }

    /** What a folder keeps of the settings, in gensim's words. */
    private static Map<String, ?> settings(Word2VecConfig config) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sg", config.architecture() == Word2VecConfig.Architecture.SKIP_GRAM ? 1 : 0);
        settings.put("hs", config.hierarchicalSoftmax() ? 1 : 0);
        settings.put("negative", config.negatives());
        settings.put("vector_size", config.dimension());
        settings.put("window", config.window());
        settings.put("min_count", config.limits().minCount());
        settings.put("sample", config.sampling());
        settings.put("ns_exponent", config.noiseExponent());
        settings.put("cbow_mean", config.mean() ? 1 : 0);
        settings.put("shrink_windows", config.shrinkWindows());
        settings.put("alpha", config.alpha());
        settings.put("min_alpha", config.minAlpha());
        settings.put("epochs", config.epochs());
        settings.put("seed", config.seed());
        return settings;
    }
}
