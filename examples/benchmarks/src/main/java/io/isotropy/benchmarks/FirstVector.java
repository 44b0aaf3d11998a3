package io.isotropy.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a process that is timed from its start tells the one that times it, a line each: the vector as soon as it is
 * there, then the peak of its resident memory.
 */
public final class FirstVector {

    /** What every process embeds. */
    public static final String TEXT = "The quick brown fox jumps over the lazy dog.";

    static final String VECTOR = "vector ";
    static final String PEAK = "peak ";

    private FirstVector() {}

    /** Prints both lines. */
    public static void report(float[] vector, PrintStream out) {
        StringBuilder line = new StringBuilder(VECTOR);
        for (float value : vector) {
            line.append(String.format(Locale.ROOT, "%.5f ", value));
        }
        out.println(line);
        out.flush();
        out.println(PEAK + peakKilobytes());
    }

    /** The peak of this process's resident memory. */
    static long peakKilobytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("peak memory is known on Linux only", e);
        }
    }
}
