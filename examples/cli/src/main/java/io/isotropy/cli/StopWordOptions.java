package io.isotropy.cli;

import io.isotropy.nlp.topic.StopWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which words do not count. */
final class StopWordOptions {

    @Option(names = "--stop-words", paramLabel = "W", defaultValue = "none",
            description = "Words to leave out: english (a list of 300), none, or a file with one a line. Default: ${DEFAULT-VALUE}.")
    String words = "none";

    Set<String> of() throws IOException {
        if (words.equals("none")) {
            return Set.of();
        }
        Path file = Arguments.path(words, "--stop-words");
        if (words.equals("english")) {
            return StopWords.english();
        }
        return StopWords.read(file);
    }
}
