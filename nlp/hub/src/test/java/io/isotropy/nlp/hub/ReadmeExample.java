package io.isotropy.nlp.hub;

import io.isotropy.nlp.sentence.SentenceEncoder;
import java.io.IOException;
import java.util.List;

/** The README's example, here so that it is compiled. */
final class ReadmeExample {

    private ReadmeExample() {}

    static void run() throws IOException {
        try (SentenceEncoder model = Models.load("all-MiniLM-L6-v2")) {
            float[] vector = model.embed("A man is playing a guitar.");
            List<float[]> vectors = model.embed(List.of("How do I reset my password?", "what is the capital of france"));
            System.out.println(vector.length + " numbers, " + model.countTokens("A man is playing a guitar.") + " tokens");
            System.out.println(vectors.size() + " vectors");
        }
    }
}
