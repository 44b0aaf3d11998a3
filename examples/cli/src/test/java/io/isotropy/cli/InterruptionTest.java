package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class InterruptionTest {

    /** Works until it is asked to end, then takes its time. */
    static final class Work {

        private Work() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Interruption interruption = new Interruption()) {
                System.out.println("begun");
                while (!interruption.getAsBoolean()) {
                    Thread.sleep(5);
                }
                Thread.sleep(200);
                System.out.println("ended well");
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "ending a process there asks nobody")
    void letsTheWorkEnd() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp", System.getProperty("java.class.path"), Work.class.getName())
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("begun");
            process.toHandle().destroy(); // SIGTERM, for which the JVM does what it does for SIGINT
            assertThat(lines.readLine()).isEqualTo("ended well");
        }
        assertThat(process.waitFor()).isEqualTo(143);
    }
}
