package io.isotropy.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java files of the repository by the names of their types, and the regions that pages show. */
final class Sources {

    private static final Pattern BEGIN = Pattern.compile("\\s*// begin: ([\\w-]+)");

    private final Map<String, List<Path>> files = new HashMap<>();
    private final Map<Path, Declarations> declarations = new HashMap<>();
    private final Map<String, List<String>> regions = new HashMap<>();

    static Sources read() throws IOException {
        Sources sources = new Sources();
        try (Stream<Path> tree = Files.find(DocPage.ROOT, 20, (file, _) -> file.toString().endsWith(".java"))) {
            for (Path file : tree.filter(Sources::isCompiled).sorted().toList()) {
                sources.files.computeIfAbsent(type(file), _ -> new ArrayList<>()).add(file.normalize());
                if (file.toString().contains("/src/test/")) {
                    sources.readRegions(file);
                }
            }
        }
        return sources;
    }

    private static boolean isCompiled(Path file) {
        String name = file.toString();
        return (name.contains("/src/main/java/") || name.contains("/src/test/java/")) && !name.endsWith("package-info.java");
    }

    static String type(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    /** The files whose top type has a name; main ones alone where there are any. */
    List<Path> of(String type) {
        List<Path> all = files.getOrDefault(type, List.of());
        List<Path> main = all.stream().filter(file -> file.toString().contains("/src/main/")).toList();
        return main.isEmpty() ? all : main;
    }

    /** What a file declares; it is parsed once. */
    Declarations declarations(Path file) throws IOException {
        Declarations known = declarations.get(file);
        if (known == null) {
            known = Declarations.of(file);
            declarations.put(file, known);
        }
        return known;
    }

    /** From {@code File.java: name} to the lines between {@code // begin: name} and {@code // end: name}, without their indentation. */
    Map<String, List<String>> regions() {
        return regions;
    }

    private void readRegions(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            Matcher begin = BEGIN.matcher(lines.get(i));
            if (begin.matches()) {
                String name = file.getFileName() + ": " + begin.group(1);
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).strip().equals("// end: " + begin.group(1))) {
                    end++;
                }
                String code = String.join("\n", lines.subList(i + 1, end)).stripIndent();
                if (end == lines.size() || regions.put(name, code.lines().toList()) != null) {
                    throw new IOException(name + " must begin once and end");
                }
            }
        }
    }
}
