package io.isotropy.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.tour.section.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/article.md and the tour name the same systems, and the files that the page points to are there. */
class ArticleTest {

    private static final Path PAGE = Path.of("../../docs/article.md");
    private static final Pattern SYSTEM = Pattern.compile("^\\| [^|]+ `([a-z0-9-]+)` \\|", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void everySystemOfTheArticleIsInTheTour() throws IOException {
        List<String> named = new ArrayList<>();
        Matcher matcher = SYSTEM.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        assertThat(named).containsExactlyElementsOf(
                Sections.ALL.stream().flatMap(section -> section.systems(Scale.DEFAULT).stream()).map(SystemCard::id).toList());
    }

    @Test
    void everyFileItPointsToIsThere() throws IOException {
        Matcher matcher = LINK.matcher(Files.readString(PAGE));
        int links = 0;
        while (matcher.find()) {
            assertThat(PAGE.resolveSibling(matcher.group(1)).normalize()).exists();
            links++;
        }
        assertThat(links).isGreaterThan(30);
    }
}
