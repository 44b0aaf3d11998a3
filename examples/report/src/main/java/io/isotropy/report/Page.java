package io.isotropy.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/**
 * A report: one HTML file that holds all it shows, light or dark as the reader's system is, for wide and narrow windows and for paper.
 *
 * @param language of the text, as HTML names it: "en", say
 * @param lead what is said below the title, before the first section; may be empty
 */
public record Page(String title, String language, String lead, List<Section> sections) {

    /** A part of the page under a heading of its own. */
    public record Section(String title, List<Block> blocks) {

        /** Copies the list. */
        public Section {
            blocks = List.copyOf(blocks);
        }

        /** A section of the given blocks. */
        public static Section of(String title, Block... blocks) {
            return new Section(title, List.of(blocks));
        }
    }

    private static final String STYLE_SHEET = "report.css";
    /** Fewer sections need no list of them. */
    private static final int FEWEST_LISTED = 3;

    /** Copies the list. */
    public Page {
        sections = List.copyOf(sections);
    }

    /** A page in English. */
    public Page(String title, String lead, List<Section> sections) {
        this(title, "en", lead, sections);
    }

    /** The whole file. */
    public String html() {
        StringBuilder html = new StringBuilder();
        html.append("<!DOCTYPE html>\n<html lang=\"").append(Markup.escape(language)).append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append("<title>").append(Markup.escape(title)).append("</title>\n<style>\n").append(styleSheet())
                .append("</style>\n</head>\n<body>\n<header>\n<h1>").append(Markup.escape(title)).append("</h1>\n");
        if (!lead.isBlank()) {
            html.append("<p>").append(Markup.text(lead)).append("</p>\n");
        }
        html.append("</header>\n");
        if (sections.size() >= FEWEST_LISTED) {
            html.append("<nav>\n");
            for (int i = 0; i < sections.size(); i++) {
                html.append("<a href=\"#s").append(i + 1).append("\">").append(Markup.escape(sections.get(i).title())).append("</a>\n");
            }
            html.append("</nav>\n");
        }
        html.append("<main>\n");
        for (int i = 0; i < sections.size(); i++) {
            html.append("<section id=\"s").append(i + 1).append("\">\n<h2>").append(Markup.escape(sections.get(i).title()))
                    .append("</h2>\n");
            sections.get(i).blocks().forEach(block -> html.append(Markup.block(block)));
            html.append("</section>\n");
        }
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    /** Writes the page to a file: first beside it, then renamed over it, so that no reader sees half of it. */
    public void write(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(temporary, html());
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String styleSheet() {
        try (InputStream css = Page.class.getResourceAsStream(STYLE_SHEET)) {
            if (css == null) {
                throw new IllegalStateException("the jar of reports has lost its " + STYLE_SHEET);
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
