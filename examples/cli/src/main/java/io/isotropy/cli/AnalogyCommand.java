package io.isotropy.cli;

import io.isotropy.nlp.word.Neighbour;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** a is to b as c is to what? */
@Command(name = "analogy", description = "Answers \"A is to B as C is to what?\" with the words closest to B - A + C.",
        footer = {"", "Example:", "  isotropy analogy --model glove.6B.100d.txt man king woman"})
final class AnalogyCommand implements Callable<Integer> {

    /** What is maximized. */
    enum Method {
        /** cos(d, b) − cos(d, a) + cos(d, c). */
        THREE_COS_ADD("3cosadd"),
        /** The same as a product and quotient. */
        THREE_COS_MUL("3cosmul");

        private final String word;

        Method(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    private final Streams streams;

    @Mixin
    WordOptions words = new WordOptions();

    @Mixin
    NeighbourOptions neighbours = new NeighbourOptions();

    @Option(names = "--method", paramLabel = "M", defaultValue = "3cosadd",
            description = "3cosadd: the largest cos(D, B) - cos(D, A) + cos(D, C); 3cosmul: the largest cos(D, B) cos(D, C) / cos(D, A). "
                    + "Default: ${DEFAULT-VALUE}.")
    String method = "3cosadd";

    @Parameters(paramLabel = "WORD", arity = "1..*", description = "A, B and C.")
    List<String> query = List.of();

    AnalogyCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        neighbours.check();
        Method chosen = method();
        if (query.size() != 3) {
            throw new InputException("an analogy needs three words, A B C for \"A is to B as C is to what?\", got " + query.size());
        }
        try (WordVectors vectors = words.load(query)) {
            WordOptions.requireKnown(vectors, query);
            List<String> positive = List.of(query.get(1), query.get(2));
            List<String> negative = List.of(query.get(0));
            List<Neighbour> found =
                    switch (chosen) {
                        case THREE_COS_ADD -> vectors.nearest(positive, negative, neighbours.top, neighbours.restrict);
                        case THREE_COS_MUL -> vectors.nearestByProduct(positive, negative, neighbours.top, neighbours.restrict);
                    };
            streams.print(neighbours.shown(Map.of(String.join(" ", query), found)));
        }
        return Failures.OK;
    }

    private Method method() {
        for (Method one : Method.values()) {
            if (one.word.equalsIgnoreCase(method)) {
                return one;
            }
        }
        throw new InputException("--method must be 3cosadd or 3cosmul, got " + method);
    }
}
