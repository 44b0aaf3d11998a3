package io.isotropy.autograd.train;

import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint that cannot be written, read or used. The message is one sentence that names the folder. */
public final class CheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    CheckpointException(Path folder, String problem) {
        super(folder + ": " + problem);
    }

    CheckpointException(Path folder, String problem, Throwable cause) {
        super(folder + ": " + problem, cause);
    }
}
