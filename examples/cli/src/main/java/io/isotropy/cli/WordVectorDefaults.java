package io.isotropy.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The defaults of what learns vectors of words, which rare words would have poor ones of: word2vec's, fastText's and GloVe's least count. */
final class WordVectorDefaults implements IDefaultValueProvider {

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && option.longestName().equals("--min-count") ? "5" : null; // null for the option's own
    }
}
