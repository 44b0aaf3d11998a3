package io.isotropy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.docs.DocPage.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation says of the code is so: its Java is compiled, its references are to the lines that they name, its links lead somewhere. */
class DocsTest {

    /** Rewrites the pages' Java and lines instead of comparing them. */
    private static final boolean UPDATE = Boolean.getBoolean("docs.update");
    private static final String HOW_TO_UPDATE =
            "bring the pages up to date by: mvn -B -ntp -pl examples/cli -am test -Dtest=DocsTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true";

    private static final Pattern LINK = Pattern.compile("(?:\\]\\(|^\\[[^\\]]+\\]: )([^)\\s]+)");
    private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w+)((?:\\.\\w+)+)(?:\\(.*)?");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w+Test");
    private static final Pattern PIPE = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern END_OF_STATEMENT = Pattern.compile(".*;\\s*(//.*)?");

    private static Sources sources;

    @BeforeAll
    static void readSources() throws IOException {
        sources = Sources.read();
    }

    static List<DocPage> pages() throws IOException {
        return DocPage.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void saysWhatTheCodeSays(DocPage page) throws IOException {
        UpToDate now = new UpToDate(page, sources);
        List<String> lines = now.lines();
        assertThat(now.problems()).isEmpty();
        if (UPDATE && !lines.equals(page.lines())) {
            Files.writeString(page.file(), String.join("\n", lines) + "\n");
        } else {
            assertThat(page.lines()).as(HOW_TO_UPDATE).isEqualTo(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(DocPage page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String line : page.prose()) {
            for (MatchResult link : LINK.matcher(line).results().toList()) {
                String target = link.group(1);
                if (!target.contains(":") && !leadsSomewhere(page, target)) {
                    broken.add(target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(DocPage page, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1 || !file.toString().endsWith(".md") || headings(DocPage.read(file)).contains(parts[1]);
    }

    /** The anchors that GitHub gives to headings. */
    private static Set<String> headings(DocPage page) {
        Set<String> anchors = new TreeSet<>();
        for (String line : page.prose()) {
            if (line.startsWith("#")) {
                String text = line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT);
                anchors.add(text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
            }
        }
        return anchors;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void javaIsFenced(DocPage page) {
        for (Code code : page.code()) {
            if (code.language().isEmpty()) {
                assertThat(code.lines()).as("Java belongs between ```java and ```").noneMatch(line -> END_OF_STATEMENT.matcher(line).matches());
            }
        }
    }

    /** A pipe in a cell ends it, unless it is escaped. */
    @ParameterizedTest
    @MethodSource("pages")
    void tablesAreWhole(DocPage page) {
        List<String> broken = new ArrayList<>();
        long cells = 0;
        for (String line : page.prose()) {
            long pipes = line.startsWith("|") ? PIPE.matcher(line).results().count() : 0;
            if (cells != 0 && pipes != 0 && pipes != cells) {
                broken.add(line);
            }
            cells = pipes;
        }
        assertThat(broken).isEmpty();
    }

    /** Names of tests, files and members that stand in the text without a link. */
    @ParameterizedTest
    @MethodSource("pages")
    void namesInTheTextExist(DocPage page) throws IOException {
        List<String> unknown = new ArrayList<>();
        for (String line : page.prose()) {
            for (MatchResult span : CODE_SPAN.matcher(line).results().toList()) {
                if (!exists(span.group(1))) {
                    unknown.add(span.group(1));
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static boolean exists(String name) throws IOException {
        if (TEST.matcher(name).matches()) {
            return !sources.of(name).isEmpty();
        }
        var member = MEMBER.matcher(name);
        if (!member.matches() || sources.of(member.group(1)).isEmpty() || member.group(2).equals(".java")) {
            return true;
        }
        for (Path file : sources.of(member.group(1))) {
            if (sources.declarations(file).find(member.group(1) + member.group(2)) != null) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyRegionIsShown() throws IOException {
        Set<String> hidden = new TreeSet<>(sources.regions().keySet());
        for (DocPage page : pages()) {
            page.lines().forEach(line -> hidden.removeIf(name -> line.equals("<!-- " + name + " -->")));
        }
        assertThat(hidden).isEmpty();
    }
}
