package io.isotropy.cli;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.sentence.Embeddings;
import io.isotropy.nlp.sentence.SentenceEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Texts to vectors. */
@Command(name = "embed", description = "Turns texts into vectors, one text per line, in their order.",
        footer = {"", "Example:", "  isotropy embed --input sentences.txt --output vectors.npy"})
final class EmbedCommand implements Callable<Integer> {

    /**
     * Texts that are held at once: several batches of like lengths, but so few that they and their vectors are done with before the garbage
     * collector takes them for old.
     */
    private static final int WINDOW_TEXTS = 512;
    /** Long texts fill a window sooner. */
    private static final int WINDOW_CHARS = 1 << 19;

    private final Streams streams;

    @Mixin
    EncoderOptions encoder = new EncoderOptions();

    @Mixin
    InputOptions files = new InputOptions();

    @Option(names = "--format", paramLabel = "F",
            description = "jsonl: {\"text\": …, \"embedding\": […]} per line; npy: a NumPy array (rows, dimension) "
                    + "of float32; tsv: the numbers between tabs. Default: what the name of --output ends in, else jsonl.")
    VectorWriter.@Nullable Format format;

    private long texts;
    private long tokens;
    private long truncated;
    private long zeros;

    EmbedCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        texts = 0;
        tokens = 0;
        truncated = 0;
        zeros = 0;
        VectorWriter.Format form = format == null ? VectorWriter.Format.ofName(files.output) : format;
        try (TextInput input = files.openInput(streams);
                Output output = files.openOutput(form.patched(), streams);
                EmbeddingModel model = encoder.load(streams, files.quiet)) {
            long start = System.nanoTime();
            VectorWriter writer = VectorWriter.of(form, output, model.dimension());
            try (ProgressBar bar = streams.terminal() && !files.quiet ? Bars.bytes(streams, "embed", input.size()) : null) {
                embed(input, model, writer, bar);
            }
            writer.finish(texts);
            output.commit();
            if (!files.quiet) {
                streams.err().println(summary(model, (System.nanoTime() - start) / 1e9));
            }
        }
        return Failures.OK;
    }

    private void embed(TextInput input, EmbeddingModel model, VectorWriter writer, @Nullable ProgressBar bar)
            throws IOException {
        List<String> window = new ArrayList<>();
        long chars = 0;
        for (String text = input.next(); text != null; text = input.next()) {
            window.add(text);
            chars += text.length();
            if (window.size() == WINDOW_TEXTS || chars >= WINDOW_CHARS) {
                embed(window, model, writer);
                window.clear();
                chars = 0;
                if (bar != null) {
                    bar.stepTo(input.bytes()).setExtraMessage(Plural.of(texts, "text"));
                }
            }
        }
        embed(window, model, writer);
    }

    private void embed(List<String> window, EmbeddingModel model, VectorWriter writer) throws IOException {
        List<float[]> vectors;
        if (model instanceof SentenceEncoder known) {
            Embeddings embeddings = known.encode(window);
            vectors = embeddings.vectors();
            tokens += embeddings.tokens();
            truncated += embeddings.truncated().size();
        } else {
            vectors = model.embed(window);
            zeros += vectors.stream().filter(EmbedCommand::isZero).count();
        }
        for (int i = 0; i < window.size(); i++) {
            writer.write(window.get(i), vectors.get(i));
        }
        texts += window.size();
    }

    private static boolean isZero(float[] vector) {
        for (float value : vector) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private String summary(EmbeddingModel model, double seconds) {
        String counted = "";
        String cut = "";
        if (model instanceof SentenceEncoder known) {
            counted = String.format(Locale.ROOT, ", %,d tokens", tokens);
            cut = truncated == 0 ? " none was cut;" : String.format(Locale.ROOT, " %,d cut at %d tokens;", truncated, known.maxLength());
        }
        if (zeros > 0) {
            cut = String.format(Locale.ROOT, " %,d without a known word have the vector 0;", zeros);
        }
        return String.format(
                Locale.ROOT, "isotropy: %s%s in %.2f s (%,.0f texts/s);%s %s of %d in %s",
                Plural.of(texts, "text"), counted, seconds, texts / Math.max(seconds, 1e-9), cut, Plural.of(texts, "vector"), model.dimension(),
                files.output.equals("-") ? "stdout" : files.output);
    }
}
