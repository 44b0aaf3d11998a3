package io.isotropy.cli;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.eval.Bootstrap;
import io.isotropy.nlp.eval.Task;
import io.isotropy.nlp.eval.TaskProgress;
import io.isotropy.nlp.eval.TaskResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One model or several, side by side over the same tasks. */
final class ComparisonOptions {

    /** What commands say of the models and their comparison, for footers. */
    static final String FOOTER = "Give --model several times to compare models: the table then says how far each is from the first, with the 95 %% "
            + "interval of a paired bootstrap.";

    @Mixin
    EncoderOptions encoder = new EncoderOptions();

    @Option(names = "--json", description = "As JSON in the shape of MTEB's results; figures from 0 or -1 to 1, null where undefined.")
    boolean json;

    @Option(names = "--output", paramLabel = "DIR", description = "Also write a file for each model and task there, as MTEB keeps them.")
    @Nullable String output;

    @Option(names = "--language", paramLabel = "L", defaultValue = "und",
            description = "The data's language for the results, as eng-Latn. Default: ${DEFAULT-VALUE}, which means unknown.")
    String language = "";

    @Option(names = "--resamples", paramLabel = "N", defaultValue = "10000",
            description = "Of the bootstrap that compares models. Default: ${DEFAULT-VALUE}.")
    int resamples;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of all that is drawn. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = {"-q", "--quiet"}, description = "No progress and no summary on stderr.")
    boolean quiet;

    /** Judges all models by all tasks; prints and writes what came out. */
    void run(Streams streams, List<Task> tasks) throws IOException {
        if (resamples < 1) {
            throw new InputException("--resamples must be 1 or more, got " + resamples);
        }
        long start = System.nanoTime();
        ResultFiles files = output == null ? null : ResultFiles.in(Arguments.path(output, "--output"));
        List<Judged> judged = new ArrayList<>();
        List<EmbeddingModel> models = load(streams);
        try {
            for (Task task : tasks) {
                for (int i = 0; i < models.size(); i++) {
                    Judged one = judge(task, models.get(i), name(models, i), streams);
                    judged.add(one);
                    if (files != null) {
                        files.write(one, language);
                    }
                }
            }
            List<String> names = new ArrayList<>();
            for (int i = 0; i < models.size(); i++) {
                names.add(name(models, i));
            }
            streams.print(json ? ResultFiles.text(judged, language)
                    : new ComparisonTable(names, judged, new Bootstrap(resamples, seed, 0.95)).toString());
        } finally {
            models.forEach(EmbeddingModel::close);
        }
        if (!quiet) {
            judged.stream().flatMap(one -> one.result().remarks().stream().map(remark -> one.result().task() + ": " + remark)).distinct()
                    .forEach(remark -> streams.err().println("isotropy: " + remark));
            streams.err().printf(Locale.ROOT, "isotropy: %s, %s in %.1f s%s%n", Plural.of(tasks.size(), "task"), Plural.of(models.size(), "model"),
                    (System.nanoTime() - start) / 1e9, output == null ? "" : "; results in " + output);
        }
    }

    /** All of them before any work, so that a name that is wrong is said at once. */
    List<EmbeddingModel> load(Streams streams) throws IOException {
        List<EmbeddingModel> models = new ArrayList<>();
        try {
            for (String name : encoder.model.models) {
                models.add(encoder.load(name, streams, quiet));
            }
            return models;
        } catch (IOException | RuntimeException e) {
            models.forEach(EmbeddingModel::close);
            throw e;
        }
    }

    /** A model's own name; where two have the same, what it was asked for by. */
    private String name(List<EmbeddingModel> models, int i) {
        String name = models.get(i).name();
        return models.stream().filter(model -> model.name().equals(name)).count() == 1 ? name : encoder.model.models.get(i);
    }

    private Judged judge(Task task, EmbeddingModel model, String name, Streams streams) {
        long start = System.nanoTime();
        try (WorkProgress bar = new WorkProgress(streams, quiet || !streams.terminal(), "eval")) {
            TaskProgress progress = (what, done, total) -> {
                synchronized (bar) {
                    bar.at(done, total, what, what + " of " + task.name() + ", " + name, 0);
                }
            };
            TaskResult result = task.evaluate(model, progress);
            return new Judged(name, result, (System.nanoTime() - start) / 1e9);
        } catch (IllegalArgumentException e) {
            throw Arguments.about(task.name(), e);
        }
    }

    /**
     * What one model reached in one task.
     *
     * @param seconds that it took
     */
    record Judged(String model, TaskResult result, double seconds) {}
}
