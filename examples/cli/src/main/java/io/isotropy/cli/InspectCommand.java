package io.isotropy.cli;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.anatomy.Anatomy;
import io.isotropy.nlp.anatomy.Sample;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.eval.StsFile;
import io.isotropy.nlp.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The anatomy of a space. */
@Command(name = "inspect",
        description = "Shows how a model's vectors lie in their space: cone, spectrum, uniformity and alignment, hubs, words by frequency, layers.",
        footer = {
            "", "Of a whitened or otherwise repaired model, the vectors before the repair stand beside those after it.",
            "Figures that are not defined, as the alignment without a pair of a score above 4, are NaN, and null in JSON.",
            "", "Example:", "  isotropy inspect --model all-MiniLM-L6-v2 --sts sts-test.tsv --layers --report anatomy.html"
        })
final class InspectCommand implements Callable<Integer> {

    /** Stages of the work that every model has, and those of a repair and of layers. */
    private static final int STAGES = 3;

    private final Streams streams;

    @Mixin
    EncoderOptions encoder = new EncoderOptions();

    @Option(names = "--corpus", paramLabel = "FILE",
            description = "Texts to look at the space with: a line each; also .tsv, .jsonl, with .gz or .bz2.")
    @Nullable String corpus;

    @Option(names = "--sts", paramLabel = "FILE",
            description = "Scored pairs; those above 4 are the positives of the alignment. Without --corpus, their sentences are the texts.")
    @Nullable String sts;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "10000",
            description = "Look at N texts at most, drawn at random. Default: ${DEFAULT-VALUE}.")
    int limit;

    @Option(names = "--layers", description = "Look at each layer too, with mean and CLS pooling.")
    boolean layers;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of what is drawn at random. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write a page with charts, HTML that holds all it shows.")
    @Nullable String report;

    @Option(names = {"-q", "--quiet"}, description = "No progress and no closing line.")
    boolean quiet;

    InspectCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new InputException("--limit must be 1 or more, got " + limit);
        }
        Sample sample = sample();
        if (sample.measured() == 0) {
            throw new InputException((corpus == null ? "--sts " + sts : "--corpus " + corpus) + " holds no text to look at");
        }
        long start = System.nanoTime();
        // Opened before the work, so that a place that cannot be written is known at once.
        try (Output page = report == null ? null : Output.open(report, false, streams)) {
            Anatomy anatomy;
            try (EmbeddingModel model = encoder.load(streams, quiet); WorkProgress progress = new WorkProgress(streams, quiet, "Inspecting")) {
                anatomy = Anatomy.of(model, sample, layers, seed, stages(progress));
            }
            if (page != null) {
                page.stream().write(InspectPage.of(anatomy, streams, quiet).html().getBytes(StandardCharsets.UTF_8));
                page.commit();
            }
            streams.print(json ? JsonWriter.toText(InspectFigures.json(anatomy)) : InspectFigures.table(anatomy));
            if (!quiet) {
                streams.err().printf(Locale.ROOT, "isotropy: looked at %,d texts in %.1f s%s%n", sample.measured(), (System.nanoTime() - start) / 1e9,
                        report == null ? "" : ", the report is " + report);
            }
        }
        return Failures.OK;
    }

    private Sample sample() throws IOException {
        if (corpus == null && sts == null) {
            throw new InputException("give texts with --corpus FILE, scored pairs with --sts FILE, or both");
        }
        if (corpus != null && corpus.equals("-") || sts != null && sts.equals("-")) {
            throw new InputException("--corpus and --sts must be files, not stdin");
        }
        StsFile pairs = sts == null ? null : StsFile.read(file(sts, "--sts"));
        if (corpus == null) {
            return Sample.of(Objects.requireNonNull(pairs), limit, seed);
        }
        Sample texts = Sample.of(Corpus.ofFile(file(corpus, "--corpus"), Corpus.Unit.LINE), limit, seed);
        return pairs == null ? texts : texts.withPositives(pairs);
    }

    private static Path file(String name, String option) {
        Path path = Arguments.path(name, option);
        if (Files.isDirectory(path)) {
            throw new InputException(option + " " + name + " is a folder; give a file");
        }
        return path;
    }

    private Consumer<String> stages(WorkProgress progress) {
        int total = STAGES + 2 + (layers ? 2 : 0);
        int[] done = new int[1];
        return stage -> {
            progress.at(done[0]++, total, stage, streams.terminal() ? stage : "", Double.NaN);
        };
    }
}
