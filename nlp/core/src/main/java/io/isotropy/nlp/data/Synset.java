package io.isotropy.nlp.data;

import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.util.ArrayList;
import java.util.List;

/**
 * Words that share a meaning, in one of WordNet's database files: wndb(5WN).
 *
 * @param id the part of speech and the place in its file, {@code n02086723} say
 * @param category the number of the lexicographer's file: 5 are animals, 13 is food; lexnames(5WN)
 * @param words as they are written, with spaces
 * @param definition the gloss without its examples
 * @param examples sentences that have one of the words
 * @param hypernyms ids of what it is a kind or an instance of
 * @param antonyms ids of synsets with a word of the opposite meaning
 */
public record Synset(
        String id, int category, List<String> words, String definition, List<String> examples, List<String> hypernyms,
        List<String> antonyms) {

    private static final String EXAMPLE = "; \"";

    /** A line: place, category, type, number of words in hexadecimal, words, number of pointers, pointers, a bar and the gloss. */
    static Synset parse(String line, Utf8Lines lines) throws TextFileException {
        int bar = line.indexOf(" | ");
        String[] fields = (bar < 0 ? line : line.substring(0, bar)).split(" ");
        try {
            List<String> words = new ArrayList<>();
            int at = 4;
            for (int i = Integer.parseInt(fields[3], 16); i > 0; i--, at += 2) {
                String word = fields[at].replace('_', ' ');
                int mark = word.indexOf('('); // where an adjective may stand: "(p)"
                words.add(mark > 0 ? word.substring(0, mark) : word);
            }
            List<String> hypernyms = new ArrayList<>();
            List<String> antonyms = new ArrayList<>();
            for (int i = Integer.parseInt(fields[at++]); i > 0; i--, at += 4) {
                String target = fields[at + 2] + fields[at + 1];
                switch (fields[at]) {
                    case "@", "@i" -> hypernyms.add(target);
                    case "!" -> antonyms.add(target);
                    default -> {}
                }
            }
            String type = fields[2].equals("s") ? "a" : fields[2]; // satellites stand in the adjectives' file
            List<String> gloss = bar < 0 ? List.of("") : parts(line.substring(bar + 3).strip());
            return new Synset(type + fields[0], Integer.parseInt(fields[1]), List.copyOf(words), gloss.getFirst(),
                    gloss.subList(1, gloss.size()), List.copyOf(hypernyms), List.copyOf(antonyms));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw lines.error("is no synset of WordNet's database files");
        }
    }

    /** The definition, then the examples, which stand in quotes behind it. */
    private static List<String> parts(String gloss) {
        List<String> parts = new ArrayList<>();
        int start = gloss.startsWith("\"") ? 0 : gloss.indexOf(EXAMPLE);
        parts.add(start < 0 ? gloss : gloss.substring(0, start));
        while (start >= 0) {
            int from = gloss.indexOf('"', start) + 1;
            int next = gloss.indexOf(EXAMPLE, from);
            String example = gloss.substring(from, next < 0 ? gloss.length() : next).strip();
            int end = example.lastIndexOf('"'); // behind it there may be the author's name
            example = end > 0 ? example.substring(0, end) : example;
            if (!example.isBlank()) {
                parts.add(example);
            }
            start = next;
        }
        return parts;
    }
}
