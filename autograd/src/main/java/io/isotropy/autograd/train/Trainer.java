package io.isotropy.autograd.train;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.autograd.optim.AdamW;
import io.isotropy.autograd.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model.
 *
 * <pre>{@code
 * Outcome outcome = Trainer.of(model, Mixture.of(sampler), TrainingArguments.DEFAULT.withEpochs(1), folder)
 *         .withEvaluator(() -> Map.of("spearman", …))
 *         .resume();
 * }</pre>
 *
 * <p>The folder gets {@code metrics.tsv}, TensorBoard's event files, {@code checkpoint-STEP} folders and, where there is an evaluator,
 * {@code best.safetensors}, the weights of the best model. A run is a function of model, data, arguments and seed: it may be cut off
 * anywhere, even by {@code kill -9}, and {@link #resume} ends with the weights that it would have had, bit for bit, with any number of
 * threads.
 *
 * @param folder where the run lives
 * @param configuration what else must be the same for a run to go on from a checkpoint: the model's configuration, the names of data
 * @param evaluator measures the model every {@code eval_steps}, or null
 * @param listener is told what happens
 * @param stop asked after every step; where it says yes, training ends with a checkpoint
 */
public record Trainer(
        Trainable model,
        Mixture data,
        TrainingArguments arguments,
        Path folder,
        Optimizer optimizer,
        Map<String, String> configuration,
        @Nullable Evaluator evaluator,
        TrainingListener listener,
        BooleanSupplier stop) {

    /** The file with the weights of the best model. */
    public static final String BEST = "best.safetensors";

    /** Checks. */
    public Trainer {
        Set<Var> own = model.parameters().all().stream().map(Parameter::variable).collect(Collectors.toSet());
        for (Parameter parameter : optimizer.parameters()) {
            require(own.contains(parameter.variable()), "trainer", "the optimizer's parameters must be the model's",
                    parameter.name(), "of another");
        }
    }

    /** A trainer with AdamW and no evaluation. */
    public static Trainer of(Trainable model, Mixture data, TrainingArguments arguments, Path folder) {
        AdamW.Config config = new AdamW.Config(
                (float) arguments.adamBeta1(), (float) arguments.adamBeta2(), (float) arguments.adamEpsilon(),
                (float) arguments.weightDecay());
        return new Trainer(model, data, arguments, folder, AdamW.of(model.parameters().all(), config), Map.of(), null,
                TrainingListener.SILENT, () -> false);
    }

    public Trainer withOptimizer(Optimizer other) {
        return new Trainer(model, data, arguments, folder, other, configuration, evaluator, listener, stop);
    }

    public Trainer withConfiguration(Map<String, String> values) {
        return new Trainer(model, data, arguments, folder, optimizer, Map.copyOf(values), evaluator, listener, stop);
    }

    public Trainer withEvaluator(Evaluator other) {
        return new Trainer(model, data, arguments, folder, optimizer, configuration, other, listener, stop);
    }

    public Trainer withListener(TrainingListener other) {
        return new Trainer(model, data, arguments, folder, optimizer, configuration, evaluator, other, stop);
    }

    public Trainer withStop(BooleanSupplier asked) {
        return new Trainer(model, data, arguments, folder, optimizer, configuration, evaluator, listener, asked);
    }

    /**
     * Trains from the first step on.
     *
     * @throws CheckpointException if the folder has a checkpoint, which a new run would mix with its own
     * @throws TrainingException if the loss is not a number
     */
    public Outcome train() throws IOException {
        Checkpoints checkpoints = checkpoints();
        OptionalLong last = checkpoints.last();
        if (last.isPresent()) {
            throw new CheckpointException(checkpoints.of(last.getAsLong()),
                    "is of an earlier run; resume that one, or give another folder");
        }
        checkpoints.clean();
        return new TrainingRun(this, checkpoints).run(0);
    }

    /**
     * Goes on from the newest checkpoint; from the first step on if there is none.
     *
     * @throws CheckpointException if the checkpoint is of another model, other data or other arguments
     */
    public Outcome resume() throws IOException {
        Checkpoints checkpoints = checkpoints();
        checkpoints.clean();
        OptionalLong last = checkpoints.last();
        TrainingRun run = new TrainingRun(this, checkpoints);
        if (last.isPresent()) {
            run.load(last.getAsLong());
        }
        return run.run(last.orElse(0));
    }

    /** The step of the newest checkpoint of the run in a folder; none where there is no run. */
    public static OptionalLong lastStep(Path folder) {
        return new Checkpoints(folder, 0).last();
    }

    private Checkpoints checkpoints() throws CheckpointException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CheckpointException(folder, "is not a folder; a run needs one of its own, there already or not");
        }
        return new Checkpoints(folder, arguments.saveTotalLimit());
    }
}
