package io.isotropy.cli;

import io.isotropy.nlp.word.Neighbour;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The words around a word. */
@Command(name = "neighbors", description = "Shows the words whose vectors are closest to a word's, with their cosines.",
        footer = {"", "Example:", "  isotropy neighbors --model glove.6B.100d.txt frog"})
final class NeighborsCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    WordOptions words = new WordOptions();

    @Mixin
    NeighbourOptions neighbours = new NeighbourOptions();

    @Parameters(paramLabel = "WORD", arity = "1..*", description = "Words, each looked up by itself.")
    List<String> queries = List.of();

    NeighborsCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        neighbours.check();
        try (WordVectors vectors = words.load(queries)) {
            WordOptions.requireKnown(vectors, queries);
            Map<String, List<Neighbour>> found = new LinkedHashMap<>();
            for (String query : queries) {
                found.put(query, vectors.nearest(List.of(query), List.of(), neighbours.top, neighbours.restrict));
            }
            streams.print(neighbours.shown(found));
        }
        return Failures.OK;
    }
}
