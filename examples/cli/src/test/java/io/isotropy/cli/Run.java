package io.isotropy.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A command that has run: what it wrote and how it ended. */
record Run(int code, byte[] bytes, String err) {

    static Run of(String... args) {
        return withInput(new byte[0], args);
    }

    static Run withInput(String input, String... args) {
        return withInput(input.getBytes(StandardCharsets.UTF_8), args);
    }

    static Run withInput(byte[] input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Run run = to(out, input, args);
        return new Run(run.code, out.toByteArray(), run.err);
    }

    /** Runs with an stdout that may fail. */
    static Run to(OutputStream out, byte[] input, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                new ByteArrayInputStream(input), out, new PrintStream(err, true, StandardCharsets.UTF_8), false, Map.of());
        int code = Isotropy.run(streams, args);
        return new Run(code, new byte[0], err.toString(StandardCharsets.UTF_8));
    }

    String out() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
