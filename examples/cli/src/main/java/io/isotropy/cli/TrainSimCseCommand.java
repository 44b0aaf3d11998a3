package io.isotropy.cli;

import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.data.Example;
import io.isotropy.nlp.data.Masking;
import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.Positives;
import io.isotropy.nlp.train.SimCse;
import io.isotropy.nlp.train.TokenizedExamples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Contrastive learning. */
@Command(name = "simcse", description = "Trains a sentence encoder as SimCSE does: by dropout alone, or by triplets with hard negatives.",
        footer = {
            "", "Examples:", "  isotropy train simcse --train sentences.txt --dev sts-dev.tsv --output my-model",
            "  isotropy train simcse --augmentation deletion --train sentences.txt --dev sts-dev.tsv --output my-model",
            "  isotropy train simcse --supervised --train triples.tsv --dev sts-dev.tsv --output my-model"
        })
final class TrainSimCseCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    EncoderTraining training = new EncoderTraining();

    @Mixin
    AugmentationOptions augmentation = new AugmentationOptions();

    @Option(names = "--supervised", description = "Files have the columns anchor, positive and negative.")
    boolean supervised;

    @Option(names = "--temperature", paramLabel = "X", defaultValue = "" + SimCse.TEMPERATURE,
            description = "What cosines are divided by. Default: ${DEFAULT-VALUE}.")
    double temperature;

    @Option(names = "--hard-negative-weight", paramLabel = "X", defaultValue = "0",
            description = "Added to the logits of an anchor's own negatives. Default: ${DEFAULT-VALUE}.")
    double hardNegativeWeight;

    @Option(names = "--mlp", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "Train with a dense layer behind the pooling, which is not saved. Default: yes.")
    boolean mlp = true;

    @Option(names = "--mlm-weight", paramLabel = "X", defaultValue = "0",
            description = "Adds the loss of guessing masked tokens times X, 0.1 in the paper; its head is not saved. Default: ${DEFAULT-VALUE}.")
    double mlmWeight;

    @Option(names = "--mlm-probability", paramLabel = "X", defaultValue = "" + Masking.PROBABILITY,
            description = "The share of tokens to be guessed for that. Default: ${DEFAULT-VALUE}.")
    double mlmProbability;

    TrainSimCseCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        return training.data.whole(this::train);
    }

    private int train() throws IOException {
        if (supervised && augmentation.kind != AugmentationOptions.Kind.DROPOUT) {
            throw new InputException("--augmentation " + augmentation.kind + " makes positives, which --supervised reads from files; "
                    + "leave one of them out");
        }
        if (!(mlmWeight >= 0)) {
            throw new InputException("--mlm-weight must be 0 or more, got " + mlmWeight);
        }
        Arguments.requireUse(training.command, "--supervised", supervised, "--hard-negative-weight");
        Arguments.requireUse(training.command, "--mlm-weight above 0", mlmWeight > 0, "--mlm-probability");
        augmentation.requireUse(training.command);
        Positives positives = augmentation.positives();
        List<? extends Example> examples = examples();
        AtomicReference<@Nullable MaskedLanguageHead> masked = new AtomicReference<>();
        TrainableSentenceEncoder encoder = training.encoder(streams, examples, bert -> {
            if (mlmWeight > 0) {
                masked.set(MaskedLanguageHead.create(bert));
            }
        });
        TokenizedExamples tokens = TokenizedExamples.of(examples, encoder.tokenizer());
        SimCse model = model(encoder, tokens, masked.get());
        if (!(positives instanceof Positives.Same)) {
            model = model.withPositives(positives, examples, training.options.seed);
        }
        // A text that is in a batch twice would be its own negative.
        Sampler sampler = new Sampler.NoDuplicates(
                examples.size(), training.batching(tokens::tokens, 2), training.options.seed, i -> examples.get(i).texts());
        return training.run(streams, encoder, model, sampler, Map.of(
                "objective", supervised ? "supervised simcse" : "simcse", "temperature", "" + temperature,
                "hard_negative_weight", "" + hardNegativeWeight, "mlp", "" + mlp, "augmentation", "" + augmentation,
                "mlm", mlmWeight + " of " + mlmProbability), encoder::save);
    }

    private List<? extends Example> examples() throws IOException {
        if (supervised) {
            return training.examples(file -> TrainingFile.triplets(file, training.choice()).examples());
        }
        return augmentation.kind == AugmentationOptions.Kind.BACK_TRANSLATION
                ? training.examples(file -> TrainingFile.pairs(file, training.choice()).examples())
                : training.examples(file -> TrainingFile.texts(file, training.choice()).examples());
    }

    private SimCse model(TrainableSentenceEncoder encoder, TokenizedExamples tokens, @Nullable MaskedLanguageHead masked) {
        String option = "--temperature";
        try {
            SimCse model = new SimCse(encoder, tokens, temperature, hardNegativeWeight, mlp);
            if (masked == null) {
                return model;
            }
            option = "--mlm-probability";
            Masking masking = new Masking(encoder.tokenizer().tokenizer(), mlmProbability, false);
            return model.withMaskedTokens(masked, masking, mlmWeight, training.options.seed);
        } catch (IllegalArgumentException e) {
            throw Arguments.about(option, e);
        }
    }
}
