package io.isotropy.nlp.data;

import io.isotropy.nlp.text.TextFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The classes that were met in files, and where each was met first. */
final class FoundLabels {

    private record Place(String name, Path file, long line) {}

    /** By the name as it is compared; alphabetical. */
    private final Map<String, Place> first = new TreeMap<>();

    void add(String name, Path file, long line) {
        first.computeIfAbsent(Labels.plain(name), _ -> new Place(name, file, line));
    }

    boolean isEmpty() {
        return first.isEmpty();
    }

    /** The classes and their numbers. */
    Labels labels() throws TextFileException {
        List<Place> places = List.copyOf(first.values());
        boolean numbers = places.stream().allMatch(place -> place.name.matches("-?(0|[1-9][0-9]{0,8})"));
        if (!numbers && places.stream().allMatch(place -> Labels.NLI.number(place.name) >= 0)) {
            return Labels.NLI;
        }
        if (places.size() == 1) {
            Place only = places.getFirst();
            throw new TextFileException(only.file.toString(), only.line,
                    "all labels are " + Rows.shown(only.name) + "; to be told apart, classes must be two or more");
        }
        return numbers ? numbered() : new Labels(places.stream().map(Place::name).toList());
    }

    private Labels numbered() throws TextFileException {
        int count = first.size();
        for (Place place : first.values()) {
            int number = Integer.parseInt(place.name);
            if (number < 0 || number >= count) {
                throw new TextFileException(place.file.toString(), place.line, "the label " + number + " is out of range; " + count
                        + " numbers occur, which must be 0 to " + (count - 1));
            }
        }
        return Labels.numbered(count);
    }
}
