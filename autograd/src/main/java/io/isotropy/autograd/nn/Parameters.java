package io.isotropy.autograd.nn;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Var;
import io.isotropy.kernels.Backend;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A named scope of a model's parameters. Layers take theirs from it, which initializes or loads them:
 *
 * <pre>{@code
 * Parameters parameters = Parameters.create(backend, seed);
 * Linear query = Linear.create(parameters.at("encoder.layer.0.attention.self.query"), 384, 384);
 * }</pre>
 *
 * The initial value of a parameter depends on seed and name alone, so that a model's other parts do not change it.
 */
public final class Parameters {

    private final Registry registry;
    private final String path;

    private Parameters(Registry registry, String path) {
        this.registry = registry;
        this.path = path;
    }

    private record Registry(
            Backend backend, long seed, @Nullable ParameterSource source, boolean strict, Map<String, Parameter> byName) {}

    /** A scope that initializes. */
    public static Parameters create(Backend backend, long seed) {
        return new Parameters(new Registry(backend, seed, null, false, new LinkedHashMap<>()), "");
    }

    /**
     * What {@code create} makes of a scope that loads every parameter.
     *
     * @throws IOException if one is not there, or has another shape
     */
    public static <T> T load(Backend backend, ParameterSource source, Function<Parameters, T> create) throws IOException {
        return load(new Registry(backend, 0, source, true, new LinkedHashMap<>()), create);
    }

    /** As {@link #load}, but a parameter that is not there is initialized: a new head on a published encoder. */
    public static <T> T loadOrCreate(Backend backend, ParameterSource source, long seed, Function<Parameters, T> create)
            throws IOException {
        return load(new Registry(backend, seed, source, false, new LinkedHashMap<>()), create);
    }

    private static <T> T load(Registry registry, Function<Parameters, T> create) throws IOException {
        try {
            return create.apply(new Parameters(registry, ""));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The scope of that name within this one. */
    public Parameters at(String name) {
        return new Parameters(registry, path.isEmpty() ? name : path + "." + name);
    }

    /** The scope of a numbered part, "layer.0". */
    public Parameters at(String name, int index) {
        return at(name + "." + index);
    }

    /** The whole name of the scope; empty for the outermost. */
    public String path() {
        return path;
    }

    /** Where the parameters lie. */
    public Backend backend() {
        return registry.backend;
    }

    /** A parameter that weight decay applies to. */
    public Var weight(String name, Shape shape, Initializer initializer) {
        return add(name, shape, initializer, true);
    }

    /** A parameter that weight decay does not apply to: a bias, or a factor of a normalization. */
    public Var bias(String name, Shape shape, Initializer initializer) {
        return add(name, shape, initializer, false);
    }

    private Var add(String name, Shape shape, Initializer initializer, boolean decay) {
        String full = at(name).path;
        require(!registry.byName.containsKey(full), "parameters", "a name can be taken once", "name", full);
        Tensor value = Scope.outside(() -> Tensor.uninitialized(registry.backend, shape));
        ParameterSource source = registry.source;
        try {
            if (source != null && (registry.strict || source.contains(full))) {
                source.read(full, shape, value.buffer());
            } else {
                initializer.fill(value, Philox.of(registry.seed).child(hash(full)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Var variable = Var.parameter(full, value);
        registry.byName.put(full, new Parameter(full, variable, decay));
        return variable;
    }

    /** FNV-1a, 64 bits, of the characters: a number of one's own for each name. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The parameters of this scope, in the order in which they were made. */
    public List<Parameter> all() {
        Collection<Parameter> every = registry.byName.values();
        return path.isEmpty()
                ? List.copyOf(every)
                : every.stream().filter(parameter -> parameter.name().startsWith(path + ".")).toList();
    }

    /** The parameter of that whole name. */
    public Var get(String name) {
        Parameter parameter = registry.byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("[parameters] there must be a parameter of that name: got " + name);
        }
        return parameter.variable();
    }

    /** The number of numbers. */
    public long size() {
        return all().stream().mapToLong(parameter -> parameter.variable().shape().size()).sum();
    }

    /** Forgets all gradients: what a step does before its first backward pass. */
    public void clearGradients() {
        all().forEach(parameter -> parameter.variable().clearGradient());
    }

    /** Overwrites all values, as a resumed run does. */
    public void read(ParameterSource source) throws IOException {
        for (Parameter parameter : all()) {
            Var variable = parameter.variable();
            source.read(parameter.name(), variable.shape(), variable.value().buffer());
        }
    }

    /** All parameters, to be written. */
    public List<SafetensorsEntry> entries() {
        return all().stream()
                .map(parameter -> SafetensorsEntry.of(parameter.name(), parameter.variable().value()))
                .toList();
    }
}
