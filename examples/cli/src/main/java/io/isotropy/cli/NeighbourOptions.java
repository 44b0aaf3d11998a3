package io.isotropy.cli;

import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.word.Neighbour;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** How many neighbours, among which words, and how they are shown. */
final class NeighbourOptions {

    @Option(names = "--top", paramLabel = "N", defaultValue = "10", description = "How many words to show. Default: ${DEFAULT-VALUE}.")
    int top;

    @Option(names = "--restrict-vocab", paramLabel = "N",
            description = "Look only through the first N words, which are the frequent ones. Default: all.")
    int restrict = Integer.MAX_VALUE;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    void check() {
        if (top < 1 || restrict < 1) {
            throw new InputException((top < 1 ? "--top" : "--restrict-vocab") + " must be 1 or more, got " + Math.min(top, restrict));
        }
    }

    /** Neighbours of several queries, one below the other. */
    String shown(Map<String, List<Neighbour>> found) {
        if (json) {
            List<Object> all = new ArrayList<>();
            found.forEach((query, neighbours) -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("query", query);
                List<Object> list = new ArrayList<>();
                for (Neighbour neighbour : neighbours) {
                    Map<String, Object> facts = new LinkedHashMap<>();
                    facts.put("word", neighbour.word());
                    facts.put("similarity", neighbour.similarity());
                    list.add(facts);
                }
                one.put("neighbours", list);
                all.add(one);
            });
            return JsonWriter.toText(all);
        }
        StringBuilder text = new StringBuilder();
        found.forEach((query, neighbours) -> {
            text.append(text.isEmpty() ? "" : "\n").append(found.size() > 1 ? query + "\n" : "");
            Table table = new Table();
            neighbours.forEach(neighbour -> table.row(neighbour.word(), String.format(Locale.ROOT, "%.4f", neighbour.similarity())));
            text.append(table);
        });
        return text.toString();
    }
}
