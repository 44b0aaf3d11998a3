package io.isotropy.cli;

import java.io.IOException;

/** Output that broke off: a full disk, say. The exit code is 1, and 0 where the reader of a pipe has seen enough. */
final class OutputException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean closedPipe;

    OutputException(String name, IOException cause) {
        super("cannot write " + name + ": " + Failures.reason(cause), cause);
        String message = String.valueOf(cause.getMessage());
        closedPipe = message.contains("Broken pipe") || message.contains("pipe is being closed");
    }

    /** Whether the program at the other end of the pipe has gone, as head does after its lines. */
    boolean closedPipe() {
        return closedPipe;
    }
}
