package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.repair.RepairedModel;
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

    @Mixin
    ReadingOptions reading = new ReadingOptions();

    @Option(names = "--dimension", paramLabel = "K",
            description = "Keep the first K components, for models trained for it (Matryoshka) and whitened ones.")
    @Nullable Integer dimension;

    @Option(names = "--normalize", negatable = true, fallbackValue = "true",
            description = "Scale vectors to length 1, or do not. Default: the model's own.")
    @Nullable Boolean normalize;

    /** Loads the model, whatever kind it is. */
    EmbeddingModel load(Streams streams, boolean quiet) throws IOException {
        return load(model.name(), streams, quiet);
    }

    /** Loads one of several models. */
    EmbeddingModel load(String name, Streams streams, boolean quiet) throws IOException {
        Path folder = model.folder(name, streams, quiet);
        if (!ModelSettings.isIn(folder)) {
            return encoder(folder);
        }
        threads.apply();
        EmbeddingModel loaded = ModelFolder.load(folder, Backends.preferred());
        try {
            if (loaded instanceof RepairedModel repaired) {
                return changed(repaired, name);
            }
            if (reading.given() || dimension != null || normalize != null) {
                throw new InputException("--prefix, --pooling, --dimension, --normalize and --max-length are for encoders, which "
                        + name + " is not: leave them out");
            }
            return loaded;
        } catch (InputException e) {
            loaded.close();
            throw e;
        }
    }

    /** Loads a model that must be an encoder. */
    SentenceEncoder loadEncoder(Streams streams, boolean quiet) throws IOException {
        return encoder(model.folder(streams, quiet));
    }

    private SentenceEncoder encoder(Path folder) throws IOException {
        threads.apply();
        reading.check();
        SentenceEncoder encoder = SentenceEncoder.load(folder, Backends.preferred());
        try {
            encoder = reading.applied(encoder);
            encoder = dimension == null ? encoder : encoder.withDimension(dimension);
        } catch (IllegalArgumentException e) {
            encoder.close();
            throw Arguments.about("--dimension", e);
        } catch (InputException e) {
            encoder.close();
            throw e;
        }
        return normalize == null ? encoder : encoder.withNormalize(normalize);
    }

    /** What a repair learnt holds for the pooling that it saw; the rest may change. */
    private RepairedModel changed(RepairedModel repaired, String name) {
        if (reading.pooling != null) {
            throw new InputException("--pooling: " + repaired.repair().name() + " was fitted to the pooling that " + name
                    + " has; fit another to this one");
        }
        RepairedModel changed = repaired;
        if (repaired.base() instanceof SentenceEncoder encoder) {
            changed = changed.withBase(reading.applied(encoder));
        } else if (reading.given()) {
            throw new InputException("--prefix and --max-length are for encoders, which the base of " + name + " is not: leave them out");
        }
        try {
            changed = dimension == null ? changed : changed.withDimension(dimension);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--dimension", e);
        }
        return normalize == null ? changed : changed.withNormalize(normalize);
    }
}
