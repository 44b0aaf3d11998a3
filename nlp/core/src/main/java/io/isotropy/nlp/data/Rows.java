package io.isotropy.nlp.data;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file as fields, in the order in which the columns were asked for: from a TSV whose first line names its columns, or from
 * JSON lines, an object with the names as members on each. Quotes mean nothing in a TSV.
 */
final class Rows implements Closeable {

    private final Utf8Lines lines;
    private final Column[] columns;
    /** The place of each column; null for JSON lines. */
    private final int @Nullable [] places;

    private Rows(Utf8Lines lines, Column[] columns, int @Nullable [] places) {
        this.lines = lines;
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

    static Rows open(Path file, Column... columns) throws IOException {
        Utf8Lines lines = Utf8Lines.open(file);
        try {
            return new Rows(lines, columns, isJson(file) ? null : places(lines, columns));
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    private static int @Nullable [] places(Utf8Lines lines, Column[] columns) throws IOException {
        String line = lines.next();
        if (line == null) {
            return new int[columns.length]; // no rows will follow, which is what there is to say
        }
        String[] header = line.split("\t", -1);
        int[] places = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            places[i] = columns[i].in(header);
            if (places[i] < 0) {
                throw lines.error("the header must name a column " + wanted(columns[i]) + ", got " + shown(line.replace("\t", ", ")));
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
                        + columns[i].names().get(0) + " is number " + (places[i] + 1) + " between tabs");
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
                int place = columns[i].in(names);
                if (place < 0) {
                    throw lines.error("must have a member " + wanted(columns[i]) + ", got " + shown(String.join(", ", names)));
                }
                fields[i] = text(row.asMap().get(names[place]));
            }
            return fields;
        } catch (JsonException e) {
            throw lines.error(e.inOneLine() + "; every line must be an object such as {\"" + columns[0].names().get(0) + "\": \"…\"}");
        }
    }

    /** A number stands for its digits; null for a blank field. */
    private static String text(@Nullable Json member) {
        if (member == null || member.isNull()) {
            return "";
        }
        return member.kind() == Json.Kind.NUMBER || member.kind() == Json.Kind.BOOLEAN ? member.toString().strip() : member.asString();
    }

    private static String wanted(Column column) {
        return String.join(" or ", column.names().subList(0, Math.min(3, column.names().size())));
    }

    /** As much of a text as a message can hold. */
    static String shown(String text) {
        return '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
    }

    TextFileException error(String problem) {
        return lines.error(problem);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
