package io.isotropy.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options of a benchmark's command line: {@code --name value}, lists separated by commas. */
public record Arguments(Map<String, String> values) {

    /**
     * Reads the options.
     *
     * @param known the names that this benchmark has
     */
    public static Arguments parse(String[] args, String... known) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (!Arrays.asList(known).contains(name) || i + 1 == args.length) {
                throw new IllegalArgumentException(
                        "'" + args[i] + "' is not an option with a value; there are --" + String.join(", --", known));
            }
            values.put(name, args[i + 1]);
        }
        return new Arguments(values);
    }

    /** The numbers of that option, or those given here. */
    public List<Integer> numbers(String name, Integer... otherwise) {
        return values.containsKey(name)
                ? words(name).stream().map(Integer::valueOf).toList()
                : List.of(otherwise);
    }

    /** The words of that option, or those given here. */
    public List<String> words(String name, String... otherwise) {
        String value = values.get(name);
        return value == null ? List.of(otherwise) : Arrays.asList(value.split(",", -1));
    }

    /** The number of that option, or the one given here. */
    public int number(String name, int otherwise) {
        return numbers(name, otherwise).getFirst();
    }
}
