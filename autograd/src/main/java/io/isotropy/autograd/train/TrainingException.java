package io.isotropy.autograd.train;

/** Training cannot go on. The message is one sentence that names the step. */
public final class TrainingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TrainingException(String message) {
        super(message);
    }

    TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
