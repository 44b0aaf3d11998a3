package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.BackendProvider;
import java.util.Optional;

/**
 * Offers the CUDA backend to {@link io.isotropy.kernels.Backends}, to those who ask for it by name. Nothing of CUDA is touched before; where it
 * cannot run, {@link #reason} says why.
 */
public final class CudaProvider implements BackendProvider {

    static final String NAME = "cuda";

    private volatile String reason = "backend 'cuda' was not asked for yet";

    /** For {@link java.util.ServiceLoader}. */
    public CudaProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    /** Beyond what is ever preferred. */
    @Override
    public int priority() {
        return 100;
    }

    /** Without a driver the first touch of JCuda is an UnsatisfiedLinkError, every later one a NoClassDefFoundError: so there is one. */
    @Override
    public Optional<Backend> create() {
        try {
            return Optional.of(CudaBackend.open());
        } catch (Unavailable e) {
            reason = sentence(String.valueOf(e.getMessage()));
        } catch (LinkageError e) {
            reason = sentence(missing(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    @Override
    public String reason() {
        return reason;
    }

    private static String sentence(String why) {
        return "backend 'cuda' cannot run on this machine: " + why;
    }

    /** What an error of linking means: the library's own names the driver's file if that is what it lacks. */
    static String missing(String message) {
        String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!system.equals("Linux on amd64")) {
            return "its library is for Linux on x86-64, this is " + system;
        }
        return message.contains("libcuda.so")
                ? "there is no NVIDIA driver (libcuda.so.1 was not found)"
                : "JCuda's library could not be loaded (" + message.lines().findFirst().orElse("no reason given") + ")";
    }
}
