package io.isotropy.docs;

import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Mixture;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.autograd.train.Trainer;
import io.isotropy.autograd.train.TrainingArguments;
import io.isotropy.autograd.train.TrainingListener;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.BertDecoder;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.ScoredPair;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.data.Labels;
import io.isotropy.nlp.data.Masking;
import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.repair.Moments;
import io.isotropy.nlp.repair.RepairFolder;
import io.isotropy.nlp.repair.RepairedModel;
import io.isotropy.nlp.repair.SentenceFlowTraining;
import io.isotropy.nlp.repair.Whitening;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.sentence.TrainableWordEncoder;
import io.isotropy.nlp.sentence.WordEncoderConfig;
import io.isotropy.nlp.text.WordPieceTrainer;
import io.isotropy.nlp.text.WordPieceVocabulary;
import io.isotropy.nlp.train.MaskedLanguageModel;
import io.isotropy.nlp.train.NliClassifier;
import io.isotropy.nlp.train.SentenceBert;
import io.isotropy.nlp.train.SimCse;
import io.isotropy.nlp.train.TokenizedExamples;
import io.isotropy.nlp.train.Tsdae;
import io.isotropy.nlp.word.WhitespaceTokenizer;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Java of the pages on encoders. {@code start} is the folder of a BERT, {@code folder} a new one for the model, {@code run} an empty one for
 * checkpoints.
 */
final class EncoderExamples {

    private EncoderExamples() {}

    // begin: train
    static void train(Trainable model, Sampler sampler, Path run) throws IOException {
        TrainingArguments arguments = TrainingArguments.DEFAULT.withEpochs(1).withLearningRate(3e-4).withWarmup(0.1, 0).withSeed(42);
        Trainer.of(model, Mixture.of(sampler), arguments, run).train();   // AdamW, a linear decay; checkpoints in run
    }
    // end: train

    static void bert(Path start, Path file, Path run, Path folder) throws IOException {
        // begin: bert
        List<Text> texts = TrainingFile.texts(file).examples();
        WordPieceTrainer pieces = new WordPieceTrainer(WordPieceTrainer.Settings.DEFAULT.withVocabularySize(8000));
        texts.forEach(text -> pieces.add(text.text()));
        WordPieceVocabulary vocabulary = pieces.train();
        vocabulary.save(start, 64);                       // beside a config.json with the sizes; 64 tokens at most

        TrainableSentenceEncoder encoder = TrainableSentenceEncoder.create(start, Backends.preferred(), 42, Pooling.MEAN, 64);
        MaskedLanguageHead head = MaskedLanguageHead.create(encoder.bert());
        TokenizedExamples examples = TokenizedExamples.of(texts, encoder.tokenizer());
        Masking masking = new Masking(encoder.tokenizer().tokenizer(), Masking.PROBABILITY, true);   // whole words
        train(new MaskedLanguageModel(encoder.bert(), head, examples, masking, 42),
                new Sampler.Shuffled(examples.size(), Batching.ofSize(32), 42), run);
        encoder.save(folder);
        // end: bert
    }

    static void inferSent(Path vectors, Path file, Path run, Path folder) throws IOException {
        // begin: inferSent
        Backend backend = Backends.preferred();
        List<LabelledPair> pairs = TrainingFile.labelledPairs(file, Labels.NLI).examples();
        WordEncoderConfig config = WordEncoderConfig.INFERSENT.withLstm(256, true);
        try (WordVectors words = WordVectors.load(vectors)) {
            TrainableWordEncoder encoder = TrainableWordEncoder.create(config, words, false, backend, 42);   // vectors stay as they are
            NliClassifier model = new NliClassifier(encoder, pairs, Labels.NLI.size(), NliClassifier.Config.DEFAULT);
            train(model, new Sampler.Shuffled(pairs.size(), Batching.ofSize(64), 42), run);
            encoder.save(folder);
        }
        // end: inferSent
    }

    static void use(Path file, Path run, Path folder) throws IOException {
        // begin: use
        Backend backend = Backends.preferred();
        List<LabelledPair> pairs = TrainingFile.labelledPairs(file, Labels.NLI).examples();
        List<String> texts = pairs.stream().flatMap(pair -> pair.texts().stream()).toList();
        WhitespaceTokenizer tokenizer = WhitespaceTokenizer.learn(texts, 2, 50_000, true);   // least count, most words, pairs of words, too
        WordEncoderConfig config = WordEncoderConfig.DAN.withDense(List.of(512, 512), Activation.TANH);
        TrainableWordEncoder encoder = TrainableWordEncoder.create(config, tokenizer, 100, backend, 42);   // vectors of words: (V, 100)
        NliClassifier model = new NliClassifier(encoder, pairs, Labels.NLI.size(), NliClassifier.Config.DEFAULT);
        train(model, new Sampler.Shuffled(pairs.size(), Batching.ofSize(64), 42), run);
        encoder.save(folder);
        // end: use
    }

    static void sbert(Path start, Path file, Path run, Path folder) throws IOException {
        // begin: sbert
        List<ScoredPair> pairs = TrainingFile.scoredPairs(file, 5).examples();               // the highest score, 5, becomes 1
        TrainableSentenceEncoder encoder = TrainableSentenceEncoder.load(start, Backends.preferred(), 42, Pooling.MEAN, 0);
        SentenceBert model = SentenceBert.regression(encoder, pairs);
        train(model, new Sampler.Shuffled(pairs.size(), Batching.ofSize(16), 42), run);
        encoder.save(folder);
        // end: sbert
    }

    static double[] bertFlow(Path start, Path file, Path run, Path folder) throws IOException {
        // begin: bertFlow
        SentenceEncoder bert = SentenceEncoder.load(start).withPooling(Pooling.FIRST_LAST_AVERAGE).withNormalize(false);
        List<float[]> vectors = new ArrayList<>();
        Moments.forEachVector(bert, Corpus.ofFile(file, Corpus.Unit.LINE), vectors::add, _ -> {});
        SentenceFlowTraining.Trained trained =
                SentenceFlowTraining.DEFAULT.train(vectors, Backends.preferred(), run, new TrainingListener() {});
        double gained = trained.flowLikelihood() - trained.gaussianLikelihood();             // nats, on vectors held out
        RepairedModel model = new RepairedModel(bert, trained.flow(), true);                 // of length 1 afterwards
        RepairFolder.save(model, start, folder);
        // end: bertFlow
        return new double[] {gained, model.embed("a man plays a guitar")[0]};
    }

    static double bertWhitening(Path start, Path file, Path folder) throws IOException {
        // begin: bertWhitening
        SentenceEncoder bert = SentenceEncoder.load(start).withPooling(Pooling.FIRST_LAST_AVERAGE).withNormalize(false);
        Moments moments = Moments.of(bert, Corpus.ofFile(file, Corpus.Unit.LINE), _ -> {});  // μ and Σ
        Whitening whitening = Whitening.fit(moments, new Whitening.Config(16, 1e-8, 0));      // k, tolerance, shrinkage
        RepairedModel model = new RepairedModel(bert, whitening, true);
        RepairFolder.save(model, start, folder);
        // end: bertWhitening
        return whitening.effectiveRank();
    }

    static void simCse(Path start, Path file, Path run, Path folder) throws IOException {
        // begin: simCse
        List<Text> texts = TrainingFile.texts(file).examples();
        TrainableSentenceEncoder encoder = TrainableSentenceEncoder.load(start, Backends.preferred(), 42, Pooling.CLS, 0);
        TokenizedExamples examples = TokenizedExamples.of(texts, encoder.tokenizer());
        SimCse model = new SimCse(encoder, examples, SimCse.TEMPERATURE, 0, true);           // hard negatives' weight, head
        Batching batching = Batching.ofSize(64).withAtLeast(2);
        train(model, new Sampler.NoDuplicates(examples.size(), batching, 42, i -> texts.get(i).texts()), run);
        encoder.save(folder);
        // end: simCse
    }

    static void tsdae(Path start, Path file, Path run, Path folder) throws IOException {
        // begin: tsdae
        List<Text> texts = TrainingFile.texts(file).examples();
        TrainableSentenceEncoder encoder = TrainableSentenceEncoder.load(start, Backends.preferred(), 42, Pooling.CLS, 0);
        Tsdae model = new Tsdae(encoder, BertDecoder.tied(encoder.bert()), texts, new Augmentation.Noise(Tsdae.DELETION), 42);
        train(model, new Sampler.Shuffled(texts.size(), Batching.ofSize(8), 42), run);
        encoder.save(folder);
        // end: tsdae
    }
}
