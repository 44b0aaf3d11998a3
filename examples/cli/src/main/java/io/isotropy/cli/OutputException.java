package io.isotropy.cli;

import io.isotropy.nlp.ModelFolderException;
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

    /** What writes. */
    interface Writing {
        void write() throws IOException;
    }

    /** Does the writing; its failures name what was being written. A model that no file can hold says so itself. */
    static void naming(String name, Writing writing) throws IOException {
        try {
            writing.write();
        } catch (ModelFolderException e) {
            throw e;
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /** Whether the program at the other end of the pipe has gone, as head does after its lines. */
    boolean closedPipe() {
        return closedPipe;
    }
}
