package io.isotropy.autograd;

/** A value or a gradient is NaN; the message names the first operation that made one, and its layer. */
public final class AnomalyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    AnomalyException(String message) {
        super(message);
    }
}
