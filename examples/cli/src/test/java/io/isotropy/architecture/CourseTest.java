package io.isotropy.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/course.md takes away exists, its script finds it, and the commands that grade name tests of those modules. */
class CourseTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern COMMAND = Pattern.compile("mvn -B -ntp -o -pl (\\S+) -am test -Dtest='([\\w,]+)' ");

    /** @param signature a line, or its beginning, up to the first parameter */
    private record Method(Path file, String signature) {

        static Method of(String line) {
            String[] parts = line.split(": ", 2);
            return new Method(ROOT.resolve(parts[0]), parts[1]);
        }

        String type() {
            return file.getFileName().toString().replace(".java", "");
        }

        String name() {
            String before = signature.substring(0, signature.indexOf('('));
            return before.substring(before.lastIndexOf(' ') + 1);
        }
    }

    private static List<Method> methods(int assignment) throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/course/assignment-" + assignment + ".txt")).stream().map(Method::of).toList();
    }

    /** The text from the assignment's heading to the next one. */
    private static String chapter(int assignment) throws IOException {
        String course = Files.readString(ROOT.resolve("docs/course.md"));
        String[] chapters = course.split("\n## ", -1);
        assertThat(chapters).hasSize(6);
        assertThat(chapters[assignment]).startsWith(assignment + ". ");
        return chapters[assignment];
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void everyMethodIsWhereTheScriptLooks(int assignment) throws IOException {
        List<Method> methods = methods(assignment);
        assertThat(methods).isNotEmpty();
        for (Method method : methods) {
            List<String> lines = Files.readAllLines(method.file);
            List<Integer> places = Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                    .filter(i -> lines.get(i).contains(method.signature)).toList();
            assertThat(places).as("%s in %s", method.signature, method.file).hasSize(1);
            String line = lines.get(places.getFirst());
            String end = line.substring(0, line.length() - line.stripLeading().length()) + "}";
            assertThat(lines.subList(places.getFirst(), lines.size())).as("the end of %s", method.signature).contains(end);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void theCourseNamesEveryMethod(int assignment) throws IOException {
        String chapter = chapter(assignment);
        for (Method method : methods(assignment)) {
            String named = "`" + method.name() + "`";
            assertThat(chapter.lines().filter(line -> line.startsWith("| `" + method.type() + "`") && line.contains(named)))
                    .as("a row of `%s` with %s", method.type(), named).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void theCommandThatGradesNamesTestsOfTheModules(int assignment) throws IOException {
        List<MatchResult> commands = COMMAND.matcher(chapter(assignment)).results().toList();
        assertThat(commands).hasSize(1);
        List<String> modules = List.of(commands.getFirst().group(1).split(",", -1));
        for (Method method : methods(assignment)) {
            assertThat(modules).anyMatch(module -> method.file.startsWith(ROOT.resolve(module)));
        }
        for (String test : commands.getFirst().group(2).split(",", -1)) {
            assertThat(modules).as(test).anyMatch(module -> has(ROOT.resolve(module).resolve("src/test/java"), test + ".java"));
        }
    }

    private static boolean has(Path folder, String name) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.endsWith(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
