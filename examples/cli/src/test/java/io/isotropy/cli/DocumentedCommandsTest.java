package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.docs.DocPage;
import io.isotropy.docs.DocPage.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Every command line of the documentation parses, and every option that the text names is one. */
class DocumentedCommandsTest {

    private static final String PROGRAM = "./isotropy";
    private static final Pattern LOOP = Pattern.compile("\\s*for (\\w+) in (\\S+).*; do");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern END = Pattern.compile("\\s+(?:#|\\||&&|>).*|;\\s*");
    private static final Pattern OPTION = Pattern.compile("`[^`]*?(--[a-z][\\w-]*)[^`]*`");
    /** The launcher's, Maven's and others' own. */
    private static final Set<String> FOREIGN = Set.of("--add-modules");

    private static final CommandLine ISOTROPY = Isotropy.commands(Streams.system(), "");
    private static final Set<String> ALL_OPTIONS = new TreeSet<>(FOREIGN);

    @BeforeAll
    static void collectOptions() {
        collect(ISOTROPY, ALL_OPTIONS);
    }

    static List<DocPage> pages() throws IOException {
        return DocPage.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandLineParses(DocPage page) {
        List<String> wrong = new ArrayList<>();
        forEachCommand(page, words -> {
            try {
                ISOTROPY.parseArgs(words.toArray(String[]::new));
            } catch (ParameterException e) {
                wrong.add(String.join(" ", words) + ": " + e.getMessage());
            }
            // An option that takes many values takes what is no option for one of them.
            Set<String> options = new TreeSet<>();
            collect(leaf(words), options);
            words.stream().filter(word -> word.startsWith("--") && !options.contains(word.replaceFirst("=.*", "")))
                    .forEach(word -> wrong.add(String.join(" ", words) + ": no option " + word));
        });
        assertThat(wrong).isEmpty();
    }

    /** A page that trains and uses a model names options of those commands; other pages options of any. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyOptionOfTheTextExists(DocPage page) {
        Set<String> options = new TreeSet<>();
        if (page.file().getParent().endsWith("models")) {
            forEachCommand(page, words -> collect(leaf(words), options));
        }
        List<String> unknown = new ArrayList<>();
        for (String line : page.prose()) {
            for (MatchResult option : OPTION.matcher(line).results().toList()) {
                if (!(options.isEmpty() ? ALL_OPTIONS : options).contains(option.group(1))) {
                    unknown.add(option.group(1));
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static CommandLine leaf(List<String> words) {
        CommandLine command = ISOTROPY;
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                break;
            }
            command = next;
        }
        return command;
    }

    private static void collect(CommandLine command, Set<String> options) {
        command.getCommandSpec().options().forEach(option -> {
            options.addAll(List.of(option.names()));
            if (option.negatable()) {
                List.of(option.names()).forEach(name -> options.add(name.replaceFirst("^--", "--no-")));
            }
        });
        command.getSubcommands().values().forEach(sub -> collect(sub, options));
    }

    private static void forEachCommand(DocPage page, Consumer<List<String>> action) {
        for (Code code : page.code()) {
            if (!code.language().equals("java")) {
                String variable = "";
                String value = "";
                for (String line : String.join("\n", code.lines()).replaceAll("\\\\\n\\s*", "").lines().toList()) {
                    Matcher loop = LOOP.matcher(line);
                    if (loop.matches()) {
                        variable = "\\$" + loop.group(1) + "\\b";
                        value = loop.group(2);
                    }
                    int at = line.indexOf(PROGRAM + " ");
                    if (at >= 0) {
                        String command = END.matcher(line.substring(at + PROGRAM.length())).replaceFirst("");
                        action.accept(words(variable.isEmpty() ? command : command.replaceAll(variable, value)));
                    }
                }
            }
        }
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        for (MatchResult word : WORD.matcher(command).results().toList()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }
}
