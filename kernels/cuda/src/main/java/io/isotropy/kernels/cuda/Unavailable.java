package io.isotropy.kernels.cuda;

/** Why this machine cannot run the backend, in words that follow "because". */
final class Unavailable extends Exception {

    Unavailable(String reason) {
        super(reason);
    }
}
