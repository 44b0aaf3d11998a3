package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, that is killed, asked to end, or has no room on the disk; and what resuming makes of it. */
class TrainProcessTest {

    private static final int STEPS = 60;

    @TempDir
    Path folder;

    private Path model;
    private Path lines;

    private record Ended(int code, List<String> err) {}

    @BeforeEach
    void writeData() throws IOException {
        assumeThat(File.separatorChar).as("a system with signals").isEqualTo('/');
        model = TinyModel.write(folder.resolve("model"));
        lines = Files.write(folder.resolve("lines.txt"), TrainCommandTest.LINES);
    }

    private List<String> arguments(Path output, int threads, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train", "simcse", "--train", lines.toString(), "--model", model.toString(), "--output", output.toString(),
                "--batch-size", "4", "--epochs", Integer.toString(STEPS / 3), "--learning-rate", "3e-3", "--save-steps", "1",
                "--save-total-limit", "3", "--threads", Integer.toString(threads)));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private Process start(String limit, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", limit + "exec \"$@\"", "isotropy"));
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC",
                "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), Isotropy.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** What is done to a process. */
    private interface Deed {
        void to(Process process);
    }

    /** Does the deed once so many checkpoints have been saved. */
    private Ended run(String limit, List<String> arguments, int checkpoints, Deed deed) throws IOException, InterruptedException {
        Process process = start(limit, arguments);
        List<String> said = new ArrayList<>();
        int saved = 0;
        try (BufferedReader reader = process.errorReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                said.add(line);
                if (line.contains(": saved ") && ++saved == checkpoints) {
                    deed.to(process);
                }
            }
        } catch (IOException e) {
            said.add("the stream of a killed process broke");
        }
        return new Ended(process.waitFor(), said);
    }

    private static Run inProcess(List<String> arguments) {
        return Run.of(arguments.toArray(String[]::new));
    }

    private String whole() throws IOException {
        Path output = folder.resolve("whole");
        Run run = inProcess(arguments(output, 1));
        assertThat(run.code()).as(run.err()).isZero();
        return TrainCommandTest.digest(output);
    }

    @Test
    void aKilledRunEndsWithTheSameBits() throws IOException, InterruptedException {
        String whole = whole();
        Path output = folder.resolve("killed");
        int[] checkpoints = {2, 11, 1};
        for (int i = 0; i < checkpoints.length; i++) {
            Ended ended = run("", arguments(output, 1 + i % 2, "--resume"), checkpoints[i], Process::destroyForcibly);
            assertThat(ended.code()).as(String.join("\n", ended.err())).isEqualTo(137);
            assertThat(output.resolve("model.safetensors")).doesNotExist();
        }
        Run resumed = inProcess(arguments(output, 2, "--resume"));
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("goes on after step");
        assertThat(TrainCommandTest.digest(output)).isEqualTo(whole);
    }

    @Test
    void aRunThatIsAskedToEndSaysHowItGoesOn() throws IOException, InterruptedException {
        Path output = folder.resolve("asked");
        // SIGTERM, for which the JVM does what it does for SIGINT; a job in the background may have been told to ignore the latter
        Ended ended = run("", arguments(output, 2), 5, process -> process.toHandle().destroy());
        String said = String.join("\n", ended.err());
        assertThat(ended.code()).as(said).isEqualTo(143);
        assertThat(said).contains("stopped with a checkpoint; the same command with --resume goes on");
        Run resumed = inProcess(arguments(output, 1, "--resume"));
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(TrainCommandTest.digest(output)).isEqualTo(whole());
    }

    @Test
    void aModelWithoutRoomLeavesNothing() throws IOException, InterruptedException {
        String corpus = Files.writeString(folder.resolve("corpus.txt"), "the cat and a dog eat\n".repeat(20)).toString();
        Path output = folder.resolve("new/model");
        for (String command : List.of("word2vec", "lsa --dimension 1 --tokenizer characters-1-9")) {
            List<String> arguments = new ArrayList<>(List.of("train"));
            arguments.addAll(List.of(command.split(" ")));
            arguments.addAll(List.of("--corpus", corpus, "--output", output.toString()));
            Ended ended = run("ulimit -f 1; ", arguments, 0, _ -> {});
            assertThat(ended.code()).as(String.join("\n", ended.err())).isEqualTo(1);
            assertThat(ended.err().getLast()).contains("cannot write " + output + ": ");
            assertThat(folder.resolve("new")).doesNotExist();
        }
    }

    /** A limit on the size of files stands for a full disk: the weights fit, the optimizer's state, which is twice as large, does not. */
    @Test
    void aRunWithoutRoomKeepsItsLastCheckpoint() throws IOException, InterruptedException {
        Path output = folder.resolve("full");
        run("", arguments(output, 2), 4, Process::destroyForcibly);
        Ended ended = run("ulimit -f 80; ", arguments(output, 2, "--resume"), 0, _ -> {});
        String said = String.join("\n", ended.err());
        assertThat(ended.code()).as(said).isEqualTo(1);
        assertThat(ended.err().getLast()).containsPattern("checkpoint-\\d+: cannot be written: .*; the checkpoint of step \\d+ is intact");
        Run resumed = inProcess(arguments(output, 1, "--resume"));
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(TrainCommandTest.digest(output)).isEqualTo(whole());
    }
}
