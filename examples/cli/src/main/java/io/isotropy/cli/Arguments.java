package io.isotropy.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

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
        return new InputException(option + ": " + String.valueOf(failure.getMessage()).replaceFirst("^\\[\\w+] ", ""));
    }
}
