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
            Backend backend, long seed, @Nullable ParameterSource source, boolean strict, Map<String, Parameter> byName,
            Map<String, Tensor> fixed) {

        Registry(Backend backend, long seed, @Nullable ParameterSource source, boolean strict) {
            this(backend, seed, source, strict, new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    /** A scope that initializes. */
    public static Parameters create(Backend backend, long seed) {
        return new Parameters(new Registry(backend, seed, null, false), "");
    }

    /**
     * What {@code create} makes of a scope that loads every parameter.
     *
     * @throws IOException if one is not there, or has another shape
     */
    public static <T> T load(Backend backend, ParameterSource source, Function<Parameters, T> create) throws IOException {
        return load(new Registry(backend, 0, source, true), create);
    }

    /** As {@link #load}, but a parameter that is not there is initialized: a new head on a published encoder. */
    public static <T> T loadOrCreate(Backend backend, ParameterSource source, long seed, Function<Parameters, T> create)
            throws IOException {
        return load(new Registry(backend, seed, source, false), create);
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

    /** Random numbers of this scope: a function of seed and path. */
    public Philox random() {
        return Philox.of(registry.seed).child(hash(path));
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

    /** Numbers that are saved and loaded with the parameters, but not trained: a permutation, say; PyTorch's buffer. */
    public Tensor fixed(String name, Shape shape, Initializer initializer) {
        String full = at(name).path;
        Tensor value = value(full, shape, initializer);
        registry.fixed.put(full, value);
        return value;
    }

    private Var add(String name, Shape shape, Initializer initializer, boolean decay) {
        String full = at(name).path;
        Var variable = Var.parameter(full, value(full, shape, initializer));
        registry.byName.put(full, new Parameter(full, variable, decay));
        return variable;
    }

    private Tensor value(String full, Shape shape, Initializer initializer) {
        require(!registry.byName.containsKey(full) && !registry.fixed.containsKey(full), "parameters", "a name can be taken once",
                "name", full);
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
        return value;
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
        return registry.byName.values().stream().filter(parameter -> isHere(parameter.name())).toList();
    }

    private boolean isHere(String name) {
        return path.isEmpty() || name.startsWith(path + ".");
    }

    /** All that is saved, by name: the parameters, then what is fixed. */
    private Map<String, Tensor> saved() {
        Map<String, Tensor> saved = new LinkedHashMap<>();
        registry.byName.forEach((name, parameter) -> saved.put(name, parameter.variable().value()));
        saved.putAll(registry.fixed);
        saved.keySet().removeIf(name -> !isHere(name));
        return saved;
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
        for (Map.Entry<String, Tensor> entry : saved().entrySet()) {
            source.read(entry.getKey(), entry.getValue().shape(), entry.getValue().buffer());
        }
    }

    /** All that is to be written. */
    public List<SafetensorsEntry> entries() {
        return saved().entrySet().stream().map(entry -> SafetensorsEntry.of(entry.getKey(), entry.getValue())).toList();
    }
}
