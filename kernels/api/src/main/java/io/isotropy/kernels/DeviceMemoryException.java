package io.isotropy.kernels;

/** A device has no memory left for a buffer. The message is one sentence for the user. */
public final class DeviceMemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With that sentence. */
    public DeviceMemoryException(String message) {
        super(message);
    }
}
