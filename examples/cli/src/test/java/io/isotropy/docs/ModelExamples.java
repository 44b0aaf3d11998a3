package io.isotropy.docs;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.average.AverageFolder;
import io.isotropy.nlp.average.AverageModel;
import io.isotropy.nlp.average.Averaging;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.corpus.WordNGrams;
import io.isotropy.nlp.doc2vec.Doc2Vec;
import io.isotropy.nlp.doc2vec.Doc2VecConfig;
import io.isotropy.nlp.doc2vec.Doc2VecFolder;
import io.isotropy.nlp.fasttext.FastText;
import io.isotropy.nlp.fasttext.FastTextConfig;
import io.isotropy.nlp.fasttext.FastTextFolder;
import io.isotropy.nlp.fasttext.TrainingPlan;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.glove.Glove;
import io.isotropy.nlp.glove.GloveConfig;
import io.isotropy.nlp.lexical.HashingModel;
import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.lexical.Lsa;
import io.isotropy.nlp.lexical.SparseRows;
import io.isotropy.nlp.lexical.SparseVector;
import io.isotropy.nlp.lexical.TermModel;
import io.isotropy.nlp.lexical.Weighting;
import io.isotropy.nlp.topic.Documents;
import io.isotropy.nlp.topic.HeldOut;
import io.isotropy.nlp.topic.Lda;
import io.isotropy.nlp.topic.LdaConfig;
import io.isotropy.nlp.topic.Plsa;
import io.isotropy.nlp.topic.StopWords;
import io.isotropy.nlp.topic.TopicFolder;
import io.isotropy.nlp.topic.TopicModel;
import io.isotropy.nlp.topic.TopicProgress;
import io.isotropy.nlp.word.Neighbour;
import io.isotropy.nlp.word.WordFolder;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.nlp.word2vec.TrainingProgress;
import io.isotropy.nlp.word2vec.Word2Vec;
import io.isotropy.nlp.word2vec.Word2VecConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The Java of the pages on models that count, or that learn vectors of words and of texts. {@code texts} is a file, {@code folder} a new one. */
final class ModelExamples {

    private ModelExamples() {}

    static float[] any(Path folder) throws IOException {
        // begin: any
        EmbeddingModel model = ModelFolder.load(folder);
        float[] vector = model.embed("a man plays a guitar");
        List<float[]> vectors = model.embed(List.of("many texts at once", "are faster"));
        model.close();
        // end: any
        return vectors.size() == 2 ? vector : new float[0];
    }

    static double oneHot(Path texts, Path folder) throws IOException {
        // begin: oneHot
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        TermModel.Config config = new TermModel.Config(Tokenizer.words(), Vocabulary.Limits.NONE, new Weighting.Binary());
        TermModel model = TermModel.train(corpus, config);
        SparseRows rows = model.oneHot("a man plays a guitar");                               // (5, V): a row for each word
        double cosine = model.vector("a man plays a guitar").cosine(model.vector("a man plays music"));
        LexicalFolder.save(model, folder);
        // end: oneHot
        return rows.rows() + cosine;
    }

    static double bagOfWords(Path texts, Path folder) throws IOException {
        // begin: bagOfWords
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        Tokenizer pairs = new WordNGrams(Tokenizer.words(), 1, 2);                            // words and pairs of words
        TermModel model = TermModel.train(corpus, new TermModel.Config(pairs, Vocabulary.Limits.ofMinCount(2), new Weighting.Counts()));
        double cosine = model.vector("the dog bites the man").cosine(model.vector("the man bites the dog"));
        SparseVector hashed = new HashingModel(Tokenizer.words(), 4096, true).vector("needs no corpus");
        LexicalFolder.save(model, folder);
        // end: bagOfWords
        return cosine + hashed.norm();
    }

    static double tfIdf(Path texts, Path folder) throws IOException {
        // begin: tfIdf
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        Vocabulary.Limits limits = Vocabulary.Limits.ofMinCount(2);
        TermModel model = TermModel.train(corpus, new TermModel.Config(Tokenizer.words(), limits, Weighting.TfIdf.DEFAULT));
        double cosine = model.vector("a man plays a guitar").cosine(model.vector("a man plays music"));
        TermModel bm25 = TermModel.train(corpus, new TermModel.Config(Tokenizer.words(), limits, Weighting.Bm25.DEFAULT));
        double relevance = bm25.queryVector("guitar").dot(bm25.vector("a man plays a guitar"));
        LexicalFolder.save(model, folder);
        // end: tfIdf
        return cosine + relevance;
    }

    static double[] lsa(Path texts, Path folder) throws IOException {
        // begin: lsa
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        Vocabulary.Limits limits = Vocabulary.Limits.ofMinCount(2);
        TermModel terms = TermModel.train(corpus, new TermModel.Config(Tokenizer.words(), limits, Weighting.TfIdf.DEFAULT));
        Lsa model = Lsa.train(corpus, terms, 3, 42);                                          // k, seed
        double[] vector = model.vector("a man plays a guitar");                               // (k)
        LexicalFolder.save(model, folder);
        // end: lsa
        return vector;
    }

    static double[] plsa(Path texts, Path folder) throws IOException {
        // begin: plsa
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        Documents documents = Documents.read(corpus, Tokenizer.words(), Vocabulary.Limits.ofMinCount(5), StopWords.english());
        Plsa.Config config = new Plsa.Config(2, 60, 0.1, 0.9, 1e-5, 42);                      // topics, iterations, held out, η, tolerance, seed
        TopicModel model = Plsa.train(documents, Tokenizer.words(), config, 2, TopicProgress.Listener.NONE);   // on 2 threads
        double[] topics = model.infer("the dog sleeps");                                      // (K), sums to 1
        List<TopicModel.WeightedWord> words = model.topWords(0, 8);
        TopicFolder.save(model, folder);
        // end: plsa
        return words.isEmpty() ? new double[0] : topics;
    }

    static double lda(Path texts, Path unseen, Path folder) throws IOException {
        // begin: lda
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        Documents documents = Documents.read(corpus, Tokenizer.words(), Vocabulary.Limits.ofMinCount(5), StopWords.english());
        LdaConfig config = LdaConfig.DEFAULT.withTopics(2).withIterations(200).withOptimization(10, 50);
        TopicModel model = Lda.train(documents, Tokenizer.words(), config, 2, TopicProgress.Listener.NONE);   // on 2 threads
        double[] topics = model.infer("the dog sleeps");                                      // (K), sums to 1
        double perplexity = HeldOut.read(Corpus.ofFile(unseen, Corpus.Unit.LINE), model).completionPerplexity(model);
        TopicFolder.save(model, folder);
        // end: lda
        return topics.length * perplexity;
    }

    static List<Neighbour> word2vec(Path texts, Path folder) throws IOException {
        // begin: word2vec
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        Word2VecConfig config = Word2VecConfig.SKIP_GRAM.withDimension(50).withDeterminism(42);
        WordModel model = Word2Vec.train(corpus, Tokenizer.words(), config, Backends.preferred(), 2, TrainingProgress.Listener.NONE);
        List<Neighbour> near = model.vectors().nearest("guitar", 3);
        List<Neighbour> analogy = model.vectors().nearest(List.of("guitar", "sleeps"), List.of("plays"), 3);   // 3CosAdd
        WordFolder.save(model, folder);
        // end: word2vec
        return analogy.isEmpty() ? List.of() : near;
    }

    static double glove(Path texts, Path folder) throws IOException {
        // begin: glove
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        GloveConfig config = new GloveConfig(
                50, 10, true, Vocabulary.Limits.ofMinCount(5), 10, 0.75f, 0.05f, 15, GloveConfig.Vectors.SUM, 42);
        Glove glove = Glove.train(Backends.preferred(), corpus, Tokenizer.words(), config, Glove.Listener.none());
        WordModel model = new WordModel("glove", glove.vectors(), Tokenizer.words(), config.toMap(), glove.vocabulary());
        double cosine = model.vectors().similarity("guitar", "piano");
        WordFolder.save(model, folder);
        // end: glove
        return cosine;
    }

    static float[] fastText(Path texts, Path folder) throws IOException {
        // begin: fastText
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        FastTextConfig config = FastTextConfig.SKIPGRAM.withDimension(50).withNGrams(3, 6, 1, 200_000);   // the last is the number of buckets
        TrainingPlan plan = TrainingPlan.of(TrainingPlan.VECTORS_LEARNING_RATE, 2, true, 42);             // threads, deterministic, seed
        FastText model = FastText.train(corpus, Tokenizer.words(), config, plan, Backends.preferred());
        float[] unknown = model.vector("guitarists");                                         // from its n-grams alone
        FastTextFolder.save(model, folder);
        // end: fastText
        return unknown;
    }

    static float[] sif(Path vectors, Path texts, Path folder) throws IOException {
        // begin: sif
        WordVectors words = WordVectors.load(vectors);                                        // the model closes them
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        Vocabulary counts = Vocabulary.count(corpus, Tokenizer.words(), Vocabulary.Limits.NONE);   // better those of a large corpus
        AverageModel model = AverageModel.train(words, corpus, Tokenizer.words(), Averaging.Sif.DEFAULT, counts);
        float[] vector = model.embed("a man plays a guitar");                                 // (D)
        AverageFolder.save(model, folder);
        // end: sif
        return vector;
    }

    static float[] doc2vec(Path texts, Path folder) throws IOException {
        // begin: doc2vec
        Corpus corpus = Corpus.ofFile(texts, Corpus.Unit.LINE);
        Doc2VecConfig config = Doc2VecConfig.BAG_OF_WORDS.with(50, 5, 10).withDeterminism(42);   // dimension, least count, epochs
        Doc2Vec model = Doc2Vec.train(corpus, Tokenizer.words(), config, Backends.preferred(), 2, TrainingProgress.Listener.NONE);
        float[] inferred = model.embed("a man plays a guitar");                               // (D)
        float[] trained = model.texts().select(0, 0).toArray();                         // (D), of the corpus's first text
        Doc2VecFolder.save(model, folder);
        // end: doc2vec
        return trained.length == inferred.length ? inferred : new float[0];
    }
}
