package io.isotropy.cli;

import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Evaluator;
import io.isotropy.autograd.train.Mixture;
import io.isotropy.autograd.train.Outcome;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.autograd.train.Trainer;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.BertConfig;
import io.isotropy.nlp.bert.BertDropout;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.nlp.data.ColumnChoice;
import io.isotropy.nlp.data.Example;
import io.isotropy.nlp.eval.StsEvaluation;
import io.isotropy.nlp.eval.StsFile;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.text.WordPieceTrainer;
import io.isotropy.nlp.text.WordPieceVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that train a sentence encoder share: data, model, output and the run itself. */
final class EncoderTraining {

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

    @Option(names = "--config", paramLabel = "FILE",
            description = "Instead of --model: a config.json of a BERT that starts from random weights, with a vocabulary learnt from the "
                    + "training data.")
    @Nullable String config;

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "The folder for the model, its checkpoints and metrics.")
    String output = "";

    @Option(names = "--pooling", paramLabel = "P",
            description = "cls, mean, max, mean_sqrt_len_tokens, weightedmean or lasttoken. Default: the model's own.")
    @Nullable String pooling;

    @Option(names = "--max-length", paramLabel = "N", defaultValue = "0",
            description = "Cut texts at N tokens, [CLS] and [SEP] included. Default: the model's own.")
    int maxLength;

    @Option(names = "--hidden-dropout", paramLabel = "P",
            description = "The probability of dropout of embeddings and of the parts' results. Default: the model's own.")
    @Nullable Double hiddenDropout;

    @Option(names = "--attention-dropout", paramLabel = "P",
            description = "The probability of dropout of attention's probabilities. Default: the model's own.")
    @Nullable Double attentionDropout;

    @Option(names = {"-q", "--quiet"}, description = "Show no progress.")
    boolean quiet;

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    @Mixin
    TrainingOptions options = new TrainingOptions();

    /** The command whose options these are. */
    @Spec(Spec.Target.MIXEE)
    @Nullable CommandSpec command;

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
        requireOneStart();
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

    private void requireOneStart() {
        if (config != null && command != null && command.commandLine().getParseResult().hasMatchedOption("--model")) {
            throw new InputException("--model and --config cannot be given together; the one starts from a model's weights, the other from "
                    + "random ones");
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
        if (step.isEmpty() && Files.exists(folder.resolve("model.safetensors"))) {
            throw new InputException("--output " + output + " has a model already; give another folder");
        }
    }

    /** The encoder that training begins with. */
    TrainableSentenceEncoder encoder(Streams streams, List<? extends Example> examples) throws IOException {
        return encoder(streams, examples, bert -> {});
    }

    /** The same, with heads that are read from the model's folder, too, if it has them. */
    TrainableSentenceEncoder encoder(Streams streams, List<? extends Example> examples, Consumer<TrainableBert> heads)
            throws IOException {
        threads.apply();
        Path folder = outputFolder();
        try {
            Pooling mode = pooling == null ? null : Pooling.of(pooling);
            if (config == null) {
                return withDropout(TrainableSentenceEncoder.load(
                        model.folder(streams, quiet), Backends.preferred(), options.seed, mode, maxLength, heads));
            }
            Path configuration = Arguments.path(config, "--config");
            if (Trainer.lastStep(folder).isEmpty()) {
                prepare(configuration, folder, examples);
            } else if (Files.mismatch(configuration, folder.resolve("config.json")) >= 0) {
                throw new InputException("--config " + config + " is not that of the run in " + output
                        + "; give the same, or start anew in another folder");
            }
            TrainableSentenceEncoder encoder =
                    TrainableSentenceEncoder.create(folder, Backends.preferred(), options.seed, mode, maxLength);
            heads.accept(encoder.bert());
            return withDropout(encoder);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("model options", e);
        }
    }

    private TrainableSentenceEncoder withDropout(TrainableSentenceEncoder encoder) {
        BertDropout own = encoder.bert().dropout();
        return encoder.withDropout(new BertDropout(
                probability("--hidden-dropout", hiddenDropout, own.hidden()),
                probability("--attention-dropout", attentionDropout, own.attention())));
    }

    private static float probability(String option, @Nullable Double value, float otherwise) {
        if (value != null && !(value >= 0 && value < 1)) {
            throw new InputException(option + " must be 0 or more and below 1, got " + value);
        }
        return value == null ? otherwise : value.floatValue();
    }

    private Path outputFolder() {
        Path folder = Arguments.path(output, "--output");
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException("--output " + output + " is a file; give a folder");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InputException("--output " + output + " cannot be made: " + Failures.reason(e));
        }
        if (!Files.isWritable(folder)) {
            throw new InputException("--output " + output + " cannot be written: permission denied");
        }
        return folder;
    }

    /** Gives the folder the configuration and a tokenizer whose vocabulary fits it. */
    private static void prepare(Path configuration, Path folder, List<? extends Example> examples) throws IOException {
        BertConfig sizes = BertConfig.of(Json.read(configuration));
        WordPieceTrainer vocabulary =
                new WordPieceTrainer(WordPieceTrainer.Settings.DEFAULT.withVocabularySize(sizes.vocabularySize()));
        examples.forEach(example -> example.texts().forEach(vocabulary::add));
        WordPieceVocabulary learnt = vocabulary.train();
        if (learnt.size() > sizes.vocabularySize()) {
            throw new InputException(configuration + ": \"vocab_size\" must be " + learnt.size()
                    + " or more, since the letters of the training data alone are as many tokens, got " + sizes.vocabularySize());
        }
        learnt.save(folder, sizes.maxPositions());
        Path own = folder.resolve("config.json");
        if (!Files.exists(own) || !Files.isSameFile(configuration, own)) {
            Files.copy(configuration, own, StandardCopyOption.REPLACE_EXISTING);
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
     */
    int run(
            Streams streams, TrainableSentenceEncoder encoder, Trainable trainable, Sampler sampler, Map<String, String> objective,
            Saving saving)
            throws IOException {
        Mixture data = Mixture.of(sampler);
        try {
            data.batches(0);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--train", e);
        }
        List<StsFile> pairs = dev == null ? List.of() : List.of(StsFile.read(Arguments.path(dev, "--dev")));
        Path folder = outputFolder();
        Outcome outcome;
        try (TrainingProgress progress = new TrainingProgress(streams, quiet);
                Interruption interruption = new Interruption()) {
            Trainer trainer = Trainer.of(trainable, data, options.arguments(!pairs.isEmpty()), folder)
                    .withConfiguration(configuration(encoder, objective))
                    .withListener(progress)
                    .withStop(interruption);
            if (!pairs.isEmpty()) {
                trainer = trainer.withEvaluator(evaluator(encoder, pairs));
            }
            outcome = options.resume ? trainer.resume() : trainer.train();
            if (outcome.reason() == Outcome.Reason.STOPPED) {
                return Failures.INTERRUPTED;
            }
            save(saving, folder);
        }
        streams.print("saved " + folder + " after " + outcome.steps() + " steps"
                + (outcome.bestStep() == 0
                        ? ""
                        : String.format(Locale.ROOT, ": Spearman %.2f of step %d", outcome.best(), outcome.bestStep()))
                + "\n");
        return Failures.OK;
    }

    private static void save(Saving saving, Path folder) throws IOException {
        try {
            saving.save(folder);
        } catch (IOException e) {
            throw new OutputException(folder + ", whose last checkpoint is whole", e);
        }
    }

    private Map<String, String> configuration(TrainableSentenceEncoder encoder, Map<String, String> objective) {
        Map<String, String> all = new LinkedHashMap<>(objective);
        all.put("model", config == null ? model.model : config);
        all.put("columns", (noHeader ? "no header " : "") + String.join(",", columns));
        all.put("pooling", encoder.pooling().word());
        all.put("max_length", "" + maxLength);
        all.put("batch_size", "" + options.batchSize);
        all.put("dropout", encoder.bert().dropout().toString());
        all.put("max_batch_tokens", "" + options.maxBatchTokens);
        return all;
    }

    private static Evaluator evaluator(TrainableSentenceEncoder encoder, List<StsFile> pairs) {
        return () -> {
            StsEvaluation.Figures figures = StsEvaluation.of(encoder, pairs).all();
            Map<String, Double> named = new LinkedHashMap<>();
            named.put("spearman", 100 * figures.spearman());
            named.put("pearson", 100 * figures.pearson());
            return named;
        };
    }
}
