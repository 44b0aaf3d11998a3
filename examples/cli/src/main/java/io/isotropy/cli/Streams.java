package io.isotropy.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command talks to. Text is UTF-8 whatever the locale.
 *
 * @param out where results go; not a PrintStream, which would keep its errors to itself
 * @param err where people read along
 * @param terminal whether {@code err} is one, so that a progress bar makes sense
 */
record Streams(InputStream in, OutputStream out, PrintStream err, boolean terminal, Map<String, String> environment) {

    /** Set by the launcher, since Java can only ask about stdin and stdout. */
    private static final String TERMINAL = "isotropy.terminal";

    static Streams system() {
        return new Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean(TERMINAL),
                System.getenv());
    }

    /** Prints a result. */
    void print(String text) throws OutputException {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new OutputException("to stdout", e);
        }
    }

    /** Whether stack traces are wanted. */
    boolean debug() {
        return !environment.getOrDefault("ISOTROPY_DEBUG", "0").matches("0|");
    }
}
