package io.isotropy.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** The first vector of a process that loads the model folder it is given. */
public final class FirstVectorIsotropy {

    private FirstVectorIsotropy() {}

    /**
     * Prints {@link FirstVector}'s lines.
     *
     * @param args the model's folder
     */
    public static void main(String[] args) {
        try (IsotropyEncoder encoder = IsotropyEncoder.load(Path.of(args[0]))) {
            FirstVector.report(encoder.encode(List.of(FirstVector.TEXT))[0], System.out);
        }
    }
}
