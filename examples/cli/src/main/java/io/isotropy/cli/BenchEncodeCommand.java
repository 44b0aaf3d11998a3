package io.isotropy.cli;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.sentence.SentenceEncoder;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Speed of an encoder. */
@Command(name = "encode", description = "An encoder in sentences/s on batches, and in ms for one text.",
        footer = {"", "Example:", "  isotropy bench encode --model bge-small-en-v1.5"})
final class BenchEncodeCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    EncoderOptions encoder = new EncoderOptions();

    @Mixin
    BenchOptions options = new BenchOptions();

    BenchEncodeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        BenchReport report = new BenchReport();
        try (SentenceEncoder model = encoder.loadEncoder(streams, false)) {
            Backend backend = Backends.preferred();
            int all = backend.threads();
            try {
                for (int count : BenchReport.threads(all)) {
                    backend.setThreads(count);
                    batches(model, 32, 32, report);
                    batches(model, 32, 128, report);
                    single(model, 16, report);
                    single(model, 128, report);
                }
            } finally {
                backend.setThreads(all);
            }
        }
        streams.print(report.text(options.json));
        return Failures.OK;
    }

    private void batches(SentenceEncoder model, int count, int tokens, BenchReport report) {
        List<int[]> texts = texts(model, count, tokens);
        Measured measured = Measured.of(options.scale, () -> model.encodeIds(texts));
        report.add(count + " texts of " + texts.getFirst().length + " tokens", Backends.preferred().threads(),
                count / measured.medianSeconds(), count / measured.bestSeconds(), "sentences/s");
    }

    private void single(SentenceEncoder model, int tokens, BenchReport report) {
        List<int[]> texts = texts(model, 1, tokens);
        Measured measured = Measured.of(options.scale, () -> model.encodeIds(texts));
        report.add("1 text of " + texts.getFirst().length + " tokens", Backends.preferred().threads(),
                1e3 * measured.medianSeconds(), 1e3 * measured.bestSeconds(), "ms");
    }

    /** Which tokens they are makes no difference to the time. */
    private static List<int[]> texts(SentenceEncoder model, int count, int tokens) {
        int length = Math.min(tokens, model.maxLength());
        int vocabulary = model.tokenizer().vocabularySize();
        SplittableRandom random = new SplittableRandom(tokens);
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(length, 0, vocabulary).toArray())
                .toList();
    }
}
