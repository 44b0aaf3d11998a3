package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.Arguments;
import io.isotropy.benchmarks.Contender;
import io.isotropy.benchmarks.Glosses;
import io.isotropy.benchmarks.IsotropyEncoder;
import io.isotropy.benchmarks.RatioTable;
import io.isotropy.benchmarks.SideBySide;
import io.isotropy.benchmarks.Vectors;
import java.util.List;

/** 2,000 WordNet glosses from text to unit vectors, against DJL's tokenizer and ONNX Runtime. */
final class GlossesSideBySide {

    private GlossesSideBySide() {}

    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args, "rounds", "threads");
        List<String> glosses = Glosses.load();
        SideBySide sideBySide = SideBySide.of(arguments.number("rounds", 3));
        RatioTable table = new RatioTable(System.out, "texts/s");
        boolean first = true;
        for (int threads : arguments.numbers("threads", 1, 2)) {
            try (IsotropyEncoder ours = IsotropyEncoder.create();
                    OrtTextEncoder peer = new OrtTextEncoder(threads)) {
                ours.setThreads(threads);
                Vectors.requireSame("Isotropy and ONNX Runtime", ours.encode(glosses), peer.encode(glosses), 1e-5);
                List<Contender> contenders = List.of(
                        Contender.giving("Isotropy", () -> ours.encode(glosses)),
                        Contender.giving("DJL + ONNX Runtime", () -> peer.encode(glosses)));
                if (first) {
                    table.header("texts, threads", contenders);
                    first = false;
                }
                table.row(glosses.size() + ", " + threads, glosses.size(), sideBySide.run(contenders));
            }
        }
    }
}
