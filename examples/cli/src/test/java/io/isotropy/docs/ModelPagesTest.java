package io.isotropy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every model of the article has a page, and every page says what all of them say. */
class ModelPagesTest {

    private static final Path DOCS = DocPage.ROOT.resolve("docs");
    private static final Pattern ROW = Pattern.compile("\\| .* `[a-z0-9-]+` \\|.*");
    private static final Pattern LINK_OF_ROW = Pattern.compile("\\| \\[.+?]\\(models/([a-z0-9-]+\\.md)\\) `.*");
    private static final Pattern LINK_OF_INDEX = Pattern.compile("\\| \\[.+?]\\(([a-z0-9-]+\\.md)\\) \\|.*");
    private static final List<String> PARTS = List.of(
            "## Formulas, and where they are", "## Settings", "## Traps", "## When to use it, and when not", "## Train and use");

    private static Set<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("models"))) {
            Set<String> pages = new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
            assertThat(pages.remove("README.md")).isTrue();
            return pages;
        }
    }

    private static Set<String> linked(Path page, Pattern row, Pattern link) throws IOException {
        Set<String> linked = new TreeSet<>();
        for (String line : DocPage.read(page).prose()) {
            if (row.matcher(line).matches()) {
                Matcher target = link.matcher(line);
                assertThat(target.matches()).as("a link to the model's page in %s", line).isTrue();
                linked.add(target.group(1));
            }
        }
        return linked;
    }

    @Test
    void everyRowOfTheArticleLinksToItsPage() throws IOException {
        assertThat(linked(DOCS.resolve("article.md"), ROW, LINK_OF_ROW)).isEqualTo(pages());
    }

    @Test
    void theIndexHasEveryPage() throws IOException {
        assertThat(linked(DOCS.resolve("models/README.md"), Pattern.compile("\\| \\[.*"), LINK_OF_INDEX)).isEqualTo(pages());
    }

    @Test
    void everyPageHasAllParts() throws IOException {
        for (String page : pages()) {
            DocPage read = DocPage.read(DOCS.resolve("models").resolve(page));
            assertThat(read.lines().stream().filter(line -> line.startsWith("## "))).as(page).containsExactlyElementsOf(PARTS);
            assertThat(read.code()).as(page).anyMatch(code -> code.language().equals("java"));
        }
    }
}
