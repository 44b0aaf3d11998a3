package io.isotropy.autograd.nn;

import io.isotropy.kernels.Buffer;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.safetensors.SafetensorsException;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.util.Arrays;

/** Where the values of parameters are read from, by name. */
public interface ParameterSource {

    /** Whether there is a parameter of that name. */
    boolean contains(String name) throws IOException;

    /**
     * Reads a parameter.
     *
     * @throws IOException with file and name, if it is not there or has another shape
     */
    void read(String name, Shape shape, Buffer target) throws IOException;

    /** A safetensors file whose names are those of the model. */
    static ParameterSource of(SafetensorsFile file) {
        return new ParameterSource() {
            @Override
            public boolean contains(String name) {
                return file.contains(name);
            }

            @Override
            public void read(String name, Shape shape, Buffer target) throws IOException {
                long[] found = file.info(name).shape();
                if (!Arrays.equals(found, Arrays.stream(shape.toArray()).asLongStream().toArray())) {
                    throw new SafetensorsException(file.path(), "has tensor \"" + name + "\" of shape "
                            + Arrays.toString(found) + ", but the model's configuration says " + shape);
                }
                file.read(name, target);
            }
        };
    }
}
