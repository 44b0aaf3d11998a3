package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.Arguments;
import io.isotropy.benchmarks.Contender;
import io.isotropy.benchmarks.IsotropyEncoder;
import io.isotropy.benchmarks.RatioTable;
import io.isotropy.benchmarks.SideBySide;
import io.isotropy.benchmarks.TokenBatches;
import io.isotropy.benchmarks.Vectors;
import java.util.List;

/** all-MiniLM-L6-v2 from token ids to unit vectors, against ONNX Runtime. */
final class EncodeSideBySide {

    private EncodeSideBySide() {}

    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args, "rounds", "threads");
        SideBySide sideBySide = SideBySide.of(arguments.number("rounds", 7));
        RatioTable table = new RatioTable(System.out, "tokens/s");
        boolean first = true;
        for (int threads : arguments.numbers("threads", 1, 2)) {
            try (IsotropyEncoder ours = IsotropyEncoder.create();
                    OrtEncoder peer = OrtEncoder.create(threads)) {
                for (TokenBatches batch : TokenBatches.ALL) {
                    int[][] ids = batch.ids();
                    ours.setThreads(threads);
                    Vectors.requireSame("Isotropy and ONNX Runtime", ours.encode(ids), peer.encode(ids), 1e-5);
                    List<Contender> contenders = List.of(
                            Contender.giving("Isotropy", () -> ours.encode(ids)),
                            Contender.giving("ONNX Runtime", () -> peer.encode(ids)));
                    if (first) {
                        table.header("texts×tokens, threads", contenders);
                        first = false;
                    }
                    table.row(batch + ", " + threads, batch.texts() * batch.tokens(), sideBySide.run(contenders));
                }
            }
        }
    }
}
