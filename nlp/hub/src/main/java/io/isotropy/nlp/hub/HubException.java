package io.isotropy.nlp.hub;

import org.jspecify.annotations.Nullable;

/** A model that could not be had. The message is for the user: what was tried, why it failed, what to do. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HubException(String message) {
        super(message);
    }

    HubException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What to call a failure in a sentence: the message if there is one, else the kind. */
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName().replaceFirst("Exception$", "");
        if (message == null || message.isBlank()) {
            return kind;
        }
        // FileSystemException and UnknownHostException have nothing but the name as their message.
        return message.contains(" ") ? message : kind + ": " + message;
    }
}
