package io.isotropy.nlp.sentence;

import io.isotropy.kernels.Pooling.Mode;
import io.isotropy.nlp.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the states of a text's tokens become its vector. Names as in sentence-transformers, and two of the literature; in the order in which
 * sentence-transformers puts vectors side by side where several flags are set.
 */
public enum Pooling {
    /** The state of [CLS]. */
    CLS("cls", "pooling_mode_cls_token"),
    /** The largest of each dimension. */
    MAX("max", "pooling_mode_max_tokens"),
    /** The mean of all states. */
    MEAN("mean", "pooling_mode_mean_tokens"),
    /** The sum over the square root of the length. */
    MEAN_SQRT_LEN("mean_sqrt_len_tokens", "pooling_mode_mean_sqrt_len_tokens"),
    /** The mean weighted with the position, from 1. */
    WEIGHTED_MEAN("weightedmean", "pooling_mode_weightedmean_tokens"),
    /** The last state. */
    LAST("lasttoken", "pooling_mode_lasttoken"),
    /** The mean over tokens of the mean of the first and the last layer: Li et al. 2020 and Su et al. 2021, avg_first_last. */
    FIRST_LAST_AVERAGE("first_last_avg", "pooling_mode_first_last_avg"),
    /** The checkpoint's own pooler, tanh(W·h + b) of [CLS]. */
    POOLER("pooler", "pooling_mode_pooler");

    private final String word;
    private final String key;

    Pooling(String word, String key) {
        this.word = word;
        this.key = key;
    }

    /** The name that configurations and the command line use. */
    public String word() {
        return word;
    }

    /**
     * The pooling of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static Pooling of(String word) {
        List<String> words = new ArrayList<>();
        for (Pooling pooling : values()) {
            if (pooling.word.equals(word.toLowerCase(Locale.ROOT))) {
                return pooling;
            }
            words.add(pooling.word);
        }
        throw new IllegalArgumentException("\"" + word + "\" is no pooling; there are " + String.join(", ", words));
    }

    /** The poolings of a {@code 1_Pooling/config.json}, whose vectors are concatenated: flags, or one {@code pooling_mode}. */
    static List<Pooling> read(Json json) {
        List<Pooling> modes = new ArrayList<>();
        Json named = json.find("pooling_mode");
        if (named != null) {
            for (Json one : named.kind() == Json.Kind.ARRAY ? named.asList() : List.of(named)) {
                try {
                    modes.add(of(one.asString()));
                } catch (IllegalArgumentException e) {
                    throw one.error(String.valueOf(e.getMessage()));
                }
            }
        }
        for (Pooling pooling : values()) {
            if (named == null && json.getBoolean(pooling.key, false)) {
                modes.add(pooling);
            }
        }
        if (modes.isEmpty()) {
            throw json.error("must set one of pooling_mode_cls_token, pooling_mode_mean_tokens, … to true");
        }
        return modes;
    }

    /** The key of {@code 1_Pooling/config.json}. */
    String key() {
        return key;
    }

    /** The kernel's mode, for poolings of the last layer's states; null for the others. */
    @Nullable Mode mode() {
        return switch (this) {
            case CLS -> Mode.FIRST;
            case MEAN -> Mode.MEAN;
            case MAX -> Mode.MAX;
            case MEAN_SQRT_LEN -> Mode.MEAN_SQRT_LEN;
            case WEIGHTED_MEAN -> Mode.WEIGHTED_MEAN;
            case LAST -> Mode.LAST;
            case FIRST_LAST_AVERAGE, POOLER -> null;
        };
    }
}
