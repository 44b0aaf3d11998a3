package io.isotropy.nlp.data;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which columns of a table hold an example.
 *
 * @param header whether the first line of a TSV names its columns; JSON lines name theirs themselves
 * @param columns the names, or the places from 1, in the order of an example's parts (a label or score first); none for the names in
 *     {@link Column}, or the first places of a table without a header
 */
public record ColumnChoice(boolean header, List<String> columns) {

    /** A header with the usual names. */
    public static final ColumnChoice USUAL = new ColumnChoice(true, List.of());

    /** Checks that each is a name, or a place where there are no names. */
    public ColumnChoice {
        columns = columns.stream().map(String::strip).toList();
        for (String column : columns) {
            if (column.isEmpty() || place(column) < 0 && !header) {
                throw new IllegalArgumentException("[columns] a column must be "
                        + (header ? "a name or a number from 1" : "a number from 1, since there is no header") + ": got \"" + column + "\"");
            }
        }
    }

    /** A TSV without a header; places from 1, none for the first ones. */
    public static ColumnChoice withoutHeader(int... places) {
        return new ColumnChoice(false, IntStream.of(places).mapToObj(Integer::toString).toList());
    }

    /** Whether nothing was chosen. */
    boolean isUsual() {
        return header && columns.isEmpty();
    }

    /** The number of columns to read for so many parts: texts that stand alone may lie in any number of columns. */
    int count(Column... parts) {
        if (parts.length == 1 && parts[0] == Column.TEXT) {
            return Math.max(1, columns.size());
        }
        if (!columns.isEmpty() && columns.size() != parts.length) {
            throw new IllegalArgumentException("[columns] there must be one for each of " + names(parts) + ": got " + columns.size());
        }
        return parts.length;
    }

    /** The place, from 0, of part {@code i} in a header; −1 if there is none. */
    int place(int i, Column part, String[] names) {
        if (columns.isEmpty()) {
            return part.in(names);
        }
        for (int k = 0; k < names.length; k++) {
            if (Column.plain(names[k]).equals(Column.plain(columns.get(i)))) {
                return k;
            }
        }
        return -1;
    }

    /** The place, from 0, of part {@code i} by number; −1 if it is not a number. */
    int place(int i) {
        if (columns.isEmpty()) {
            return header ? -1 : i;
        }
        return place(columns.get(i));
    }

    private static int place(String column) {
        return column.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(column) - 1 : -1;
    }

    /** What to call part {@code i} in messages. */
    String called(int i, Column part) {
        return columns.isEmpty() || place(i) >= 0 ? part.names().get(0) : columns.get(i);
    }

    static String names(Column... parts) {
        return String.join(", ", List.of(parts).stream().map(part -> part.names().get(0).toLowerCase(Locale.ROOT)).toList());
    }
}
