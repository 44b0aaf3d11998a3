package io.isotropy.autograd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.tensor.safetensors.DType;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    @TempDir
    Path folder;

    private static List<SafetensorsEntry> weights(float value) {
        return List.of(SafetensorsEntry.of("w", new long[] {1}, new float[] {value}));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void keepsTheLastOnes() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder.resolve("run"), 2);
        assertThat(checkpoints.last()).isEmpty();
        for (int step : new int[] {5, 10, 15, 100}) {
            checkpoints.write(step, weights(step), weights(0), Map.of("step", "" + step));
        }
        assertThat(checkpoints.steps()).containsExactly(15L, 100L);
        assertThat(checkpoints.last()).hasValue(100);
        assertThat(checkpoints.state(15)).isEqualTo(Map.of("step", "15"));
        try (SafetensorsFile file = SafetensorsFile.open(checkpoints.of(100).resolve(Checkpoints.MODEL))) {
            assertThat(file.readFloats("w")).containsExactly(100);
        }
        assertThat(checkpoints.of(100).resolve(Checkpoints.STATE)).content().isEqualTo("{\n  \"step\": \"100\"\n}\n");
        assertThat(Checkpoints.json(Map.of("b", "\"\\\n", "a", "é"))).isEqualTo("{\n  \"a\": \"é\",\n  \"b\": \"\\\"\\\\\\u000a\"\n}\n");
    }

    @Test
    void aFullDiskLeavesTheOldOneIntact() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, 1);
        checkpoints.write(7, weights(7), weights(0), Map.of("step", "7"));
        SafetensorsEntry full = new SafetensorsEntry("v", DType.F32, new long[] {2}, channel -> {
            channel.write(ByteBuffer.allocate(4));
            throw new IOException("No space left on device");
        });
        assertThatThrownBy(() -> checkpoints.write(8, weights(8), List.of(full), Map.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(folder.resolve("checkpoint-8")
                        + ": cannot be written: No space left on device; the checkpoint of step 7 is intact");
        assertThat(names()).containsExactly("checkpoint-7");
        assertThat(checkpoints.state(7)).containsEntry("step", "7");
    }

    @Test
    void clearsWhatAKilledRunLeft() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, 0);
        checkpoints.write(7, weights(7), weights(0), Map.of("step", "7"));
        Files.createDirectory(folder.resolve(".checkpoint-8.tmp"));
        Files.writeString(folder.resolve(".checkpoint-8.tmp").resolve("model.safetensors"), "half");
        assertThat(checkpoints.last()).hasValue(7);
        checkpoints.clean();
        assertThat(names()).containsExactly("checkpoint-7");
        checkpoints.write(7, weights(1), weights(0), Map.of("step", "again"));
        assertThat(checkpoints.state(7)).containsEntry("step", "again");
        Files.delete(checkpoints.of(7).resolve(Checkpoints.OPTIMIZER));
        assertThatThrownBy(() -> checkpoints.state(7)).hasMessageContaining("has no optimizer.safetensors, so no run can go on");
    }
}
