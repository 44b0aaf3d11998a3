package io.isotropy.cli;

import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.data.Synonyms;
import io.isotropy.nlp.data.WordNet;
import io.isotropy.nlp.train.Cutoff;
import io.isotropy.nlp.train.Positives;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How the positive of a text is made. */
final class AugmentationOptions {

    /** What is done to a text, with the share that was found or used where it comes from. */
    enum Kind {
        /** Nothing but dropout. */
        DROPOUT(0),
        /** SimCSE, Table 1. */
        CROP(0.1),
        /** SimCSE, Table 1. */
        DELETION(0.1),
        /** SimCSE, Table 1. */
        DELETE_ONE(0),
        /** EDA's α. */
        INSERTION(0.1),
        /** EDA's α. */
        SWAP(0.1),
        /** EDA's α. */
        SYNONYM(0.1),
        /** ConSERT, §4.2. */
        CUTOFF_TOKEN(0.15),
        /** ConSERT, §4.2. */
        CUTOFF_FEATURE(0.2),
        /** Pairs from a file. */
        BACK_TRANSLATION(0);

        private final double share;

        Kind(double share) {
            this.share = share;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(names = "--augmentation", paramLabel = "A", defaultValue = "dropout",
            description = {
                "How the positive differs from its text besides dropout: dropout (the default; not at all), crop, deletion, delete-one, "
                        + "insertion and synonym (of WordNet), swap, cutoff-token, cutoff-feature, or back-translation: pairs in --train, "
                        + "columns text and backtranslation."
            })
    Kind kind = Kind.DROPOUT;

    @Option(names = "--augmentation-share", paramLabel = "X",
            description = "The share of words, tokens or features that change. Default: 0.1; 0.15 for cutoff-token, 0.2 for cutoff-feature.")
    @Nullable Double share;

    @Option(names = "--wordnet", paramLabel = "DIR", description = "The dict folder of a WordNet. Default: WordNet 3.1, which comes along.")
    @Nullable String wordNet;

    /** Complains of options that nothing reads. */
    void requireUse(@Nullable CommandSpec command) {
        Arguments.requireUse(command, "an --augmentation that changes a share", kind.share > 0, "--augmentation-share");
        Arguments.requireUse(command, "--augmentation insertion or synonym", kind == Kind.INSERTION || kind == Kind.SYNONYM, "--wordnet");
    }

    /** What makes positives of texts; not for pairs. */
    Positives positives() throws IOException {
        double part = share == null ? kind.share : share;
        try {
            return switch (kind) {
                case DROPOUT, BACK_TRANSLATION -> new Positives.Same();
                case CROP -> new Positives.Changed(new Augmentation.Crop(part));
                case DELETION -> new Positives.Changed(new Augmentation.Deletion(part));
                case DELETE_ONE -> new Positives.Changed(new Augmentation.DeleteOne());
                case INSERTION -> new Positives.Changed(new Augmentation.Insertion(part, synonyms()));
                case SWAP -> new Positives.Changed(new Augmentation.Swap(part));
                case SYNONYM -> new Positives.Changed(new Augmentation.Replacement(part, synonyms()));
                case CUTOFF_TOKEN -> new Positives.Cut(new Cutoff(Cutoff.Kind.TOKENS, part));
                case CUTOFF_FEATURE -> new Positives.Cut(new Cutoff(Cutoff.Kind.FEATURES, part));
            };
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--augmentation-share", e);
        }
    }

    private Synonyms synonyms() throws IOException {
        return wordNet == null ? WordNet.onClassPath() : WordNet.read(Arguments.path(wordNet, "--wordnet"));
    }

    /** What a checkpoint must agree with. */
    @Override
    public String toString() {
        return kind + " " + (share == null ? kind.share : share) + (wordNet == null ? "" : " " + wordNet);
    }
}
