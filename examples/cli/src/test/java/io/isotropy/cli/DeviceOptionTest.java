package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isotropy.kernels.Backends;
import org.junit.jupiter.api.Test;

/** {@code --device}, before the command or behind it. */
class DeviceOptionTest {

    @Test
    void theCpuByName() {
        assertThat(Run.of("info", "--device", "cpu").out()).containsPattern("backend +cpu");
        assertThat(Run.of("--device", "cpu", "info").code()).isEqualTo(Failures.OK);
        assertThat(Run.of("train", "glove", "--help").out()).contains("--device");
    }

    @Test
    void aDeviceThatCannotRunIsOneSentence() {
        String reason = reason();
        Run run = Run.of("info", "--device", "cuda");
        assertThat(run.code()).isEqualTo(Failures.BAD_INPUT);
        assertThat(run.err()).isEqualTo("isotropy info: --device cuda: " + reason + "\n");
        assertThat(Run.of("info").out()).contains(reason);
    }

    private static String reason() {
        try {
            String device = Backends.byName("cuda").description();
            assumeTrue(false, "this machine can run CUDA: " + device);
            return device;
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void anUnknownDevice() {
        Run run = Run.of("info", "--device", "tpu");
        assertThat(run.code()).isEqualTo(Failures.BAD_INPUT);
        assertThat(run.err()).startsWith("isotropy info: --device tpu: no backend is named 'tpu'");
    }
}
