package io.isotropy.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in columns; the first is flush left, as are all that hold no numbers. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            numbers[c] = c > 0;
            for (int r = 0; r < rows.size(); r++) {
                if (c < rows.get(r).size()) {
                    String cell = rows.get(r).get(c);
                    widths[c] = Math.max(widths[c], cell.codePointCount(0, cell.length()));
                    numbers[c] &= r == 0 || cell.isEmpty() || cell.matches("-|NaN|-?[\\d,.]+( MB)?");
                }
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                String cell = row.get(c);
                String fill = " ".repeat(widths[c] - cell.codePointCount(0, cell.length()));
                line.append(c == 0 ? "" : "  ").append(numbers[c] ? fill + cell : cell + fill);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
