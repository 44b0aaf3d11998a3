package io.isotropy.autograd.train;

import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint that cannot be written, read or used. The message is one sentence that names the folder. */
public final class CheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean unwritable;

    CheckpointException(Path folder, String problem) {
        super(folder + ": " + problem);
        unwritable = false;
    }

    CheckpointException(Path folder, String problem, Throwable cause) {
        this(folder, problem, cause, false);
    }

    CheckpointException(Path folder, String problem, Throwable cause, boolean unwritable) {
        super(folder + ": " + problem, cause);
        this.unwritable = unwritable;
    }

    /** Whether it could not be written, for want of space, say, rather than not be read or used. */
    public boolean isUnwritable() {
        return unwritable;
    }
}
