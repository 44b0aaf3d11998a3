package io.isotropy.nlp.data;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file as fields, in the order in which the columns were asked for: from a TSV, whose first line may name its columns, or
 * from JSON lines, an object with the names as members on each. Quotes mean nothing in a TSV.
 */
final class Rows implements Closeable {

    /** What helps where a header names other columns than those that are looked for, and others can be chosen. */
    static final String CHOOSE = "choose it (--columns), or say that the first line is no header (--no-header)";
    /** The same where they cannot. */
    static final String TAKE_OUT = "put the texts into a file with one a line";

    private final Utf8Lines lines;
    private final ColumnChoice choice;
    private final Column[] columns;
    /** The place of each field; null for JSON lines. */
    private final int @Nullable [] places;

    private Rows(Utf8Lines lines, ColumnChoice choice, Column[] columns, int @Nullable [] places) {
        this.lines = lines;
        this.choice = choice;
        this.columns = columns;
        this.places = places;
    }

    /** Whether the name, without an ending .gz or .bz2, says JSON lines. */
    static boolean isJson(Path file) {
        String name = plainName(file);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json");
    }

    /** Whether the name, without an ending .gz or .bz2, says TSV. */
    static boolean isTsv(Path file) {
        return plainName(file).endsWith(".tsv");
    }

    private static String plainName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (String packing : List.of(".gz", ".bz2")) {
            if (name.endsWith(packing)) {
                return name.substring(0, name.length() - packing.length());
            }
        }
        return name;
    }

    /** @param remedy what else helps where the header does not name a column as it must */
    static Rows open(Path file, ColumnChoice choice, String remedy, Column... parts) throws IOException {
        Column[] columns = Arrays.copyOf(parts, choice.count(parts));
        Arrays.fill(columns, parts.length, columns.length, Column.TEXT);
        Utf8Lines lines = Utf8Lines.open(file);
        try {
            return new Rows(lines, choice, columns, isJson(file) ? null : places(lines, choice, remedy, columns));
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    private static int[] places(Utf8Lines lines, ColumnChoice choice, String remedy, Column[] columns) throws IOException {
        int[] places = new int[columns.length];
        String line = choice.header() ? lines.next() : "";
        if (line == null) {
            return places; // no rows will follow, which is what there is to say
        }
        String[] header = line.split("\t", -1);
        for (int i = 0; i < columns.length; i++) {
            int named = choice.header() ? choice.place(i, columns[i], header) : -1;
            places[i] = named < 0 ? choice.place(i) : named;
            if (places[i] < 0) {
                throw lines.error("the header must name a column " + wanted(choice, i, columns[i]) + ", got "
                        + shown(line.replace("\t", ", ")) + "; name it so, or " + remedy);
            }
        }
        return places;
    }

    /** The fields of the next row; null after the last. An empty line has no fields. */
    String @Nullable [] next() throws IOException {
        String line = lines.next();
        if (line == null) {
            return null;
        }
        if (line.isBlank()) {
            return new String[0];
        }
        return places == null ? members(line) : fields(line, places);
    }

    private String[] fields(String line, int[] places) throws TextFileException {
        String[] all = line.split("\t", -1);
        String[] fields = new String[columns.length];
        for (int i = 0; i < fields.length; i++) {
            if (places[i] >= all.length) {
                throw lines.error("has " + all.length + (all.length == 1 ? " field" : " fields") + ", the column "
                        + choice.called(i, columns[i]) + " is number " + (places[i] + 1) + " between tabs");
            }
            fields[i] = all[places[i]];
        }
        return fields;
    }

    private String[] members(String line) throws TextFileException {
        try {
            Json row = Json.parse(line, "");
            String[] names = row.asMap().keySet().toArray(String[]::new);
            String[] fields = new String[columns.length];
            for (int i = 0; i < fields.length; i++) {
                int place = choice.place(i, columns[i], names);
                if (place < 0) {
                    throw lines.error("must have a member " + wanted(choice, i, columns[i]) + ", got " + shown(String.join(", ", names)));
                }
                fields[i] = text(row.asMap().get(names[place]));
            }
            return fields;
        } catch (JsonException e) {
            throw lines.error(e.inOneLine() + "; every line must be an object such as {\"" + choice.called(0, columns[0]) + "\": \"…\"}");
        }
    }

    /** A number stands for its digits; null for a blank field. */
    private static String text(@Nullable Json member) {
        if (member == null || member.isNull()) {
            return "";
        }
        return member.kind() == Json.Kind.NUMBER || member.kind() == Json.Kind.BOOLEAN ? member.toString().strip() : member.asString();
    }

    private static String wanted(ColumnChoice choice, int i, Column column) {
        return choice.columns().isEmpty()
                ? String.join(" or ", column.names().subList(0, Math.min(3, column.names().size())))
                : choice.columns().get(i);
    }

    /** As much of a text as a message can hold. */
    static String shown(String text) {
        return '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
    }

    /** The number of the last row's line, from 1. */
    long line() {
        return lines.line();
    }

    TextFileException error(String problem) {
        return lines.error(problem);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
