package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.Arguments;
import io.isotropy.benchmarks.Contender;
import io.isotropy.benchmarks.Glosses;
import io.isotropy.benchmarks.RatioTable;
import io.isotropy.benchmarks.SideBySide;
import java.util.Arrays;
import java.util.List;

/** The ids of 2,000 WordNet glosses on one thread, against Hugging Face's tokenizer called one by one and in one batch. */
final class TokenizeSideBySide {

    private TokenizeSideBySide() {}

    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args, "rounds");
        List<String> glosses = Glosses.load();
        try (DjlTokenizer peer = DjlTokenizer.create()) {
            int tokens = Arrays.stream(peer.oneByOne(glosses)).mapToInt(ids -> ids.length).sum();
            List<Contender> contenders = List.of(
                    Contender.of("Hugging Face (DJL), one by one", () -> peer.oneByOne(glosses)),
                    Contender.of("Hugging Face (DJL), in one batch", () -> peer.batch(glosses)));
            RatioTable table = new RatioTable(System.out, "tokens/s");
            table.header("texts, tokens", contenders);
            table.row(
                    glosses.size() + ", " + tokens, tokens, SideBySide.of(arguments.number("rounds", 9)).run(contenders));
        }
    }
}
