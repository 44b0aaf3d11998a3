package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.BackendProvider;
import java.util.Optional;

/** Offers the CPU backend to {@link io.isotropy.kernels.Backends}. It runs everywhere. */
public final class CpuProvider implements BackendProvider {

    /** For {@link java.util.ServiceLoader}. */
    public CpuProvider() {}

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public int priority() {
        return 50;
    }

    @Override
    public Optional<Backend> create() {
        return Optional.of(new CpuBackend());
    }
}
