package io.isotropy.cli;

import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableWordEncoder;
import io.isotropy.nlp.sentence.WordEncoderConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** InferSent: Conneau et al. 2017. */
@Command(name = "infersent", description = "Trains an LSTM over vectors of words by natural language inference, as InferSent.",
        defaultValueProvider = ScratchDefaults.class,
        footer = {
            "", "Columns: label, sentence1, sentence2 (labels contradiction, entailment, neutral).",
            "", "Example:", "  isotropy train infersent --train nli.tsv --vectors glove.6B.300d.txt --dev sts-dev.tsv --output my-model"
        })
final class TrainInferSentCommand implements Callable<Integer> {

    /** How the states of words become one vector. */
    enum Pooled {
        MAX(Pooling.MAX),
        MEAN(Pooling.MEAN),
        LAST(Pooling.LAST);

        private final Pooling pooling;

        Pooled(Pooling pooling) {
            this.pooling = pooling;
        }
    }

    private final Streams streams;

    @Mixin
    NliOptions nli = new NliOptions();

    @Mixin
    WordVectorOptions words = new WordVectorOptions();

    @Option(names = "--hidden", paramLabel = "N", defaultValue = "2048",
            description = "Size of the LSTM in each direction. Default: ${DEFAULT-VALUE}, as in the paper.")
    int hidden;

    @Option(names = "--unidirectional", description = "Read sentences forwards only.")
    boolean unidirectional;

    @Option(names = "--pooling", paramLabel = "P", defaultValue = "max",
            description = "max (the default), mean or last: the state at the last word, which is the paper's LSTM with --unidirectional.")
    Pooled pooling = Pooled.MAX;

    TrainInferSentCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        return nli.data.whole(this::train);
    }

    private int train() throws IOException {
        nli.data.threads.apply();
        if (hidden < 1) {
            throw new InputException("--hidden must be above 0, got " + hidden);
        }
        List<LabelledPair> pairs = nli.pairs();
        WordEncoderConfig config =
                WordEncoderConfig.INFERSENT.withLstm(hidden, !unidirectional).withPooling(pooling.pooling);
        TrainableWordEncoder encoder = words.encoder(config, pairs, false, nli.data.options.seed);
        Map<String, String> configuration = new LinkedHashMap<>(words.configuration());
        configuration.put("objective", "infersent");
        configuration.put("lstm", hidden + (unidirectional ? " forwards" : " both"));
        configuration.put("pooling", pooling.name().toLowerCase(Locale.ROOT));
        return nli.run(streams, encoder, pairs, configuration);
    }
}
