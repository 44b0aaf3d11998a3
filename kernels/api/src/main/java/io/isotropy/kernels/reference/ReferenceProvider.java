package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.BackendProvider;
import java.util.Optional;

/** Makes the reference backend, which runs on every machine. */
public final class ReferenceProvider implements BackendProvider {

    @Override
    public String name() {
        return ReferenceBackend.NAME;
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Optional<Backend> create() {
        return Optional.of(new ReferenceBackend());
    }
}
