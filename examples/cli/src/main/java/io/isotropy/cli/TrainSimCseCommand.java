package io.isotropy.cli;

import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.data.Example;
import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.SimCse;
import io.isotropy.nlp.train.TokenizedExamples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Contrastive learning. */
@Command(name = "simcse", description = "Trains a sentence encoder as SimCSE does: by dropout alone, or by triplets with hard negatives.",
        footer = {
            "", "Examples:", "  isotropy train simcse --train sentences.txt --dev sts-dev.tsv --output my-model",
            "  isotropy train simcse --supervised --train triples.tsv --dev sts-dev.tsv --output my-model"
        })
final class TrainSimCseCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    EncoderTraining training = new EncoderTraining();

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

    TrainSimCseCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        List<? extends Example> examples = supervised
                ? training.examples(file -> TrainingFile.triplets(file, training.choice()).examples())
                : training.examples(file -> TrainingFile.texts(file, training.choice()).examples());
        TrainableSentenceEncoder encoder = training.encoder(streams, examples);
        TokenizedExamples tokens = TokenizedExamples.of(examples, encoder.tokenizer());
        SimCse model;
        try {
            model = new SimCse(encoder, tokens, temperature, hardNegativeWeight, mlp);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--temperature", e);
        }
        // A text that is in a batch twice would be its own negative.
        Sampler sampler = new Sampler.NoDuplicates(
                examples.size(), training.batching(tokens::tokens, 2), training.options.seed, i -> examples.get(i).texts());
        return training.run(streams, encoder, model, sampler, Map.of(
                "objective", supervised ? "supervised simcse" : "simcse", "temperature", "" + temperature,
                "hard_negative_weight", "" + hardNegativeWeight, "mlp", "" + mlp), encoder::save);
    }
}
