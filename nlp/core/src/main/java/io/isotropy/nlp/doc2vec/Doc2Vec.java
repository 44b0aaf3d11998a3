package io.isotropy.nlp.doc2vec;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.parallel.Crew;
import io.isotropy.nlp.word2vec.BlockTraining;
import io.isotropy.nlp.word2vec.HuffmanTree;
import io.isotropy.nlp.word2vec.NoiseTable;
import io.isotropy.nlp.word2vec.Subsampling;
import io.isotropy.nlp.word2vec.TextSamples;
import io.isotropy.nlp.word2vec.TrainingProgress;
import io.isotropy.nlp.word2vec.VectorTable;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Paragraph vectors: Le and Mikolov 2014, "Distributed Representations of Sentences and Documents", as gensim trains them. A new text's vector
 * is inferred (§2.2): gradient descent on it alone, all else as training left it. The inference is seeded by the text's words, so a text has
 * one vector. A text without a known word has the vector 0.
 *
 * <pre>{@code
 * Doc2Vec model = Doc2Vec.train(corpus, Tokenizer.words(), Doc2VecConfig.BAG_OF_WORDS, Backends.preferred(), 8, Listener.NONE);
 * float[] vector = model.embed("A film to remember.");
 * }</pre>
 */
public final class Doc2Vec implements EmbeddingModel {

    /** What folders call it. */
    public static final String NAME = "doc2vec";

    /** Of the first vectors; epochs are streams from 0 on. */
    private static final long INITIAL_STREAM = -1;

    /** Vectors begin uniform in ±1/D, as gensim's: twice as far out as word2vec.c's, and a small corpus takes fewer epochs to learn. */
    private static final int INITIAL_SPAN = 2;

    private final Doc2VecConfig config;
    private final Tokenizer tokenizer;
    private final Vocabulary vocabulary;
    /** (V + 1, D): the vectors of words and of the null word; (0, D) where words have none. */
    private final VectorTable words;
    /** (V, parts·D) for negative samples, then (V − 1, parts·D) for the tree. */
    private final VectorTable output;
    /** (texts, D) */
    private final Tensor texts;

    /** Of inference. */
    private final TextSamples.Plan plan;

    Doc2Vec(Doc2VecConfig config, Tokenizer tokenizer, Vocabulary vocabulary, VectorTable words, VectorTable output, Tensor texts) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.words = words;
        this.output = output;
        this.texts = texts;
        this.plan = Inference.plan(plan(config, vocabulary));
    }

    private static TextSamples.Plan plan(Doc2VecConfig config, Vocabulary vocabulary) {
        return new TextSamples.Plan(
                config.seed(), Subsampling.of(vocabulary.counts(), vocabulary.total(), config.sampling()), config.negatives(),
                NoiseTable.of(vocabulary.counts(), config.noiseExponent()), config.hierarchicalSoftmax(),
                HuffmanTree.of(vocabulary, config.negatives() > 0 ? vocabulary.size() : 0));
    }

    static int outputRows(Doc2VecConfig config, int words) {
        return (config.negatives() > 0 ? words : 0) + (config.hierarchicalSoftmax() ? words - 1 : 0);
    }

    static int wordRows(Doc2VecConfig config, int words) {
        return config.hasWords() ? words + 1 : 0;
    }

    /**
     * Trains vectors of a corpus's texts.
     *
     * @param threads that train
     * @throws IOException if the corpus cannot be read or has no word that is frequent enough
     */
    public static Doc2Vec train(
            Corpus corpus, Tokenizer tokenizer, Doc2VecConfig config, Backend backend, int threads, TrainingProgress.Listener listener)
            throws IOException {
        backend.expectWordTraining();
        try (EncodedCorpus encoded = EncodedCorpus.read(corpus, tokenizer, config.limits(), 0)) {
            Vocabulary vocabulary = encoded.vocabulary();
            int words = vocabulary.size();
            int firstText = wordRows(config, words);
            int rows = outputRows(config, words);
            VectorTable.requireRoom(
                    String.format(Locale.ROOT, "[%s] %,d texts and %,d words", NAME, encoded.texts(), words),
                    2L * (firstText + encoded.texts()) + (long) rows * config.parts(), config.dimension());
            VectorTable output = VectorTable.zeros(backend, rows, config.parts() * VectorTable.width(config.dimension()));
            try (VectorTable input = VectorTable.random(
                    backend, firstText + encoded.texts(), config.dimension(), INITIAL_SPAN, config.seed(), INITIAL_STREAM)) {
                TextSamples.Plan plan = plan(config, vocabulary);
                new BlockTraining(
                                input, output, config.blockComposition(), config.divides(), config.alpha(), config.minAlpha(),
                                config.epochs())
                        .run(encoded, () -> new TextSampler(config, plan, firstText), config.deterministic(), threads, listener);
                return new Doc2Vec(config, tokenizer, vocabulary, input.copy(0, firstText), output, texts(encoded, input, firstText));
            }
        }
    }

    private static Tensor texts(EncodedCorpus corpus, VectorTable input, int firstText) throws IOException {
        Tensor texts = input.tensor(firstText, corpus.texts());
        float[] zeros = new float[input.dimension()];
        for (int c = 0; c < corpus.chunks(); c++) {
            EncodedCorpus.Chunk chunk = corpus.chunk(c);
            for (int text = 0; text < chunk.texts(); text++) {
                if (chunk.offsets()[text] == chunk.offsets()[text + 1]) {
                    texts.buffer().write((long) (chunk.first() + text) * zeros.length, zeros, 0, zeros.length);
                }
            }
        }
        return texts;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int dimension() {
        return config.dimension();
    }

    /** How it was trained. */
    public Doc2VecConfig config() {
        return config;
    }

    /** What finds the words of a text. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Its words, with how often they came in the corpus. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The vectors of the corpus's texts, as training left them: (texts, D). */
    public Tensor texts() {
        return texts;
    }

    VectorTable words() {
        return words;
    }

    VectorTable output() {
        return output;
    }

    /** Inferred vectors, with as many threads as the backend has. */
    @Override
    public List<float[]> embed(List<String> newTexts) {
        EmbeddingModel.requireTexts(newTexts);
        float[][] vectors = new float[newTexts.size()][];
        try (Crew crew = new Crew(output.buffer().backend().threads(), NAME)) {
            crew.run(vectors.length, () -> {
                Inference inference = new Inference(config, plan, words, output);
                return (IntConsumer) i -> vectors[i] = inference.infer(ids(newTexts.get(i)));
            });
        }
        return Arrays.asList(vectors);
    }

    private int[] ids(String text) {
        IntStream.Builder ids = IntStream.builder();
        tokenizer.tokenize(text, word -> {
            int id = vocabulary.id(word);
            if (id >= 0) {
                ids.add(id);
            }
        });
        return ids.build().toArray();
    }

    /** Frees the vectors. */
    @Override
    public void close() {
        words.close();
        output.close();
        texts.release();
    }
}
