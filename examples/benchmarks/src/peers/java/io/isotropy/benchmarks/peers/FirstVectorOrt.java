package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.FirstVector;
import java.util.List;

/** The first vector by DJL's tokenizer and ONNX Runtime. */
final class FirstVectorOrt {

    private FirstVectorOrt() {}

    public static void main(String[] args) {
        try (OrtTextEncoder encoder = new OrtTextEncoder(Runtime.getRuntime().availableProcessors())) {
            FirstVector.report(encoder.encode(List.of(FirstVector.TEXT))[0], System.out);
        }
    }
}
