package io.isotropy.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What options hold, checked. */
final class Arguments {

    private Arguments() {}

    static Path path(String name, String option) {
        if (name.isEmpty()) {
            throw new InputException(option + " is empty; give the name of a file");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new InputException(option + " is not the name of a file: " + e.getReason());
        }
    }

    /** A library's complaint about an argument, without the name of its method, as one about the option. */
    static InputException about(String option, IllegalArgumentException failure) {
        return new InputException(option + ": " + complaint(failure).getMessage());
    }

    /** The same where the complaint says itself what it is about. */
    static InputException complaint(IllegalArgumentException failure) {
        return new InputException(String.valueOf(failure.getMessage()).replaceFirst("^\\[\\w+] ", ""));
    }

    /**
     * Complains of options that were given where nothing would read them.
     *
     * @param choice what they go with, and only with
     * @param chosen whether that is so
     */
    static void requireUse(@Nullable CommandSpec command, String choice, boolean chosen, String... options) {
        for (String option : options) {
            if (!chosen && command != null && command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new InputException(option + " goes with " + choice + " alone; leave it out");
            }
        }
    }
}
