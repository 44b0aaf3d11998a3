package io.isotropy.autograd.train;

import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: folders {@code checkpoint-STEP} with the weights ({@code model.safetensors}), the optimizer's moments and the
 * state of training ({@code optimizer.safetensors}), and the same state for people ({@code trainer_state.json}).
 *
 * <p>A checkpoint is written under another name, brought to the disk and renamed: after a crash it is there as a whole or not at all.
 * What resuming reads of the state stands in the metadata of the file with the moments, so that the two are of one step.
 */
final class Checkpoints {

    static final String MODEL = "model.safetensors";
    static final String OPTIMIZER = "optimizer.safetensors";
    static final String STATE = "trainer_state.json";

    private static final String NAME = "checkpoint-";
    private static final String UNFINISHED = ".checkpoint-";

    private final Path folder;
    private final int limit;

    /** @param limit the most checkpoints that are kept, the newest ones; 0 for all */
    Checkpoints(Path folder, int limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** Writes a checkpoint, then deletes the oldest beyond the limit. */
    Path write(long step, List<SafetensorsEntry> weights, List<SafetensorsEntry> moments, Map<String, String> state)
            throws IOException {
        Path target = folder.resolve(NAME + step);
        Path temporary = folder.resolve(UNFINISHED + step + ".tmp");
        try {
            Files.createDirectories(folder);
            delete(temporary);
            Files.createDirectory(temporary);
            SafetensorsWriter.write(temporary.resolve(MODEL), weights, Map.of("format", "pt"));
            SafetensorsWriter.write(temporary.resolve(OPTIMIZER), moments, state);
            writeFully(temporary.resolve(STATE), json(state));
            force(temporary);
            if (Files.exists(target)) {
                delete(target); // of the same step, so of the same content or of another run
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } catch (IOException e) {
            throw unwritable(target, e);
        } finally {
            delete(temporary);
        }
        prune();
        return target;
    }

    /** What to say where a file of the run cannot be written. */
    CheckpointException unwritable(Path file, IOException e) {
        return new CheckpointException(file, "cannot be written: " + reason(e) + kept(), e, true);
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private String kept() {
        OptionalLong last = last();
        return last.isPresent() ? "; the checkpoint of step " + last.getAsLong() + " is intact" : "";
    }

    /** The step of the newest checkpoint. */
    OptionalLong last() {
        return steps().stream().mapToLong(step -> step).max();
    }

    Path of(long step) {
        return folder.resolve(NAME + step);
    }

    /** The steps of all checkpoints, ascending. */
    List<Long> steps() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).map(Checkpoints::step).flatMap(Optional::stream).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<Long> step(Path entry) {
        String name = String.valueOf(entry.getFileName());
        try {
            return name.startsWith(NAME) ? Optional.of(Long.parseLong(name.substring(NAME.length()))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Removes what a run that was killed while it wrote has left. */
    void clean() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> unfinished;
        try (Stream<Path> entries = Files.list(folder)) {
            unfinished = entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith(UNFINISHED)).toList();
        }
        for (Path entry : unfinished) {
            delete(entry);
        }
    }

    /** The state of training of a checkpoint. */
    Map<String, String> state(long step) throws IOException {
        Path file = of(step).resolve(OPTIMIZER);
        if (!Files.exists(file)) {
            throw new CheckpointException(of(step), "has no " + OPTIMIZER + ", so no run can go on from it; give another, or start anew");
        }
        try (SafetensorsFile moments = SafetensorsFile.open(file)) {
            return moments.metadata();
        }
    }

    private void prune() throws IOException {
        List<Long> steps = steps();
        for (int i = 0; limit > 0 && i < steps.size() - limit; i++) {
            delete(of(steps.get(i)));
        }
    }

    /** A folder with its files; renamed first, so that a crash leaves no half of a checkpoint. */
    private void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Path doomed = tree;
        if (!String.valueOf(tree.getFileName()).startsWith(UNFINISHED)) {
            doomed = folder.resolve(UNFINISHED + tree.getFileName() + ".old");
            delete(doomed);
            Files.move(tree, doomed, StandardCopyOption.ATOMIC_MOVE);
        }
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(doomed)) {
            walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    private static void writeFully(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Brings a folder's list of names to the disk, where the system can. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the order of renames is the file system's own affair.
        }
    }

    /** A flat object of strings, by name. */
    static String json(Map<String, String> state) {
        StringBuilder text = new StringBuilder("{");
        String separator = "\n";
        for (Map.Entry<String, String> entry : new TreeMap<>(state).entrySet()) {
            text.append(separator).append("  ").append(quoted(entry.getKey())).append(": ").append(quoted(entry.getValue()));
            separator = ",\n";
        }
        return text.append("\n}\n").toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
