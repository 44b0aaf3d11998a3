package io.isotropy.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.report.Page.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    private static Page page() {
        Block.Table table = new Block.Table(List.of("model", "figure"), List.of(List.of("a < b", "−0.25"), List.of("c", "1,000")), "units");
        return new Page("Title & more", "The `lead`.", List.of(
                Section.of("One", new Block.Paragraph("x < y, said `f(x)`"), table),
                Section.of("Two", new Block.Listing("a <b>\n  c"), new Block.Terms(List.of(new Block.Terms.Term("t", "meaning")))),
                Section.of("Three", Block.Figures.of(
                        new Block.Figure(BarChart.of("Bars", List.of("a"), Axis.linear("v"), 1), "A caption.")))));
    }

    @Test
    void textIsEscapedAndCodeIsMarked() {
        assertThat(page().html())
                .startsWith("<!DOCTYPE html>")
                .contains("<title>Title &amp; more</title>", "<p>The <code>lead</code>.</p>", "x &lt; y, said <code>f(x)</code>",
                        "<td>a &lt; b</td><td class=\"number\">−0.25</td>", "<pre>a &lt;b&gt;\n  c</pre>", "<h3>Bars</h3>",
                        "<figcaption>A caption.</figcaption>", "<a href=\"#s3\">Three</a>");
    }

    @Test
    void thePageHoldsAllItShows() {
        assertThat(page().html()).doesNotContain("<script", "<link", "src=", "@import", "url(").doesNotContainPattern("href=\"(?!#)");
        assertThat(page().html().replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
    }

    @Test
    void aFileIsReplacedWholeAndNothingElseStays(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("page.html");
        Files.writeString(file, "old");
        page().write(file);
        assertThat(file).hasContent(page().html());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
