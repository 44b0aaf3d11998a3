package io.isotropy.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Peers that are Python programs, resources beside this class. The variable PYTHON may name the interpreter. */
final class Python {

    private Python() {}

    /** What to say when a peer has ended that needs a package. */
    static String missing(String needed) {
        return "the peer has ended: PYTHON must name a Python that has " + needed;
    }

    /** The command that runs a program with arguments. */
    static List<String> command(String program, List<String> arguments) throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(Python.class.getResourceAsStream(program))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> command = new ArrayList<>(List.of(Objects.requireNonNullElse(System.getenv("PYTHON"), "python3"), "-c", text));
        command.addAll(arguments);
        return command;
    }
}
