package io.isotropy.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isotropy.kernels.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said where the backend cannot run, and that nobody else minds. */
class CudaProviderTest {

    @Test
    void itIsKnownButNeverPreferred() {
        assertThat(Backends.names()).contains("cuda");
        assertThat(Backends.preferred().name()).isEqualTo("reference");
    }

    @Test
    void withoutADriverTheReasonIsOneSentenceEachTime() {
        String reason = reason();
        assertThat(reason).startsWith("backend 'cuda' cannot run on this machine: ").doesNotContain("\n");
        assertThat(reason()).isEqualTo(reason);
    }

    private static String reason() {
        try {
            String device = Backends.byName("cuda").description();
            return abort("this machine can run CUDA: " + device);
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aMissingDriverIsToldFromAnotherFault() {
        assumeTrue("Linux on amd64".equals(System.getProperty("os.name") + " on " + System.getProperty("os.arch")));
        assertThat(CudaProvider.missing("libJCudaDriver.so: libcuda.so.1: cannot open shared object file"))
                .isEqualTo("there is no NVIDIA driver (libcuda.so.1 was not found)");
        assertThat(CudaProvider.missing("failed\nto load")).isEqualTo("JCuda's library could not be loaded (failed)");
    }

    @Test
    void oldDriversAndGpusAreRefused() {
        assertThatThrownBy(() -> Gpu.refuse("Tesla V100", 7, 0, 12_040))
                .isInstanceOf(Unavailable.class)
                .hasMessage("Tesla V100 has compute capability 7.0, 8.0 (Ampere) or newer is needed");
        assertThatThrownBy(() -> Gpu.refuse("H100", 9, 0, 11_080))
                .isInstanceOf(Unavailable.class)
                .hasMessage("the NVIDIA driver is of CUDA 11.8, 12.0 or newer is needed");
        assertThatCode(() -> Gpu.refuse("A100", 8, 0, 12_000)).doesNotThrowAnyException();
    }

    @Test
    void precisionsByName() throws Unavailable {
        assertThat(Precision.of(" tf32 ")).isEqualTo(Precision.TF32);
        assertThat(Precision.of("FP32")).isEqualTo(Precision.FP32);
        assertThatThrownBy(() -> Precision.of("fp16"))
                .isInstanceOf(Unavailable.class)
                .hasMessage("ISOTROPY_CUDA_PRECISION must be one of fp32, tf32, bf16, got 'fp16'");
    }

    @Test
    void warpgroupsAreAskedFor() throws Unavailable {
        assertThat(Warpgroups.of("On").multiply(128, 128)).isTrue();
        assertThat(Warpgroups.of("on").multiply(768, 127)).isFalse();
        assertThat(Warpgroups.of("off").multiply(768, 768)).isFalse();
        assertThatThrownBy(() -> Warpgroups.of("1"))
                .isInstanceOf(Unavailable.class)
                .hasMessage("ISOTROPY_CUDA_WARPGROUPS must be on or off, got '1'");
    }

    @Test
    void limitOfMemory() throws Unavailable {
        assertThat(DriverMemory.parseLimit("1024")).isEqualTo(1L << 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "8g", "99999999999999"})
    void wrongLimits(String text) {
        assertThatThrownBy(() -> DriverMemory.parseLimit(text))
                .isInstanceOf(Unavailable.class)
                .hasMessage("ISOTROPY_CUDA_MEMORY must be a number of MiB, got '" + text + "'");
    }
}
