package io.isotropy.cli;

import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.ScoredPair;
import io.isotropy.nlp.data.Example.Triplet;
import io.isotropy.nlp.data.Labels;
import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.SentenceBert;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The objectives of Sentence-BERT. */
@Command(name = "sbert", description = "Trains a sentence encoder as Sentence-BERT does.",
        footer = {
            "", "Columns: label, sentence1, sentence2 for classification, whose labels are names, or numbers from 0;",
            "score, sentence1, sentence2 for regression; anchor, positive, negative for triplet.",
            "", "Example:", "  isotropy train sbert --objective regression --train sts-train.tsv --dev sts-dev.tsv --output my-model"
        })
final class TrainSbertCommand implements Callable<Integer> {

    /** What the loss asks for. */
    enum Objective {
        CLASSIFICATION,
        REGRESSION,
        TRIPLET
    }

    private final Streams streams;

    @Mixin
    EncoderTraining training = new EncoderTraining();

    @Option(names = "--objective", paramLabel = "classification|regression|triplet", required = true,
            description = "What is learnt from: pairs with classes, pairs with scores, or triplets.")
    Objective objective = Objective.CLASSIFICATION;

    @Option(names = "--labels", paramLabel = "L,…", split = ",",
            description = "The classes in the order of their numbers, for classification. Default: those of the training data.")
    List<String> labels = List.of();

    @Option(names = "--highest-score", paramLabel = "X", defaultValue = "5",
            description = "The score of pairs that mean the same, for regression. Default: ${DEFAULT-VALUE}.")
    double highestScore;

    @Option(names = "--margin", paramLabel = "X", defaultValue = "1",
            description = "How much closer than the negative the positive must be, for triplet. Default: ${DEFAULT-VALUE}.")
    double margin;

    TrainSbertCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        return training.data.whole(this::train);
    }

    private int train() throws IOException {
        Arguments.requireUse(training.command, "--objective classification", objective == Objective.CLASSIFICATION, "--labels");
        Arguments.requireUse(training.command, "--objective regression", objective == Objective.REGRESSION, "--highest-score");
        Arguments.requireUse(training.command, "--objective triplet", objective == Objective.TRIPLET, "--margin");
        return switch (objective) {
            case CLASSIFICATION -> {
                Labels classes = classes();
                List<LabelledPair> pairs =
                        training.examples(file -> TrainingFile.labelledPairs(file, training.choice(), classes).examples());
                TrainableSentenceEncoder encoder = training.encoder(streams, pairs);
                yield run(encoder, SentenceBert.classification(encoder, pairs, classes.size()), pairs.size(),
                        Map.of("labels", String.join(",", classes.names())));
            }
            case REGRESSION -> {
                if (!(highestScore > 0)) {
                    throw new InputException("--highest-score must be above 0, got " + highestScore);
                }
                List<ScoredPair> pairs = training.examples(file -> TrainingFile.scoredPairs(file, training.choice(), highestScore).examples());
                TrainableSentenceEncoder encoder = training.encoder(streams, pairs);
                yield run(encoder, SentenceBert.regression(encoder, pairs), pairs.size(),
                        Map.of("highest_score", "" + highestScore));
            }
            case TRIPLET -> {
                List<Triplet> triplets = training.examples(file -> TrainingFile.triplets(file, training.choice()).examples());
                TrainableSentenceEncoder encoder = training.encoder(streams, triplets);
                yield run(encoder, SentenceBert.triplet(encoder, triplets, margin), triplets.size(),
                        Map.of("margin", "" + margin));
            }
        };
    }

    private Labels classes() throws IOException {
        if (!labels.isEmpty()) {
            try {
                return new Labels(labels.stream().map(String::strip).toList());
            } catch (IllegalArgumentException e) {
                throw Arguments.about("--labels", e);
            }
        }
        Labels found;
        try {
            found = TrainingFile.labelsOfPairs(training.files(), training.choice());
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--columns", e);
        }
        if (!training.data.quiet) {
            streams.err().println("isotropy: the classes, by number: " + String.join(", ", found.names()));
        }
        return found;
    }

    private int run(TrainableSentenceEncoder encoder, SentenceBert model, int examples, Map<String, String> own) throws IOException {
        Sampler sampler = new Sampler.Shuffled(examples, training.batching(model::tokens, 1), training.options.seed);
        Map<String, String> all = new LinkedHashMap<>(own);
        all.put("objective", "sbert " + objective.name().toLowerCase(Locale.ROOT));
        return training.run(streams, encoder, model, sampler, all, encoder::save);
    }
}
