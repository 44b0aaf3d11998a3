package io.isotropy.nlp.bert;

import io.isotropy.autograd.nn.ParameterSource;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The parameters of a checkpoint by name, whatever name it gives them: with or without the prefix {@code bert.}, with {@code LayerNorm.weight}
 * or the older {@code LayerNorm.gamma}. Every shape is checked against what the configuration says before it is read.
 */
public final class Weights implements AutoCloseable {

    private static final List<String> FILES = List.of("model.safetensors", "model.safetensors.index.json");
    private static final List<String> PREFIXES = List.of("", "bert.");
    /** The heads of pre-training stand beside the encoder, so outside its prefix. */
    private static final String HEADS = "cls.";

    private final SafetensorsFile file;
    private final Backend backend;
    private final String prefix;

    private Weights(SafetensorsFile file, Backend backend, String prefix) {
        this.file = file;
        this.backend = backend;
        this.prefix = prefix;
    }

    /**
     * Opens the weights of a folder.
     *
     * @param probe a parameter that must be there, by which the prefix is recognized
     */
    public static Weights open(Path folder, Backend backend, String probe) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(find(folder));
        for (String prefix : PREFIXES) {
            if (file.contains(prefix + probe)) {
                return new Weights(file, backend, prefix);
            }
        }
        file.close();
        throw new ModelFolderException(file.path(), "has no tensor \"" + probe + "\", with or without the prefix \"bert.\"");
    }

    private static Path find(Path folder) throws ModelFolderException {
        for (String name : FILES) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        boolean pickled = Files.exists(folder.resolve("pytorch_model.bin"));
        throw new ModelFolderException(
                folder,
                "has no model.safetensors"
                        + (pickled
                                ? "; its pytorch_model.bin is a Python pickle: save the model again with safe_serialization=True"
                                : ": download the model again, or give another folder"));
    }

    /** Whether the parameter is there. */
    public boolean has(String name) {
        return file.contains(resolve(name));
    }

    /** Reads a parameter. */
    public Buffer read(String name, int... shape) throws IOException {
        String stored = check(name, shape);
        Buffer buffer = backend.allocateUninitialized(size(shape));
        file.read(stored, buffer);
        return buffer;
    }

    /** Reads several (n, k) weights of dense layers on the same input, one below the other, packed for products with (rows, k). */
    public PackedMatrix pack(int n, int k, String... names) throws IOException {
        try (Buffer all = backend.allocateUninitialized((long) names.length * n * k)) {
            for (int i = 0; i < names.length; i++) {
                file.read(check(names[i], n, k), all.slice((long) i * n * k, (long) n * k));
            }
            return backend.kernels().blas().pack(true, names.length * n, k, all, k);
        }
    }

    /** Reads several vectors of n, one behind the other. */
    public Buffer concatenate(int n, String... names) throws IOException {
        Buffer all = backend.allocateUninitialized((long) names.length * n);
        for (int i = 0; i < names.length; i++) {
            file.read(check(names[i], n), all.slice((long) i * n, n));
        }
        return all;
    }

    private String check(String name, int... shape) throws IOException {
        String stored = resolve(name);
        if (!file.contains(stored)) {
            throw new ModelFolderException(file.path(), "has no tensor \"" + stored + "\", which config.json calls for");
        }
        long[] found = file.info(stored).shape();
        if (!Arrays.equals(found, Arrays.stream(shape).asLongStream().toArray())) {
            throw new ModelFolderException(
                    file.path(),
                    "has tensor \"" + stored + "\" of shape " + Arrays.toString(found) + ", but config.json says "
                            + Arrays.toString(shape));
        }
        return stored;
    }

    /** The weights as a source for parameters that are trained. Those of {@code optional} names may be missing; they start anew. */
    ParameterSource source(Predicate<String> optional) {
        return new ParameterSource() {
            @Override
            public boolean contains(String name) {
                return !optional.test(name) || has(name);
            }

            @Override
            public void read(String name, Shape shape, Buffer target) throws IOException {
                file.read(check(name, shape.toArray()), target);
            }
        };
    }

    private String resolve(String name) {
        String full = (name.startsWith(HEADS) ? "" : prefix) + name;
        if (file.contains(full)) {
            return full;
        }
        String old = full.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
        return file.contains(old) ? old : full;
    }

    private static long size(int... shape) {
        long size = 1;
        for (int dim : shape) {
            size *= dim;
        }
        return size;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
