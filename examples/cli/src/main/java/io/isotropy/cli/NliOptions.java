package io.isotropy.cli;

import io.isotropy.autograd.train.Evaluator;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Labels;
import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.sentence.TrainableEncoder;
import io.isotropy.nlp.train.NliClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands share that train an encoder by natural language inference. */
final class NliOptions {

    @Mixin
    RunOptions data = new RunOptions();

    @Option(names = "--dev-nli", paramLabel = "FILE",
            description = "Labelled pairs as of --train: their accuracy is measured; without --dev, the model with the best is kept.")
    @Nullable String development;

    @Option(names = "--classifier", paramLabel = "N", defaultValue = "512",
            description = "Size of the classifier's two hidden layers. Default: ${DEFAULT-VALUE}.")
    int hidden;

    @Option(names = "--nonlinear", description = "Let tanh follow each of them.")
    boolean nonlinear;

    @Option(names = "--classifier-dropout", paramLabel = "X", defaultValue = "0",
            description = "Dropout in front of the classifier's layers, with --nonlinear. Default: ${DEFAULT-VALUE}.")
    float dropout;

    @Spec(Spec.Target.MIXEE)
    @Nullable CommandSpec command;

    /** The pairs of all training files. */
    List<LabelledPair> pairs() throws IOException {
        return data.examples(this::read);
    }

    private List<LabelledPair> read(Path file) throws IOException {
        return TrainingFile.labelledPairs(file, data.choice(), Labels.NLI).examples();
    }

    /** Trains and saves; returns the exit code. */
    int run(Streams streams, TrainableEncoder encoder, List<LabelledPair> pairs, Map<String, String> configuration) throws IOException {
        Arguments.requireUse(command, "--nonlinear", nonlinear, "--classifier-dropout");
        Arguments.requireUse(command, "--dev or --dev-nli", data.dev != null || development != null, "--eval-steps", "--early-stopping-patience");
        NliClassifier model;
        try {
            model = new NliClassifier(encoder, pairs, Labels.NLI.size(), new NliClassifier.Config(hidden, nonlinear, dropout));
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--classifier", e);
        }
        Evaluator accuracy = null;
        if (development != null) {
            List<LabelledPair> held = read(Arguments.path(development, "--dev-nli"));
            accuracy = () -> Map.of("accuracy", 100 * model.accuracy(held));
        }
        Sampler sampler = new Sampler.Shuffled(pairs.size(), data.batching(model::tokens, 1), data.options.seed);
        Map<String, String> all = new LinkedHashMap<>(configuration);
        all.put("classifier", hidden + " nonlinear " + nonlinear + " dropout " + dropout);
        return data.run(streams, encoder, model, sampler, all, accuracy, encoder::save);
    }
}
