package io.isotropy.docs;

import io.isotropy.docs.DocPage.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page as it should be by the code of today. Fenced Java is replaced by the region that the comment above it names; each reference
 * [`Type.member`] gets the file and the lines that declare it, in a list at the end of the page. What cannot be made good is a problem.
 */
final class UpToDate {

    /** What stands above fenced Java, as in {@code <!-- ModelExamples.java: lda -->}. */
    private static final Pattern REGION = Pattern.compile("<!-- ([\\w]+\\.java: [\\w-]+) -->");
    private static final Pattern REFERENCE = Pattern.compile("\\[`([A-Z][\\w.]*)`\\](?![:(])");
    private static final Pattern DEFINITION = Pattern.compile("\\[`([A-Z][\\w.]*)`\\]: (\\S+)");
    private static final Pattern LINK = Pattern.compile("\\[`?([A-Z][\\w.]*)`?\\]\\(([^)#\\s]+\\.java)(#[^)\\s]*)?\\)");

    private final DocPage page;
    private final Sources sources;
    private final List<String> problems = new ArrayList<>();

    UpToDate(DocPage page, Sources sources) {
        this.page = page;
        this.sources = sources;
    }

    /** What only a person can put right. */
    List<String> problems() {
        return problems;
    }

    /** The page's lines as they should be. */
    List<String> lines() throws IOException {
        List<String> text = withoutDefinitions(page.lines());
        SortedMap<String, String> definitions = new TreeMap<>();
        for (String line : page.prose()) {
            for (MatchResult reference : REFERENCE.matcher(line).results().toList()) {
                define(reference.group(1), definitions);
            }
        }
        List<String> fresh = withLinks(withRegions(text));
        if (!definitions.isEmpty()) {
            fresh.add("");
        }
        definitions.forEach((name, target) -> fresh.add("[`" + name + "`]: " + target));
        return fresh;
    }

    private static List<String> withoutDefinitions(List<String> lines) {
        List<String> text = new ArrayList<>(lines);
        while (!text.isEmpty() && (text.getLast().isBlank() || DEFINITION.matcher(text.getLast()).matches())) {
            text.removeLast();
        }
        return text;
    }

    /** A definition keeps its file, which tells types of one name apart; its lines are those of today. */
    private void define(String name, SortedMap<String, String> definitions) throws IOException {
        String type = name.replaceAll("\\..*", "");
        List<Path> files = new ArrayList<>(sources.of(type));
        if (!name.equals(type) && files.size() > 1) {
            for (Path file : sources.of(type)) {
                if (sources.declarations(file).find(name) == null) {
                    files.remove(file);
                }
            }
        }
        for (String line : page.lines()) {
            Matcher known = DEFINITION.matcher(line);
            if (files.size() > 1 && known.matches() && known.group(1).equals(name)) {
                files.removeIf(file -> !link(file).equals(known.group(2).replaceAll("#.*", "")));
            }
        }
        if (files.size() != 1) {
            problems.add("[`" + name + "`]: " + (files.isEmpty() ? "no file declares " + type
                    : "say which: " + String.join(" or ", files.stream().map(this::link).toList())));
            return;
        }
        String anchor = anchor(name, files.getFirst());
        if (anchor != null) {
            definitions.put(name, link(files.getFirst()) + anchor);
        }
    }

    /** Nothing for a file's own type, else its lines. */
    private @Nullable String anchor(String name, Path file) throws IOException {
        if (name.equals(Sources.type(file))) {
            return "";
        }
        Declarations.Lines declared = sources.declarations(file).find(name);
        if (declared == null) {
            problems.add(link(file) + " does not declare " + name);
            return null;
        }
        return declared.anchor();
    }

    private String link(Path file) {
        return page.file().getParent().normalize().relativize(file).toString();
    }

    private List<String> withLinks(List<String> lines) throws IOException {
        List<String> fresh = new ArrayList<>();
        for (String line : lines) {
            StringBuilder changed = new StringBuilder();
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                Path file = page.file().resolveSibling(link.group(2)).normalize();
                String anchor = file.toFile().exists() ? anchor(link.group(1), file) : null; // a file that is not there is told with the links
                String whole = link.group();
                link.appendReplacement(changed, Matcher.quoteReplacement(
                        anchor == null ? whole : whole.replaceFirst("\\.java(#[^)]*)?\\)$", ".java" + anchor + ")")));
            }
            fresh.add(link.appendTail(changed).toString());
        }
        return fresh;
    }

    private List<String> withRegions(List<String> lines) {
        List<String> fresh = new ArrayList<>();
        int done = 0;
        for (Code code : page.code()) {
            if (code.language().equals("java")) {
                Matcher name = REGION.matcher(code.first() < 2 ? "" : page.lines().get(code.first() - 2));
                List<String> region = name.matches() ? sources.regions().get(name.group(1)) : null;
                if (region == null) {
                    problems.add("line " + code.first() + ": Java without a line <!-- File.java: region --> above that names a region of a test's source");
                } else {
                    fresh.addAll(lines.subList(done, code.first()));
                    fresh.addAll(region);
                    done = code.first() + code.lines().size();
                }
            }
        }
        fresh.addAll(lines.subList(done, lines.size()));
        return fresh;
    }
}
