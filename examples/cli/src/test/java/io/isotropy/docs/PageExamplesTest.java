package io.isotropy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.isotropy.nlp.hub.HubSettings;
import io.isotropy.nlp.hub.Models;
import io.isotropy.nlp.search.Hit;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageExamplesTest {

    @TempDir
    Path folder;

    @FunctionalInterface
    private interface Example {
        void run() throws IOException;
    }

    private static String printed(Example example) throws IOException {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readmeEmbeds() throws IOException {
        assumeThat(Models.list(HubSettings.fromEnvironment())).as("all-MiniLM-L6-v2 was fetched before")
                .anyMatch(model -> model.name().equals("all-MiniLM-L6-v2") && model.cached());
        assertThat(printed(PageExamples::readme)).isEqualToIgnoringNewLines("384 numbers, 9 tokens" + "2 vectors");
    }

    @Test
    void searchFindsTheNearest() {
        Tensor vectors = Tensor.of(Shape.of(3, 2), 1, 0, 0, 2, 1, 1);
        assertThat(PageExamples.search(vectors, new float[] {1, 3})).extracting(Hit::row).containsExactly(1, 2, 0);
    }

    @Test
    void wordsAnswer() throws IOException {
        Path file = Files.writeString(folder.resolve("words.txt"),
                """
                king 1 0 0.2
                woman 0 1 0.2
                man 0.2 0 0.1
                queen 0.8 1 0.3
                breakfast 0 0.1 1
                dinner 0 0.2 1
                lunch 0.1 0.1 1
                cereal 0.5 -0.5 0.5
                cat 1 1 1
                dog 0.5 1 1
                """);
        assertThat(printed(() -> PageExamples.words(file)).lines()).hasSize(3).first().isEqualTo("cereal");
    }
}
