package io.isotropy.nlp.data;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The classes of a data set; a class's number is its place. */
public record Labels(List<String> names) {

    /** Natural language inference, numbered as in sentence-transformers. */
    public static final Labels NLI = of("contradiction", "entailment", "neutral");

    /** Pairs that are unlike or alike. */
    public static final Labels ALIKE = of("0", "1");

    /** Checks that every name is there once. */
    public Labels {
        names = List.copyOf(names);
        if (names.isEmpty() || names.stream().map(Labels::plain).distinct().count() != names.size()) {
            throw new IllegalArgumentException("[labels] names must be one or more, each once: got " + names);
        }
    }

    public static Labels of(String... names) {
        return new Labels(List.of(names));
    }

    /** The numbers from 0 to {@code count} − 1 as names. */
    public static Labels numbered(int count) {
        return new Labels(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }

    public int size() {
        return names.size();
    }

    /** The number of a class that is written as its name, whatever its case, or as its number; -1 for any other text. */
    public int number(String text) {
        String wanted = plain(text);
        for (int i = 0; i < names.size(); i++) {
            if (plain(names.get(i)).equals(wanted)) {
                return i;
            }
        }
        try {
            int number = Integer.parseInt(wanted);
            return number >= 0 && number < names.size() ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** All names and numbers, for messages. */
    String shown() {
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i).equals(Integer.toString(i)) ? names.get(i) : names.get(i) + " (" + i + ")")
                .collect(Collectors.joining(", "));
    }

    static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
