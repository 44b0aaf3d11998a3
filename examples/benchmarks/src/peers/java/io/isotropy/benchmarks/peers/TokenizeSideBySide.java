package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.Arguments;
import io.isotropy.benchmarks.Contender;
import io.isotropy.benchmarks.Glosses;
import io.isotropy.benchmarks.IsotropyEncoder;
import io.isotropy.benchmarks.RatioTable;
import io.isotropy.benchmarks.SideBySide;
import io.isotropy.nlp.text.WordPieceTokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * The ids of 2,000 WordNet glosses on one thread, against Hugging Face's tokenizer: its ids alone, and through DJL's
 * API.
 */
final class TokenizeSideBySide {

    private TokenizeSideBySide() {}

    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args, "rounds");
        List<String> glosses = Glosses.load();
        try (IsotropyEncoder model = IsotropyEncoder.create();
                DjlTokenizer peer = DjlTokenizer.create()) {
            WordPieceTokenizer ours = model.tokenizer();
            int[][] expected = peer.oneByOne(glosses);
            if (!Arrays.deepEquals(oneByOne(ours, glosses), expected)
                    || !Arrays.deepEquals(peer.idsOnly(glosses), expected)) {
                throw new IllegalStateException("the tokenizers give different ids");
            }
            int tokens = Arrays.stream(expected).mapToInt(ids -> ids.length).sum();
            List<Contender> contenders = List.of(
                    Contender.giving("Isotropy", () -> oneByOne(ours, glosses)),
                    Contender.giving("Hugging Face, ids only", () -> peer.idsOnly(glosses)),
                    Contender.giving("Hugging Face by DJL's API", () -> peer.oneByOne(glosses)));
            RatioTable table = new RatioTable(System.out, "tokens/s");
            table.header("texts, tokens", contenders);
            SideBySide sideBySide = SideBySide.of(arguments.number("rounds", 9));
            table.row(glosses.size() + ", " + tokens, tokens, sideBySide.run(contenders));
        }
    }

    private static int[][] oneByOne(WordPieceTokenizer tokenizer, List<String> texts) {
        int[][] ids = new int[texts.size()][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokenizer.ids(texts.get(i));
        }
        return ids;
    }
}
