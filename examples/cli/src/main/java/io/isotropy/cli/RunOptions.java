package io.isotropy.cli;

import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Evaluator;
import io.isotropy.autograd.train.Mixture;
import io.isotropy.autograd.train.Outcome;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.autograd.train.Trainer;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.NewFolder;
import io.isotropy.nlp.data.ColumnChoice;
import io.isotropy.nlp.eval.StsEvaluation;
import io.isotropy.nlp.eval.StsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that train share: data, output and the run itself. */
final class RunOptions {

    @Option(names = "--train", paramLabel = "FILE", arity = "1..*", required = true,
            description = "Training data: .tsv, .jsonl or, for texts that stand alone, lines; each also with .gz.")
    List<String> train = List.of();

    @Option(names = "--no-header", description = "Training data are fields between tabs without a header, whatever the files are called.")
    boolean noHeader;

    @Option(names = "--columns", paramLabel = "C,…", split = ",",
            description = "Where an example's parts are: names, or numbers from 1, a label or score first. Of texts that stand alone, all "
                    + "columns that hold some. Default: the usual names or, without a header, the first columns.")
    List<String> columns = List.of();

    @Option(names = "--dev", paramLabel = "FILE",
            description = "Scored pairs as of eval sts: the model with the best Spearman correlation is kept.")
    @Nullable String dev;

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "The folder for the model, its checkpoints and metrics.")
    String output = "";

    @Option(names = {"-q", "--quiet"}, description = "Show no progress.")
    boolean quiet;

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    @Mixin
    TrainingOptions options = new TrainingOptions();

    private @Nullable NewFolder made;
    private boolean begun;

    /** Reads one training file. */
    interface Reader<E> {
        /** Its examples. */
        List<E> read(Path file) throws IOException;
    }

    /** The examples of all training files. */
    <E> List<E> examples(Reader<E> reader) throws IOException {
        List<E> examples = new ArrayList<>();
        for (Path file : files()) {
            try {
                examples.addAll(reader.read(file));
            } catch (IllegalArgumentException e) {
                throw Arguments.about("--columns", e);
            }
        }
        return examples;
    }

    /** The training files, once it is clear that there is a place for what is learnt from them. */
    List<Path> files() {
        requireNewOutput();
        List<Path> files = new ArrayList<>();
        for (String name : train) {
            Path file = Arguments.path(name, "--train");
            if (Files.isDirectory(file)) {
                throw new InputException("--train " + name + " is a folder; give files of training data");
            }
            files.add(file);
        }
        return files;
    }

    /** Where in them the examples' parts are. */
    ColumnChoice choice() {
        try {
            return new ColumnChoice(!noHeader, columns);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--columns", e);
        }
    }

    /** A run must not mix its files with those of another. */
    private void requireNewOutput() {
        Path folder = outputFolder();
        OptionalLong step = Trainer.lastStep(folder);
        if (!options.resume && step.isPresent()) {
            throw new InputException("--output " + output + " has a checkpoint of step " + step.getAsLong()
                    + "; go on from it with --resume, or give another folder");
        }
        if (step.isEmpty() && Stream.of("model.safetensors", ModelSettings.FILE).anyMatch(name -> Files.exists(folder.resolve(name)))) {
            throw new InputException("--output " + output + " holds another model; give a folder of its own");
        }
    }

    /** The folder for all that comes of it. */
    Path outputFolder() {
        return OutputFolder.of(output, "--output");
    }

    /** The same, made if it must be. */
    Path madeFolder() {
        Path folder = outputFolder();
        try {
            made = made == null ? NewFolder.make(folder) : made;
        } catch (IOException e) {
            throw new InputException("--output " + output + " cannot be made: " + Failures.reason(e));
        }
        return folder;
    }

    /** What a command does, up to {@link #run}. */
    interface Work {
        int done() throws IOException;
    }

    /** Does the work. A folder that was made for it goes again if not even the first step comes of it. */
    int whole(Work work) throws IOException {
        try {
            return work.done();
        } finally {
            if (made != null && !begun) {
                made.undo();
            }
        }
    }

    /** Writes the model. */
    interface Saving {
        /** Writes it to the folder. */
        void save(Path folder) throws IOException;
    }

    /** How examples become batches. */
    Batching batching(IntUnaryOperator tokens, int atLeast) {
        try {
            return options.maxBatchTokens > 0
                    ? new Batching(Integer.MAX_VALUE, options.maxBatchTokens, tokens, atLeast)
                    : new Batching(options.batchSize, Long.MAX_VALUE, tokens, atLeast);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--batch-size", e);
        }
    }

    /**
     * Trains and saves; returns the exit code.
     *
     * @param objective what a checkpoint must agree with besides the trainer's arguments
     * @param more figures besides those of --dev, or null
     */
    int run(
            Streams streams, EmbeddingModel encoder, Trainable trainable, Sampler sampler, Map<String, String> objective,
            @Nullable Evaluator more, Saving saving)
            throws IOException {
        Mixture data = Mixture.of(sampler);
        try {
            data.batches(0);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--train", e);
        }
        List<StsFile> pairs = dev == null ? List.of() : List.of(StsFile.read(Arguments.path(dev, "--dev")));
        boolean evaluated = !pairs.isEmpty() || more != null;
        Path folder = madeFolder();
        Outcome outcome;
        String figures;
        try (TrainingProgress progress = new TrainingProgress(streams, quiet, true);
                Interruption interruption = new Interruption()) {
            Trainer trainer = Trainer.of(trainable, data, options.arguments(evaluated), folder)
                    .withConfiguration(configuration(objective))
                    .withListener(progress)
                    .withStop(interruption);
            if (evaluated) {
                trainer = trainer.withEvaluator(evaluator(encoder, pairs, more));
            }
            begun = true;
            outcome = options.resume ? trainer.resume() : trainer.train();
            if (outcome.reason() == Outcome.Reason.STOPPED) {
                return Failures.INTERRUPTED;
            }
            figures = progress.figures();
            OutputException.naming(folder + ", whose last checkpoint is whole", () -> saving.save(folder));
        }
        streams.print("saved " + folder + " after " + Plural.of(outcome.steps(), "step") + figures
                + (outcome.bestStep() == 0 || !evaluated
                        ? ""
                        : String.format(Locale.ROOT, ": %s %.2f of step %d", pairs.isEmpty() ? "accuracy" : "Spearman", outcome.best(), outcome.bestStep()))
                + "\n");
        return Failures.OK;
    }

    private Map<String, String> configuration(Map<String, String> objective) {
        Map<String, String> all = new LinkedHashMap<>(objective);
        all.put("columns", (noHeader ? "no header " : "") + String.join(",", columns));
        all.put("batch_size", "" + options.batchSize);
        all.put("max_batch_tokens", "" + options.maxBatchTokens);
        return all;
    }

    private static Evaluator evaluator(EmbeddingModel encoder, List<StsFile> pairs, @Nullable Evaluator more) {
        return () -> {
            Map<String, Double> named = new LinkedHashMap<>();
            if (!pairs.isEmpty()) {
                StsEvaluation.Figures figures = StsEvaluation.of(encoder, pairs).all();
                named.put("spearman", 100 * figures.spearman());
                named.put("pearson", 100 * figures.pearson());
            }
            if (more != null) {
                named.putAll(more.evaluate());
            }
            return named;
        };
    }
}
