package io.isotropy.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Defaults of models that start from random weights, where those of published encoders would take them nowhere. */
final class ScratchDefaults implements IDefaultValueProvider {

    private static final Map<String, String> VALUES = Map.of("--learning-rate", "1e-3", "--batch-size", "64");

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? VALUES.get(option.longestName()) : null; // null for the option's own
    }
}
