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
            "", "Columns: label, sentence1, sentence2 for classification (labels contradiction, entailment, neutral);",
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

    @Option(names = "--objective", paramLabel = "O", required = true,
            description = "classification, regression or triplet.")
    Objective objective = Objective.CLASSIFICATION;

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
        return switch (objective) {
            case CLASSIFICATION -> {
                List<LabelledPair> pairs = training.examples(file -> TrainingFile.labelledPairs(file, Labels.NLI).examples());
                TrainableSentenceEncoder encoder = training.encoder(streams, pairs);
                yield run(encoder, SentenceBert.classification(encoder, pairs, Labels.NLI.size()), pairs.size());
            }
            case REGRESSION -> {
                if (!(highestScore > 0)) {
                    throw new InputException("--highest-score must be above 0, got " + highestScore);
                }
                List<ScoredPair> pairs = training.examples(file -> TrainingFile.scoredPairs(file, highestScore).examples());
                TrainableSentenceEncoder encoder = training.encoder(streams, pairs);
                yield run(encoder, SentenceBert.regression(encoder, pairs), pairs.size());
            }
            case TRIPLET -> {
                List<Triplet> triplets = training.examples(file -> TrainingFile.triplets(file).examples());
                TrainableSentenceEncoder encoder = training.encoder(streams, triplets);
                yield run(encoder, SentenceBert.triplet(encoder, triplets, margin), triplets.size());
            }
        };
    }

    private int run(TrainableSentenceEncoder encoder, SentenceBert model, int examples) throws IOException {
        Sampler sampler = new Sampler.Shuffled(examples, training.batching(model::tokens, 1), training.options.seed);
        return training.run(streams, encoder, model, sampler, Map.of(
                "objective", "sbert " + objective.name().toLowerCase(Locale.ROOT), "margin", "" + margin,
                "highest_score", "" + highestScore), encoder::save);
    }
}
