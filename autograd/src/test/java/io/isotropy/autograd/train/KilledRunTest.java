package io.isotropy.autograd.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.autograd.train.TrainerTest.Toy;
import io.isotropy.kernels.Backends;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own that is killed at once, as by {@code kill -9}, and resumed. */
class KilledRunTest {

    private static final TrainingArguments ARGUMENTS = TrainerTest.ARGUMENTS.withEpochs(8).withSaving(1, 2);

    @TempDir
    Path folder;

    /** The run: prints its steps, then the digest of the weights. */
    static final class Run {

        private Run() {}

        public static void main(String[] arguments) throws IOException {
            Backends.byName("cpu").setThreads(Integer.parseInt(arguments[1]));
            Toy toy = new Toy(257);
            PrintStream out = System.out;
            Trainer.of(toy, TrainerTest.data(), ARGUMENTS, Path.of(arguments[0]))
                    .withListener(new TrainingListener() {
                        @Override
                        public void stepped(Step step) {
                            out.println("step " + step.number());
                            out.flush();
                        }
                    })
                    .resume();
            out.println(toy.digest());
        }
    }

    private Process start(Path run, int threads) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "--add-modules", "jdk.incubator.vector",
                "-cp", System.getProperty("java.class.path"), Run.class.getName(), run.toString(), "" + threads));
        return new ProcessBuilder(command).redirectError(folder.resolve("errors.txt").toFile()).start();
    }

    /** Kills the run after so many steps; never for 0. Returns its last line. */
    private String run(String name, int threads, int steps) throws IOException, InterruptedException {
        Process process = start(folder.resolve(name), threads);
        String last = "";
        int seen = 0;
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (++seen == steps) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            assertThat(steps).as("the stream of a killed process may break").isPositive();
        }
        int status = process.waitFor();
        assertThat(status == 0).as(Files.readString(folder.resolve("errors.txt"))).isEqualTo(steps == 0);
        return last;
    }

    @Test
    void endsWithTheSameBitsWhereverItWasKilledAndWithAnyThreads() throws IOException, InterruptedException {
        String whole = run("whole", 1, 0);
        assertThat(whole).hasSize(64);
        assertThat(run("whole2", 2, 0)).isEqualTo(whole);
        run("killed", 2, 3);
        run("killed", 1, 11);
        run("killed", 2, 1);
        assertThat(run("killed", 2, 0)).isEqualTo(whole);
        assertThat(new Checkpoints(folder.resolve("killed"), 0).steps()).containsExactly(55L, 56L);
    }
}
