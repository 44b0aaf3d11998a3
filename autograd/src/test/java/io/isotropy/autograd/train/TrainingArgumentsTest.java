package io.isotropy.autograd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.train.TrainingArguments.ScheduleType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingArgumentsTest {

    private static final TrainingArguments ONE = TrainingArguments.DEFAULT.withLearningRate(1);

    /** The figures are those of transformers' get_linear_schedule_with_warmup and get_cosine_schedule_with_warmup. */
    @Test
    void schedulesAreThoseOfTransformers() {
        TrainingArguments linear = ONE.withWarmup(0, 2);
        double[] expected = {0, 0.5, 1, 0.75, 0.5, 0.25};
        for (int step = 1; step <= 6; step++) {
            assertThat(linear.learningRate(step, 6)).isCloseTo(expected[step - 1], within(1e-12));
        }
        TrainingArguments cosine = ONE.withWarmup(0, 2).withSchedule(ScheduleType.COSINE);
        assertThat(cosine.learningRate(3, 6)).isEqualTo(1);
        assertThat(cosine.learningRate(4, 6)).isCloseTo(0.8535533905932737, within(1e-12));
        assertThat(cosine.learningRate(6, 6)).isCloseTo(0.14644660940672627, within(1e-12));
        TrainingArguments constant = ONE.withWarmup(0.5, 0).withSchedule(ScheduleType.CONSTANT);
        assertThat(constant.learningRate(3, 6)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(constant.learningRate(6, 6)).isEqualTo(1);
        assertThat(ONE.learningRate(1, 10)).isEqualTo(1);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> ONE.withLearningRate(0)).hasMessage("[training] learning_rate must be above 0: got 0.0");
        assertThatThrownBy(() -> ONE.withLearningRate(Double.NaN)).hasMessageContaining("learning_rate");
        assertThatThrownBy(() -> ONE.withWarmup(1.5, 0)).hasMessageContaining("warmup_ratio must be from 0 to 1: got 1.5");
        assertThatThrownBy(() -> ONE.withGradientAccumulation(0)).hasMessageContaining("gradient_accumulation_steps");
    }

    @Test
    void changesOneThingAtATime() {
        Map<String, String> before = TrainingArguments.DEFAULT.binding();
        Map<String, String> after = TrainingArguments.DEFAULT
                .withSeed(7)
                .withAdamW(0.01, 0.8, 0.9, 1e-6)
                .withEvaluation(5, "spearman", false, true)
                .withEarlyStopping(3, 0.1)
                .withMaxGradNorm(2)
                .withEpochs(4)
                .withMaxSteps(9)
                .binding();
        assertThat(after).containsEntry("seed", "7").containsEntry("weight_decay", "0.01").containsEntry("adam_beta1", "0.8")
                .containsEntry("adam_beta2", "0.9").containsEntry("adam_epsilon", "1.0E-6").containsEntry("eval_steps", "5")
                .containsEntry("metric_for_best_model", "spearman").containsEntry("greater_is_better", "false")
                .containsEntry("early_stopping_patience", "3").containsEntry("early_stopping_threshold", "0.1")
                .containsEntry("max_grad_norm", "2.0").containsEntry("num_train_epochs", "4.0").containsEntry("max_steps", "9")
                .containsEntry("learning_rate", before.get("learning_rate"));
    }

    @Test
    void keepsTheBestFigure() {
        TrainingArguments arguments = ONE.withEarlyStopping(2, 0.01);
        Best best = Best.NONE.after(Double.NaN, 5, arguments);
        assertThat(best.step()).isZero();
        best = best.after(0.5, 10, arguments).after(0.505, 20, arguments);
        assertThat(best).isEqualTo(new Best(0.5, 10, 1));
        assertThat(best.exhausted(arguments)).isFalse();
        assertThat(best.after(0.4, 30, arguments).exhausted(arguments)).isTrue();
        assertThat(best.after(0.6, 30, arguments)).isEqualTo(new Best(0.6, 30, 0));
        TrainingArguments loss = ONE.withEvaluation(1, "loss", false, false);
        assertThat(new Best(2, 1, 0).after(1, 2, loss).metric()).isEqualTo(1);
        assertThat(Best.figure(Map.of("loss", 3.0, "x", 4.0), loss)).isEqualTo(3);
        assertThatThrownBy(() -> Best.figure(Map.of("x", 4.0), loss)).hasMessageContaining("must be one of [x]: got loss");
    }
}
