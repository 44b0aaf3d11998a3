package io.isotropy.tour;

import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Mixture;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.autograd.train.Trainer;
import io.isotropy.autograd.train.TrainingArguments;
import io.isotropy.autograd.train.TrainingListener;
import io.isotropy.nlp.FolderWriter;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.data.Labels;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableEncoder;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.text.WordPieceTrainer;
import io.isotropy.nlp.text.WordPieceVocabulary;
import io.isotropy.nlp.train.NliClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How the tour's networks begin, and how they learn. */
public final class Networks {

    /** The highest learning rate of what starts from the tour's own BERT: small networks bear ten times what BERT does. */
    public static final double TUNING_RATE = 3e-4;

    private static final double WARMUP = 0.1;
    private static final int SAVE_STEPS = 500;

    private Networks() {}

    /** A BERT with random weights and a vocabulary of the tour's texts, whose configuration is put into a system's folder. */
    public static TrainableSentenceEncoder blank(Tour tour, String system, Pooling pooling) throws IOException {
        Path folder = tour.folder(system);
        Scale.Network network = tour.scale().network();
        WordPieceTrainer trainer = new WordPieceTrainer(WordPieceTrainer.Settings.DEFAULT.withVocabularySize(network.vocabulary()));
        tour.data().texts().forEach(trainer::add);
        WordPieceVocabulary vocabulary = trainer.train();
        vocabulary.save(folder, network.maxLength());
        JsonWriter.write(folder.resolve("config.json"), Map.of(
                "model_type", "bert", "vocab_size", vocabulary.size(), "hidden_size", network.hidden(),
                "num_hidden_layers", network.layers(), "num_attention_heads", network.heads(),
                "intermediate_size", 4 * network.hidden(), "max_position_embeddings", network.maxLength()));
        return TrainableSentenceEncoder.create(folder, tour.backend(), tour.seed(), pooling, network.maxLength());
    }

    /** The BERT that the tour pre-trained, to be trained further. */
    public static TrainableSentenceEncoder pretrained(Tour tour, Pooling pooling) throws IOException {
        return TrainableSentenceEncoder.load(
                tour.folder("bert-mean"), tour.backend(), tour.seed(), pooling, tour.scale().network().maxLength());
    }

    /** The tour's texts, as examples. */
    public static List<Text> texts(Tour tour) {
        return tour.data().texts().stream().map(Text::new).toList();
    }

    /** Trains an encoder by natural language inference: Conneau et al. 2017, §3.1. */
    public static void classify(Tour tour, TrainableEncoder encoder, List<LabelledPair> pairs, double rate, Progress progress)
            throws IOException {
        NliClassifier model = new NliClassifier(encoder, pairs, Labels.NLI.size(), NliClassifier.Config.DEFAULT);
        Scale.Network network = tour.scale().network();
        Sampler sampler = new Sampler.Shuffled(pairs.size(), Batching.ofSize(network.batch()), tour.seed());
        train(tour, model, sampler, network.steps(), rate, progress);
    }

    /** Trains with AdamW, a warm-up over a tenth of the steps, and a linear decay. */
    public static void train(Tour tour, Trainable model, Sampler sampler, long steps, double rate, Progress progress) throws IOException {
        TrainingArguments arguments = TrainingArguments.DEFAULT
                .withMaxSteps(steps).withLearningRate(rate).withWarmup(WARMUP, 0).withSaving(SAVE_STEPS, 1).withSeed(tour.seed());
        inRun(tour, run -> Trainer.of(model, Mixture.of(sampler), arguments, run).withListener(listening(progress)).train());
    }

    /** Something that is done in a folder of its own. */
    @FunctionalInterface
    public interface Run<T> {
        T in(Path folder) throws IOException;
    }

    /** Does something in a folder that is deleted afterwards. */
    public static <T> T inRun(Tour tour, Run<T> run) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(tour.folder("runs")), "run-");
        try {
            return run.in(folder);
        } finally {
            FolderWriter.delete(folder);
        }
    }

    /** Passes the steps of a training on. */
    public static TrainingListener listening(Progress progress) {
        return new TrainingListener() {
            @Override
            public void stepped(Step step) {
                progress.at((double) step.number() / step.total(), step.loss());
            }
        };
    }
}
