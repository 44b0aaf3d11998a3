package io.isotropy.autograd.train;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Anomaly;
import io.isotropy.autograd.AnomalyException;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.ParameterSource;
import io.isotropy.autograd.optim.GlobalNorm;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsException;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The state of a run while it goes on. */
final class TrainingRun {

    private final Trainer trainer;
    private final TrainingArguments arguments;
    private final Checkpoints checkpoints;
    private final Steps steps;
    private final long total;

    private long step;
    private Best best = Best.NONE;
    private double loss = Double.NaN;
    /** Of the steps since the last line of the log. */
    private double lossSum;

    private int lossCount;
    private double gradNorm;
    private long savedStep;

    TrainingRun(Trainer trainer, Checkpoints checkpoints) {
        this.trainer = trainer;
        this.arguments = trainer.arguments();
        this.checkpoints = checkpoints;
        this.total = Steps.total(trainer.data(), arguments);
        this.steps = new Steps(trainer.data(), arguments.gradientAccumulationSteps());
    }

    Outcome run(long from) throws IOException {
        Outcome.Reason reason;
        trainer.listener().started(from, total);
        try (MetricsLog log = new MetricsLog(trainer.folder(), from)) {
            reason = steps(log);
        }
        if (savedStep != step) {
            save();
        }
        if (reason != Outcome.Reason.STOPPED && arguments.loadBestModelAtEnd() && best.step() > 0) {
            try (SafetensorsFile file = SafetensorsFile.open(trainer.folder().resolve(Trainer.BEST))) {
                trainer.model().parameters().read(ParameterSource.of(file));
            }
        }
        Outcome outcome = new Outcome(reason, step, loss, best.metric(), best.step());
        trainer.listener().finished(outcome);
        return outcome;
    }

    private Outcome.Reason steps(MetricsLog log) throws IOException {
        while (step < total && !best.exhausted(arguments)) {
            step(steps.next());
            boolean last = step == total;
            if (last || step % arguments.loggingSteps() == 0) {
                log(log);
            }
            boolean due = arguments.evalSteps() == 0 ? steps.isEpochEnd() : step % arguments.evalSteps() == 0;
            if (trainer.evaluator() != null && (due || last)) {
                evaluate(trainer.evaluator(), log);
            }
            if (arguments.saveSteps() > 0 && step % arguments.saveSteps() == 0) {
                save();
            }
            if (!last && trainer.stop().getAsBoolean()) {
                return Outcome.Reason.STOPPED;
            }
        }
        return step < total ? Outcome.Reason.EARLY_STOPPING : Outcome.Reason.DONE;
    }

    private void step(List<Batch> batches) {
        long start = System.nanoTime();
        step++;
        trainer.model().parameters().clearGradients();
        double sum = 0;
        int examples = 0;
        for (int i = 0; i < batches.size(); i++) {
            sum += pass(batches, i);
            examples += batches.get(i).size();
        }
        gradNorm = GlobalNorm.of(trainer.model().parameters().all());
        if (!Double.isFinite(gradNorm)) {
            throw failure("the gradients' norm", gradNorm, batches, 0);
        }
        float scale = arguments.maxGradNorm() == 0 ? 1 : GlobalNorm.scale(gradNorm, arguments.maxGradNorm());
        double rate = arguments.learningRate(step, total);
        trainer.optimizer().step((float) rate, scale);
        loss = sum / batches.size();
        lossSum += loss;
        lossCount++;
        double seconds = (System.nanoTime() - start) * 1e-9;
        trainer.listener().stepped(
                new TrainingListener.Step(step, total, steps.epochs(), loss, rate, gradNorm, examples, seconds));
    }

    /** Forward and backward of one batch; its loss. */
    private double pass(List<Batch> batches, int i) {
        double value;
        try (Scope _ = Scope.open()) {
            Var result = trainer.model().loss(batches.get(i), mode(i));
            requireLoss(result);
            value = result.item();
            if (Double.isFinite(value)) {
                (batches.size() == 1 ? result : result.times(1f / batches.size())).backward();
            }
        }
        if (!Double.isFinite(value)) {
            throw failure("the loss", value, batches, i);
        }
        return value;
    }

    private static void requireLoss(Var loss) {
        require(loss.shape().size() == 1, "training", "the loss must be a single number, the mean of an example's each, say",
                "loss", loss.shape());
        require(loss.requiresGradient(), "training", "the loss must be made of parameters, not of constants or what is detached alone",
                "loss", loss);
    }

    /** A function of seed and place, so that running a batch again draws the same. */
    private Mode mode(int i) {
        return Mode.train(arguments.seed(), (step - 1) * arguments.gradientAccumulationSteps() + i);
    }

    /** Runs the step's batches again, from one on, to find the operation that is at fault; the weights are still those before the step. */
    private TrainingException failure(String what, double value, List<Batch> batches, int first) {
        String message = "[training] " + what + " of step " + step + " is " + (Double.isNaN(value) ? "NaN" : "infinite");
        OptionalLong last = checkpoints.last();
        String kept = "; a lower learning rate or max_grad_norm may help; "
                + (last.isPresent() ? "the checkpoint of step " + last.getAsLong() + " is intact" : "there is no checkpoint yet");
        try (Anomaly _ = Anomaly.open()) {
            for (int i = first; i < batches.size(); i++) {
                try (Scope _ = Scope.open()) {
                    trainer.model().loss(batches.get(i), mode(i)).backward();
                }
            }
        } catch (AnomalyException e) {
            return new TrainingException(message + ": " + e.getMessage() + kept, e);
        }
        return new TrainingException(message + kept);
    }

    private void log(MetricsLog log) throws IOException {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", lossSum / lossCount);
        metrics.put("learning_rate", arguments.learningRate(step, total));
        metrics.put("grad_norm", gradNorm);
        write(log, metrics);
        lossSum = 0;
        lossCount = 0;
    }

    private void write(MetricsLog log, Map<String, Double> metrics) throws IOException {
        try {
            log.add(step, steps.epochs(), metrics);
        } catch (IOException e) {
            throw checkpoints.unwritable(trainer.folder().resolve(MetricsLog.FILE), e);
        }
    }

    private void evaluate(Evaluator evaluator, MetricsLog log) throws IOException {
        Map<String, Double> metrics;
        try (Scope _ = Scope.open()) {
            metrics = evaluator.evaluate();
        }
        best = best.after(Best.figure(metrics, arguments), step, arguments);
        boolean isBest = best.step() == step;
        Map<String, Double> named = new LinkedHashMap<>();
        metrics.forEach((name, value) -> named.put("eval_" + name, value));
        write(log, named);
        if (isBest) {
            saveBest();
        }
        trainer.listener().evaluated(step, metrics, isBest);
    }

    private void saveBest() throws IOException {
        Path file = trainer.folder().resolve(Trainer.BEST);
        try {
            SafetensorsWriter.write(file, trainer.model().parameters().entries(), Map.of("format", "pt", "step", "" + step));
        } catch (IOException e) {
            throw checkpoints.unwritable(file, e);
        }
    }

    private void save() throws IOException {
        List<SafetensorsEntry> moments = new ArrayList<>();
        trainer.optimizer().state().forEach((name, tensor) -> moments.add(SafetensorsEntry.of(name, tensor)));
        Path checkpoint = checkpoints.write(step, trainer.model().parameters().entries(), moments, state());
        savedStep = step;
        trainer.listener().saved(checkpoint);
    }

    /** Doubles as hexadecimal, which reads back as the same. */
    private Map<String, String> state() {
        Map<String, String> state = new LinkedHashMap<>(binding());
        state.put("step", "" + step);
        state.put("epoch", "" + steps.epochs());
        state.put("optimizer_steps", "" + trainer.optimizer().steps());
        state.put("best_metric", Double.toHexString(best.metric()));
        state.put("best_step", "" + best.step());
        state.put("evaluations_since_best", "" + best.since());
        state.put("loss", Double.toHexString(loss));
        state.put("loss_sum", Double.toHexString(lossSum));
        state.put("loss_count", "" + lossCount);
        state.put("grad_norm", Double.toHexString(gradNorm));
        return state;
    }

    /** What a checkpoint must agree with. */
    private Map<String, String> binding() {
        Map<String, String> all = new LinkedHashMap<>(arguments.binding());
        all.put("optimizer", trainer.optimizer().getClass().getSimpleName());
        all.put("steps", "" + total);
        all.put("examples", "" + trainer.data().size());
        all.put("parameters", "" + trainer.model().parameters().size());
        trainer.configuration().forEach((name, value) -> all.put("configuration." + name, value));
        return all;
    }

    void load(long at) throws IOException {
        Path folder = checkpoints.of(at);
        try {
            Map<String, String> state = checkpoints.state(at);
            requireSame(state, folder);
            read(folder);
            restore(state);
        } catch (SafetensorsException | NumberFormatException e) {
            throw new CheckpointException(folder,
                    "is damaged (" + e.getMessage() + "); delete it to go on from the one before, or start anew in another folder", e);
        }
        steps.skip(step);
        savedStep = step;
    }

    private void read(Path folder) throws IOException {
        try (SafetensorsFile weights = SafetensorsFile.open(folder.resolve(Checkpoints.MODEL))) {
            trainer.model().parameters().read(ParameterSource.of(weights));
        }
        try (SafetensorsFile moments = SafetensorsFile.open(folder.resolve(Checkpoints.OPTIMIZER))) {
            for (Map.Entry<String, Tensor> entry : trainer.optimizer().state().entrySet()) {
                ParameterSource.of(moments).read(entry.getKey(), entry.getValue().shape(), entry.getValue().buffer());
            }
        }
    }

    private void restore(Map<String, String> state) {
        step = whole(state, "step");
        trainer.optimizer().resume((int) whole(state, "optimizer_steps"));
        best = new Best(real(state, "best_metric"), whole(state, "best_step"), (int) whole(state, "evaluations_since_best"));
        loss = real(state, "loss");
        lossSum = real(state, "loss_sum");
        lossCount = (int) whole(state, "loss_count");
        gradNorm = real(state, "grad_norm");
    }

    private static long whole(Map<String, String> state, String name) {
        return Long.parseLong(state.getOrDefault(name, "no " + name));
    }

    private static double real(Map<String, String> state, String name) {
        return Double.parseDouble(state.getOrDefault(name, "no " + name));
    }

    private void requireSame(Map<String, String> state, Path checkpoint) throws CheckpointException {
        List<String> differences = new ArrayList<>();
        binding().forEach((name, value) -> {
            String was = state.get(name);
            if (!value.equals(was)) {
                String plain = name.replaceFirst("^configuration\\.", "");
                differences.add(plain + " " + (was == null ? "unset" : was) + ", now it is " + value);
            }
        });
        if (!differences.isEmpty()) {
            String first = String.join("; with ", differences.subList(0, Math.min(3, differences.size())));
            throw new CheckpointException(checkpoint, "was made with " + first
                    + (differences.size() > 3 ? "; and " + (differences.size() - 3) + " more differences" : "")
                    + ": give the same, or start anew in another folder");
        }
    }
}
