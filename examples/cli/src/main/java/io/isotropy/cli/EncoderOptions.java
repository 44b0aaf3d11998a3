package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model and what its vectors shall be. */
final class EncoderOptions {

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Put before every text: \"query: \" for e5 models, say.")
    @Nullable String prefix;

    @Option(names = "--pooling", paramLabel = "P",
            description = "How tokens become one vector: cls, mean, max, mean_sqrt_len_tokens, weightedmean, lasttoken, "
                    + "first_last_avg, pooler. Default: the model's own.")
    @Nullable String pooling;

    @Option(names = "--dimension", paramLabel = "K",
            description = "Keep the first K components, for models trained for it (Matryoshka).")
    @Nullable Integer dimension;

    @Option(names = "--normalize", negatable = true, fallbackValue = "true",
            description = "Scale vectors to length 1, or do not. Default: the model's own.")
    @Nullable Boolean normalize;

    @Option(names = "--max-length", paramLabel = "N",
            description = "Cut texts at N tokens, [CLS] and [SEP] included. Default: the model's own.")
    @Nullable Integer maxLength;

    /** Loads the model, whatever kind it is. */
    EmbeddingModel load(Streams streams, boolean quiet) throws IOException {
        Path folder = model.folder(streams, quiet);
        if (!ModelSettings.isIn(folder)) {
            return encoder(folder);
        }
        if (prefix != null || pooling != null || dimension != null || normalize != null || maxLength != null) {
            throw new InputException("--prefix, --pooling, --dimension, --normalize and --max-length are for encoders, which " + model.model
                    + " is not: leave them out");
        }
        threads.apply();
        return ModelFolder.load(folder, Backends.preferred());
    }

    /** Loads a model that must be an encoder. */
    SentenceEncoder loadEncoder(Streams streams, boolean quiet) throws IOException {
        return encoder(model.folder(streams, quiet));
    }

    private SentenceEncoder encoder(Path folder) throws IOException {
        threads.apply();
        Pooling mode = pooling();
        SentenceEncoder encoder = SentenceEncoder.load(folder, Backends.preferred());
        String option = "";
        try {
            if (mode != null) {
                option = "--pooling";
                encoder = encoder.withPooling(mode);
            }
            if (dimension != null) {
                option = "--dimension";
                encoder = encoder.withDimension(dimension);
            }
            if (maxLength != null) {
                option = "--max-length";
                encoder = encoder.withMaxLength(maxLength);
            }
        } catch (IllegalArgumentException e) {
            encoder.close();
            throw Arguments.about(option, e);
        }
        encoder = normalize == null ? encoder : encoder.withNormalize(normalize);
        return prefix == null ? encoder : encoder.withPrefix(prefix);
    }

    private @Nullable Pooling pooling() {
        try {
            return pooling == null ? null : Pooling.of(pooling);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--pooling", e);
        }
    }
}
