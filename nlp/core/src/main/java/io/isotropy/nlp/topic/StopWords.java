package io.isotropy.nlp.topic;

import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Words that say nothing of what a text is about. */
public final class StopWords {

    /** The articles, pronouns, prepositions, conjunctions, auxiliaries and the like of English, and what apostrophes leave of them. */
    private static final String ENGLISH = """
            a about above across after afterwards again against all almost alone along already also although always am among an and another
            any anybody anyone anything anyway anywhere are aren around as at away b back be became because become becomes been before
            beforehand behind being below beside besides between beyond both but by c can cannot could couldn d did didn do does doesn doing
            don done down during e each either else elsewhere enough etc even ever every everybody everyone everything everywhere except f
            far few for former from further g get gets getting given go goes going gone got h had hadn has hasn have haven having he hence
            her here hers herself him himself his how however i if in indeed instead into is isn it its itself j just k l least less let
            like ll m made make makes many may maybe me meanwhile might mine more moreover most mostly much must my myself n namely near
            need needs neither never nevertheless next no nobody non none nor not nothing now nowhere o of off often oh ok on once one only
            onto or other others otherwise ought our ours ourselves out over own p per perhaps please put q quite r rather re really
            regarding s said same say says see seem seemed seems several shall she should shouldn since so some somebody somehow someone
            something sometime sometimes somewhere still such t take than that the their theirs them themselves then thence there therefore
            these they thing things this those though through throughout thus to together too toward towards u under unless until up upon us
            used using v ve very via w was wasn way we well went were weren what whatever when whenever where whereas whether which while
            who whoever whole whom whose why will with within without won would wouldn x y yes yet you your yours yourself yourselves z
            """;

    private StopWords() {}

    /** English ones, in lower case. */
    public static Set<String> english() {
        return Set.of(ENGLISH.strip().split("\\s+"));
    }

    /** Those of a file, one a line. */
    public static Set<String> read(Path file) throws IOException {
        Set<String> words = new LinkedHashSet<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    words.add(line.strip());
                }
            }
        }
        if (words.isEmpty()) {
            throw new TextFileException(file.toString(), "holds no stop word");
        }
        return words;
    }
}
