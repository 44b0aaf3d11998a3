package io.isotropy.cli;

/** Input or an option that cannot be used. The message is one sentence for the user; the exit code is 2. */
final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
