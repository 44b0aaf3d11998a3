package io.isotropy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is wrong with a page is put right, or told. */
class UpToDateTest {

    private static Sources sources;

    @BeforeAll
    static void readSources() throws IOException {
        sources = Sources.read();
    }

    private static UpToDate page(String text) {
        return new UpToDate(new DocPage(DocPage.ROOT.resolve("docs/page.md"), text.lines().toList()), sources);
    }

    @Test
    void linesAreThoseOfToday() throws IOException {
        UpToDate page = page("See [`Declarations.Lines.anchor`] and [`DocPage`].\n\n[`Declarations.Lines.anchor`]: elsewhere.java#L1-L2\n");
        List<String> lines = page.lines();
        assertThat(page.problems()).isEmpty();
        String folder = "../examples/cli/src/test/java/io/isotropy/docs/";
        assertThat(lines).hasSize(4).element(2).asString().matches("\\[`Declarations.Lines.anchor`]: \\Q" + folder + "\\EDeclarations.java#L\\d+-L\\d+");
        assertThat(lines.getLast()).isEqualTo("[`DocPage`]: " + folder + "DocPage.java");
        String anchor = lines.get(2).replaceAll(".*#", "#");
        UpToDate inline = page("[Declarations.Lines.anchor](" + folder + "Declarations.java#L7)\n");
        assertThat(inline.lines()).containsExactly("[Declarations.Lines.anchor](" + folder + "Declarations.java" + anchor + ")");
    }

    @Test
    void whatIsNotThereIsTold() throws IOException {
        UpToDate page = page("[`Declarations.gone`], [`Goner.gone`] and [`Pooling`]\n");
        page.lines();
        assertThat(page.problems()).hasSize(3);
        assertThat(page.problems().get(0)).endsWith("Declarations.java does not declare Declarations.gone");
        assertThat(page.problems().get(1)).contains("no file declares Goner");
        assertThat(page.problems().get(2)).contains("say which: ").contains("autograd/Pooling.java");
    }

    @Test
    void javaComesFromItsRegion() throws IOException {
        UpToDate page = page("<!-- PageExamples.java: search -->\n```java\nold();\n```\nend\n");
        assertThat(page.lines()).contains("List<Hit> hits = search.best(query, 10);").doesNotContain("old();").endsWith("```", "end");
        assertThat(page.problems()).isEmpty();
        UpToDate unnamed = page("```java\nold();\n```\n");
        assertThat(unnamed.lines()).contains("old();");
        assertThat(unnamed.problems()).hasSize(1).first().asString().contains("line 1: Java without a line <!-- File.java: region -->");
    }
}
