package io.isotropy.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A page of the documentation, as lines that are prose or code. */
public record DocPage(Path file, List<String> lines) {

    /** The repository, seen from this module. */
    public static final Path ROOT = Path.of("../..");

    private static final String FENCE = "```";
    private static final String INDENT = "    ";

    /**
     * Lines of code, without the fences.
     *
     * @param language what the fence names; "" for indented code
     * @param first the index of the first line
     */
    public record Code(String language, int first, List<String> lines) {}

    public static DocPage read(Path file) throws IOException {
        return new DocPage(file, Files.readAllLines(file));
    }

    /** README, CONTRIBUTING and all below docs, by name. */
    public static List<DocPage> all() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
        }
        List<DocPage> pages = new ArrayList<>();
        for (Path file : files) {
            pages.add(read(file));
        }
        return pages;
    }

    /** All code that stands in lines of its own: fenced, or indented after an empty line. */
    public List<Code> code() {
        List<Code> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int end = i;
            if (lines.get(i).startsWith(FENCE)) {
                do {
                    end++;
                } while (end < lines.size() && !lines.get(end).startsWith(FENCE));
                found.add(new Code(lines.get(i).substring(FENCE.length()).strip(), i + 1, lines.subList(i + 1, end)));
                i = end;
            } else if (lines.get(i).startsWith(INDENT) && (i == 0 || lines.get(i - 1).isBlank())) {
                while (end < lines.size() && (lines.get(end).startsWith(INDENT) || continues(end))) {
                    end++;
                }
                found.add(new Code("", i, lines.subList(i, end)));
                i = end;
            }
        }
        return found;
    }

    /** Whether an empty line stands between lines of indented code. */
    private boolean continues(int line) {
        return lines.get(line).isBlank() && line + 1 < lines.size() && lines.get(line + 1).startsWith(INDENT);
    }

    /** The page without its code: the same lines, those of code empty. */
    public List<String> prose() {
        List<String> prose = new ArrayList<>(lines);
        for (Code code : code()) {
            for (int i = code.first; i < code.first + code.lines.size(); i++) {
                prose.set(i, "");
            }
        }
        return prose;
    }

    @Override
    public String toString() {
        return ROOT.relativize(file).toString();
    }
}
