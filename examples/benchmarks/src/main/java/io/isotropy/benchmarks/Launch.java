package io.isotropy.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A JVM to be started, whose main prints {@link FirstVector}'s lines.
 *
 * @param name the contender's name
 * @param command the command line
 */
public record Launch(String name, List<String> command) {

    /** One run: seconds from the start of the process to its first vector, and its peak memory. */
    public record Run(double seconds, long peakKilobytes, float[] vector) {}

    /** This JVM's java with those options and that class path, on a main class and its arguments. */
    public static Launch of(
            String name, List<String> options, String classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new Launch(name, List.copyOf(command));
    }

    /** Starts the process, and waits for its end. */
    public Run run() {
        List<String> lines = new ArrayList<>();
        float[] vector = {};
        double seconds = 0;
        long peak = 0;
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                    if (line.startsWith(FirstVector.VECTOR)) {
                        seconds = (System.nanoTime() - start) * 1e-9;
                        vector = floats(line.substring(FirstVector.VECTOR.length()));
                    } else if (line.startsWith(FirstVector.PEAK)) {
                        peak = Long.parseLong(line.substring(FirstVector.PEAK.length()));
                    }
                }
            }
            int status = process.waitFor();
            if (status != 0 || vector.length == 0) {
                throw new IllegalStateException(
                        name + " ended with status " + status + ":\n" + String.join("\n", lines));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
        return new Run(seconds, peak, vector);
    }

    private static float[] floats(String text) {
        String[] words = text.strip().split(" ", -1);
        float[] values = new float[words.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(words[i]);
        }
        return values;
    }
}
