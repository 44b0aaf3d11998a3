package io.isotropy.kernels;

import java.util.Optional;

/** Makes a backend; found by {@link java.util.ServiceLoader}, so that nothing above the SPI names an implementation. */
public interface BackendProvider {

    /** The backend's name, as {@link Backends#byName} takes it. */
    String name();

    /** Higher is preferred by {@link Backends#preferred}. The reference has 0. */
    int priority();

    /** The backend, or empty where this machine cannot run it. Called once. */
    Optional<Backend> create();

    /** Why {@link #create} gave nothing: one sentence. */
    default String reason() {
        return "backend '" + name() + "' cannot run on this machine";
    }
}
