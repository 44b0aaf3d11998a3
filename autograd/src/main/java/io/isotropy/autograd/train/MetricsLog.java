package io.isotropy.autograd.train;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run measures, as {@code metrics.tsv} (step, epoch, metric, value: one figure a line) and as TensorBoard's event files beside it.
 * A run that goes on from a step first drops what was written after it.
 */
final class MetricsLog implements Closeable {

    static final String FILE = "metrics.tsv";

    private static final String HEADER = "step\tepoch\tmetric\tvalue";

    private final Writer table;
    private final EventFile events;

    /** @param step the last step that counts; 0 for a new run */
    MetricsLog(Path folder, long step) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        List<String> kept = new ArrayList<>(List.of(HEADER));
        if (step > 0 && Files.exists(file)) {
            Files.readAllLines(file).stream().skip(1).filter(line -> upTo(step, line)).forEach(kept::add);
        }
        Path temporary = folder.resolve("." + FILE + ".tmp");
        Files.writeString(temporary, String.join("\n", kept) + "\n");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        table = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        events = new EventFile(folder, step + 1, System.currentTimeMillis());
    }

    /** A line that was cut off when the run was is no longer wanted either. */
    private static boolean upTo(long step, String line) {
        String[] fields = line.split("\t", -1);
        try {
            return fields.length == 4 && !fields[3].isEmpty() && Long.parseLong(fields[0]) <= step;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    void add(long step, double epoch, Map<String, Double> metrics) throws IOException {
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            table.write("%d\t%s\t%s\t%s\n".formatted(step, epoch, metric.getKey(), metric.getValue()));
            events.add(metric.getKey(), step, metric.getValue(), System.currentTimeMillis());
        }
        table.flush();
    }

    @Override
    public void close() throws IOException {
        try (events) {
            table.close();
        }
    }
}
