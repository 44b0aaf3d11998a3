package io.isotropy.cli;

import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.SentenceEncoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an encoder reads a text and makes one vector of it. */
final class ReadingOptions {

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Put before every text: \"query: \" for e5 models, say.")
    @Nullable String prefix;

    @Option(names = "--pooling", paramLabel = "P",
            description = "How tokens become one vector: cls, mean, max, mean_sqrt_len_tokens, weightedmean, lasttoken, "
                    + "first_last_avg, pooler. Default: the model's own.")
    @Nullable String pooling;

    @Option(names = "--max-length", paramLabel = "N",
            description = "Cut texts at N tokens, [CLS] and [SEP] included. Default: the model's own.")
    @Nullable Integer maxLength;

    /** Whether any is given. */
    boolean given() {
        return prefix != null || pooling != null || maxLength != null;
    }

    /** Refuses words that are no pooling, before a model is loaded. */
    void check() {
        pooling();
    }

    /** The same encoder as these say. */
    SentenceEncoder applied(SentenceEncoder encoder) {
        Pooling mode = pooling();
        String option = "--pooling";
        SentenceEncoder changed = encoder;
        try {
            changed = mode == null ? changed : changed.withPooling(mode);
            option = "--max-length";
            changed = maxLength == null ? changed : changed.withMaxLength(maxLength);
        } catch (IllegalArgumentException e) {
            throw Arguments.about(option, e);
        }
        return prefix == null ? changed : changed.withPrefix(prefix);
    }

    private @Nullable Pooling pooling() {
        try {
            return pooling == null ? null : Pooling.of(pooling);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--pooling", e);
        }
    }
}
