package io.isotropy.kernels;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The backends on the class path. Each is created once and lives as long as the program. */
public final class Backends {

    private static final List<BackendProvider> PROVIDERS = ServiceLoader.load(
                    BackendProvider.class, Backends.class.getClassLoader())
            .stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(BackendProvider::priority).reversed())
            .toList();

    private static final Map<String, Optional<Backend>> CREATED = new ConcurrentHashMap<>();

    private static volatile @Nullable Backend chosen;

    private Backends() {}

    /** The names of the backends on the class path, preferred first, whether this machine can run them or not. */
    public static List<String> names() {
        return PROVIDERS.stream().map(BackendProvider::name).toList();
    }

    /**
     * The backend of that name.
     *
     * @throws IllegalArgumentException if there is none of that name, or this machine cannot run it
     */
    public static Backend byName(String name) {
        BackendProvider provider = PROVIDERS.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no backend is named '" + name + "'; on the class path are " + names()));
        return create(provider).orElseThrow(() -> new IllegalArgumentException(provider.reason()));
    }

    /** The reference backend: double precision, the definition of every kernel. */
    public static Backend reference() {
        return byName("reference");
    }

    /**
     * Makes the backend of that name the one that {@link #preferred} gives from now on: what a program's user has asked for.
     *
     * @throws IllegalArgumentException as {@link #byName}
     */
    public static void prefer(String name) {
        chosen = byName(name);
    }

    /**
     * The backend that {@link #prefer} has named; else the fastest that runs here without asking for a device: never {@code cuda}, which
     * must be named.
     */
    public static Backend preferred() {
        Backend named = chosen;
        return named != null ? named : fastest();
    }

    private static Backend fastest() {
        return PROVIDERS.stream()
                .filter(provider -> provider.priority() < 100)
                .flatMap(provider -> create(provider).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no backend on the class path"));
    }

    private static Optional<Backend> create(BackendProvider provider) {
        return CREATED.computeIfAbsent(provider.name(), name -> provider.create());
    }
}
