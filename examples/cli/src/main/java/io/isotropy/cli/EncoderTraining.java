package io.isotropy.cli;

import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.autograd.train.Trainer;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.BertConfig;
import io.isotropy.nlp.bert.BertDropout;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.nlp.data.ColumnChoice;
import io.isotropy.nlp.data.Example;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.text.WordPieceTrainer;
import io.isotropy.nlp.text.WordPieceVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that train a BERT as a sentence encoder share: a run, and the model that it begins with. */
final class EncoderTraining {

    @Mixin
    RunOptions data = new RunOptions();

    /** Those of {@link #data}. */
    final TrainingOptions options = data.options;

    @Option(names = "--config", paramLabel = "FILE",
            description = "Instead of --model: a config.json of a BERT that starts from random weights, with a vocabulary learnt from the "
                    + "training data.")
    @Nullable String config;

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

    @Mixin
    ModelOptions model = new ModelOptions();

    /** The command whose options these are. */
    @Spec(Spec.Target.MIXEE)
    @Nullable CommandSpec command;

    private void requireOneStart() {
        if (config != null && command != null && command.commandLine().getParseResult().hasMatchedOption("--model")) {
            throw new InputException("--model and --config cannot be given together; the one starts from a model's weights, the other from "
                    + "random ones");
        }
    }

    /** The encoder that training begins with. */
    TrainableSentenceEncoder encoder(Streams streams, List<? extends Example> examples) throws IOException {
        return encoder(streams, examples, bert -> {});
    }

    /** The same, with heads that are read from the model's folder, too, if it has them. */
    TrainableSentenceEncoder encoder(Streams streams, List<? extends Example> examples, Consumer<TrainableBert> heads)
            throws IOException {
        data.threads.apply();
        Path folder = data.outputFolder();
        try {
            Pooling mode = pooling == null ? null : Pooling.of(pooling);
            if (config == null) {
                return withDropout(TrainableSentenceEncoder.load(
                        model.folder(streams, data.quiet), Backends.preferred(), options.seed, mode, maxLength, heads));
            }
            prepare(config, data, examples);
            TrainableSentenceEncoder encoder =
                    TrainableSentenceEncoder.create(folder, Backends.preferred(), options.seed, mode, maxLength);
            heads.accept(encoder.bert());
            return withDropout(encoder);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--pooling, --max-length", e);
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

    /** Gives the output folder the configuration and a tokenizer whose vocabulary fits it, unless a run to go on with has them. */
    static void prepare(String config, RunOptions data, List<? extends Example> examples) throws IOException {
        Path folder = data.madeFolder();
        Path configuration = Arguments.path(config, "--config");
        if (Trainer.lastStep(folder).isEmpty()) {
            prepare(configuration, folder, examples);
        } else if (Files.mismatch(configuration, folder.resolve("config.json")) >= 0) {
            throw new InputException("--config " + config + " is not that of the run in " + data.output
                    + "; give the same, or start anew in another folder");
        }
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

    /** As {@link RunOptions#examples}. */
    <E> List<E> examples(RunOptions.Reader<E> reader) throws IOException {
        requireOneStart();
        return data.examples(reader);
    }

    /** As {@link RunOptions#files}. */
    List<Path> files() {
        requireOneStart();
        return data.files();
    }

    /** As {@link RunOptions#choice}. */
    ColumnChoice choice() {
        return data.choice();
    }

    /** As {@link RunOptions#batching}. */
    Batching batching(IntUnaryOperator tokens, int atLeast) {
        return data.batching(tokens, atLeast);
    }

    /** As {@link RunOptions#run}. */
    int run(
            Streams streams, TrainableSentenceEncoder encoder, Trainable trainable, Sampler sampler, Map<String, String> objective,
            RunOptions.Saving saving)
            throws IOException {
        Arguments.requireUse(command, "--dev", data.dev != null, "--eval-steps", "--early-stopping-patience");
        Map<String, String> all = new LinkedHashMap<>(objective);
        all.put("model", config == null ? model.name() : config);
        all.put("pooling", encoder.pooling().word());
        all.put("max_length", "" + maxLength);
        all.put("dropout", encoder.bert().dropout().toString());
        return data.run(streams, encoder, trainable, sampler, all, null, saving);
    }
}
