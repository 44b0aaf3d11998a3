package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.autograd.train.Outcome;
import io.isotropy.autograd.train.TrainingArguments;
import io.isotropy.autograd.train.TrainingArguments.ScheduleType;
import io.isotropy.autograd.train.TrainingListener.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TrainingOptionsTest {

    @Command(name = "train")
    private static final class Train {
        @Mixin
        private TrainingOptions options = new TrainingOptions();
    }

    private static TrainingOptions parse(String... arguments) {
        Train train = new Train();
        new CommandLine(train).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return train.options;
    }

    @Test
    void becomesTheTrainersArguments() {
        TrainingArguments arguments = parse("--epochs", "2", "--learning-rate", "3e-5", "--warmup-ratio", "0.1", "--lr-scheduler", "cosine",
                        "--max-grad-norm", "0", "--gradient-accumulation-steps", "4",
                        "--eval-steps", "125", "--save-steps", "7", "--seed", "1")
                .arguments(true);
        assertThat(arguments).isEqualTo(TrainingArguments.DEFAULT.withEpochs(2).withLearningRate(3e-5).withWarmup(0.1, 0)
                .withSchedule(ScheduleType.COSINE).withMaxGradNorm(0).withGradientAccumulation(4).withEvaluation(125, "", true, true)
                .withSaving(7, 2).withLogging(50).withAdamW(0.01, 0.9, 0.999, 1e-8).withSeed(1));
    }

    @Test
    void namesTheOptionThatIsWrong() {
        assertThatThrownBy(() -> parse("--learning-rate", "-1").arguments(false))
                .isInstanceOf(InputException.class)
                .hasMessage("--learning-rate: learning_rate must be above 0: got -1.0");
        assertThatThrownBy(() -> parse("--warmup-ratio", "0.1", "--warmup-steps", "3")).hasMessageContaining("mutually exclusive");
    }

    @Test
    void countsInWords() {
        assertThat(Plural.of(1, "step")).isEqualTo("1 step");
        assertThat(Plural.of(0, "text")).isEqualTo("0 texts");
        assertThat(Plural.of(2000, "text")).isEqualTo("2,000 texts");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void showsProgress(boolean terminal) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8), terminal, Map.of());
        try (TrainingProgress progress = new TrainingProgress(streams, false, true)) {
            progress.started(0, 10);
            progress.stepped(new Step(1, 10, 0.5, 2.25, 1e-5, 1, 32, 40));
            progress.evaluated(1, Map.of("spearman", 81.5), true);
            progress.saved(Path.of("checkpoint-1"));
            progress.finished(new Outcome(Outcome.Reason.STOPPED, 1, 2.25, 81.5, 1));
        }
        String text = err.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("isotropy: step 1: spearman 81.5000, the best so far")
                .contains("isotropy: stopped with a checkpoint; the same command with --resume goes on: 1 step, loss 2.2500, best 81.5000 at step 1");
        assertThat(text.contains("step 1 of 10, epoch 0.50, loss 2.2500, 0.8/s")).isEqualTo(!terminal);
        assertThat(text.contains("saved checkpoint-1")).isEqualTo(!terminal);
    }
}
