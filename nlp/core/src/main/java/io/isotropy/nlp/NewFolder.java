package io.isotropy.nlp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that was made, with those above it, if it was not there, and that can be taken away again where nothing comes of it.
 *
 * @param folder the folder
 * @param made what was not there before, the innermost first
 */
public record NewFolder(Path folder, List<Path> made) {

    /** Makes a folder, and those above it that are missing. */
    public static NewFolder make(Path folder) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path one = folder.toAbsolutePath().normalize(); one != null && !Files.exists(one); one = one.getParent()) {
            missing.add(one);
        }
        Files.createDirectories(folder);
        return new NewFolder(folder, List.copyOf(missing));
    }

    /** Deletes the folder with all that is in it, if it was made, and those above it that were, as far as nothing else is in them. */
    public void undo() throws IOException {
        if (made.isEmpty()) {
            return;
        }
        FolderWriter.delete(made.getFirst());
        for (Path above : made.subList(1, made.size())) {
            if (!isEmpty(above)) {
                return;
            }
            Files.delete(above);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
