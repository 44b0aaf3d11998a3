package io.isotropy.autograd.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

    @TempDir
    Path folder;

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve(MetricsLog.FILE));
    }

    @Test
    void goesOnWhereTheRunDoes() throws IOException {
        try (MetricsLog log = new MetricsLog(folder, 0)) {
            log.add(10, 0.5, Map.of("loss", 2.25));
            log.add(20, 1, Map.of("loss", 1.5));
        }
        Files.writeString(folder.resolve(MetricsLog.FILE), "30\t1.5\tlo", StandardOpenOption.APPEND); // killed there
        try (MetricsLog log = new MetricsLog(folder, 10)) {
            log.add(20, 1, Map.of("loss", 1.75));
        }
        assertThat(lines()).containsExactly("step\tepoch\tmetric\tvalue", "10\t0.5\tloss\t2.25", "20\t1.0\tloss\t1.75");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().contains("tfevents"))).hasSize(2);
        }
        try (MetricsLog _ = new MetricsLog(folder, 0)) {
            assertThat(lines()).hasSize(1);
        }
    }

    /** The bytes are those that TensorFlow's record writer gives for the same events; lengths and checksums first. */
    @Test
    void writesRecordsThatTensorBoardReads() throws IOException {
        try (EventFile file = new EventFile(folder, 1, 1000)) {
            file.add("loss", 300, 2.5, 2000);
        }
        byte[] bytes;
        try (Stream<Path> files = Files.list(folder)) {
            bytes = Files.readAllBytes(files.findFirst().orElseThrow());
        }
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(EXPECTED);
    }

    private static final String EXPECTED = "1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a32"
            + "86bf577a1b000000000000001a0d9e1309000000000000004010ac022a0d0a0b0a046c6f73731500002040de65814e";
}
