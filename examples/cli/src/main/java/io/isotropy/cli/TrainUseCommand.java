package io.isotropy.cli;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableEncoder;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.sentence.WordEncoderConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The Universal Sentence Encoder in both of its forms: Cer et al. 2018. */
@Command(name = "use", description = "Trains a Universal Sentence Encoder by natural language inference.",
        defaultValueProvider = ScratchDefaults.class,
        footer = {
            "", "Columns: label, sentence1, sentence2 (labels contradiction, entailment, neutral).",
            "A model with --bigrams is read by isotropy alone.",
            "", "Examples:", "  isotropy train use --form dan --train nli.tsv --dev sts-dev.tsv --output my-model",
            "  isotropy train use --form transformer --config config.json --learning-rate 3e-4 --train nli.tsv --output my-model"
        })
final class TrainUseCommand implements Callable<Integer> {

    /** What makes a vector of words. */
    enum Form {
        DAN,
        TRANSFORMER
    }

    /** The activation of dense layers. */
    enum Function {
        TANH(Activation.TANH),
        RELU(Activation.RELU);

        private final Activation activation;

        Function(Activation activation) {
            this.activation = activation;
        }
    }

    private final Streams streams;

    @Spec
    @Nullable CommandSpec spec;

    @Mixin
    NliOptions nli = new NliOptions();

    @Option(names = "--form", paramLabel = "dan|transformer", required = true,
            description = "dan: averaged vectors of words through dense layers; transformer: a Transformer from random weights.")
    Form form = Form.DAN;

    @Mixin
    WordVectorOptions words = new WordVectorOptions();

    @Option(names = "--dense", paramLabel = "N,N", split = ",", defaultValue = "512,512",
            description = "Sizes of the dense layers of dan. Default: ${DEFAULT-VALUE}.")
    List<Integer> dense = List.of();

    @Option(names = "--activation", paramLabel = "F", defaultValue = "tanh", description = "tanh (the default) or relu, after each of them.")
    Function activation = Function.TANH;

    @Option(names = "--bigrams", description = "Average vectors of neighbouring pairs of words, too, in dan.")
    boolean bigrams;

    @Option(names = "--word-dropout", paramLabel = "X", defaultValue = "0",
            description = "The probability of leaving a word out in training, in dan. Default: ${DEFAULT-VALUE}.")
    float wordDropout;

    @Option(names = "--config", paramLabel = "FILE",
            description = "For transformer: a config.json of a BERT, whose vocabulary is learnt from the training data.")
    @Nullable String config;

    @Option(names = "--max-length", paramLabel = "N", defaultValue = "0",
            description = "For transformer: cut texts at N tokens, [CLS] and [SEP] included. Default: as many as there are positions.")
    int maxLength;

    TrainUseCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        return nli.data.whole(this::train);
    }

    private int train() throws IOException {
        nli.data.threads.apply();
        if (form == Form.TRANSFORMER && config == null) {
            throw new InputException("--form transformer needs --config FILE, the config.json with its sizes");
        }
        Arguments.requireUse(spec, "--form dan", form == Form.DAN, "--bigrams", "--vectors", "--max-words", "--min-count", "--word-dimension",
                "--update-embeddings", "--dense", "--activation", "--word-dropout");
        Arguments.requireUse(spec, "--form transformer", form == Form.TRANSFORMER, "--config", "--max-length");
        List<LabelledPair> pairs = nli.pairs();
        Map<String, String> configuration = new LinkedHashMap<>(words.configuration());
        configuration.put("objective", "use " + form.name().toLowerCase(Locale.ROOT));
        configuration.put("config", String.valueOf(config));
        configuration.put("max_length", "" + maxLength);
        configuration.put("dense", dense + " " + activation + (bigrams ? " bigrams" : ""));
        configuration.put("word_dropout", "" + wordDropout);
        return nli.run(streams, form == Form.DAN ? averaging(pairs) : transformer(pairs), pairs, configuration);
    }

    private TrainableEncoder averaging(List<LabelledPair> pairs) throws IOException {
        WordEncoderConfig sizes;
        try {
            sizes = WordEncoderConfig.DAN.withDense(dense, activation.activation).withWordDropout(wordDropout);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--dense, --word-dropout", e);
        }
        return words.encoder(sizes, pairs, bigrams, nli.data.options.seed);
    }

    /** The sum of the words' states over the square root of the length: Cer et al. 2018, §3.1. */
    private TrainableEncoder transformer(List<LabelledPair> pairs) throws IOException {
        EncoderTraining.prepare(String.valueOf(config), nli.data, pairs);
        try {
            return TrainableSentenceEncoder.create(
                    nli.data.outputFolder(), Backends.preferred(), nli.data.options.seed, Pooling.MEAN_SQRT_LEN, maxLength);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--max-length", e);
        }
    }
}
