package io.isotropy.report;

import java.util.List;
import java.util.regex.Pattern;

/** Blocks as HTML. */
final class Markup {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern NUMBER = Pattern.compile("[-+−]?[\\d.,  ]*\\d(e[-+−]?\\d+)?( ?(%|°|s|ms|MB))?|NaN|[-–—]?");

    private Markup() {}

    /** Text for HTML and SVG, in elements and in attributes; characters that XML forbids become U+FFFD. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int c) {
        return c >= 0x20 && !(c >= 0x7F && c <= 0x9F) && !(c >= 0xD800 && c <= 0xDFFF) && (c & 0xFFFE) != 0xFFFE || c == '\n' || c == '\t';
    }

    /** Escaped text with its code set as such. */
    static String text(String text) {
        return CODE.matcher(escape(text)).replaceAll("<code>$1</code>");
    }

    static String block(Block block) {
        return switch (block) {
            case Block.Paragraph paragraph -> "<p>" + text(paragraph.text()) + "</p>\n";
            case Block.Listing listing -> "<pre>" + escape(listing.text()) + "</pre>\n";
            case Block.Table table -> table(table);
            case Block.Terms terms -> terms(terms);
            case Block.Figures figures -> figures(figures.figures());
            case Block.Figure figure -> figures(List.of(figure));
        };
    }

    private static String table(Block.Table table) {
        boolean[] numbers = new boolean[table.header().size()];
        for (int c = 0; c < numbers.length; c++) {
            int column = c;
            numbers[c] = !table.rows().isEmpty()
                    && table.rows().stream().allMatch(row -> column >= row.size() || NUMBER.matcher(row.get(column)).matches());
        }
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n");
        if (!table.caption().isBlank()) {
            html.append("<caption>").append(text(table.caption())).append("</caption>\n");
        }
        html.append("<thead><tr>").append(cells(table.header(), numbers, "th scope=\"col\"", "th")).append("</tr></thead>\n<tbody>\n");
        table.rows().forEach(row -> html.append("<tr>").append(cells(row, numbers, "td", "td")).append("</tr>\n"));
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String cells(List<String> row, boolean[] numbers, String open, String close) {
        StringBuilder html = new StringBuilder();
        for (int c = 0; c < row.size(); c++) {
            html.append('<').append(open).append(c < numbers.length && numbers[c] ? " class=\"number\">" : ">")
                    .append(text(row.get(c))).append("</").append(close).append('>');
        }
        return html.toString();
    }

    private static String terms(Block.Terms terms) {
        StringBuilder html = new StringBuilder("<dl>\n");
        terms.terms().forEach(term -> html.append("<dt>").append(text(term.name())).append("</dt><dd>").append(text(term.meaning()))
                .append("</dd>\n"));
        return html.append("</dl>\n").toString();
    }

    private static String figures(List<Block.Figure> figures) {
        StringBuilder html = new StringBuilder(figures.size() == 1 ? "<div class=\"figures one\">\n" : "<div class=\"figures\">\n");
        for (Block.Figure figure : figures) {
            html.append("<figure>\n<h3>").append(escape(figure.chart().title())).append("</h3>\n<div class=\"wide\">")
                    .append(figure.chart().svg()).append("</div>\n");
            if (!figure.caption().isBlank()) {
                html.append("<figcaption>").append(text(figure.caption())).append("</figcaption>\n");
            }
            html.append("</figure>\n");
        }
        return html.append("</div>\n").toString();
    }
}
