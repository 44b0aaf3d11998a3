package io.isotropy.nlp;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes folders of many files so that all of them are there, or none. */
public final class FolderWriter {

    private FolderWriter() {}

    /** Makes the files of a folder. */
    @FunctionalInterface
    public interface Filling {
        void fill(Path folder) throws IOException;
    }

    /**
     * Fills a folder beside {@code target} and then puts it in its place. What was there before goes only then, and comes back if the
     * exchange fails.
     */
    public static void write(Path target, Filling filling) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        NewFolder above = NewFolder.make(place.resolve("..").normalize());
        String name = "." + place.getFileName() + "." + ProcessHandle.current().pid();
        Path temporary = place.resolveSibling(name + ".tmp");
        Path old = place.resolveSibling(name + ".old");
        delete(temporary);
        boolean written = false;
        try {
            Files.createDirectory(temporary);
            filling.fill(temporary);
            if (Files.exists(place)) {
                Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
            }
            try {
                Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (Files.exists(old)) {
                    Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
                }
                throw e;
            }
            delete(old);
            written = true;
        } finally {
            delete(temporary);
            if (!written) {
                above.undo();
            }
        }
    }

    /**
     * Makes files in a folder within {@code target} and then moves them to their places, {@value ModelSettings#FILE} last. Other files of the target
     * stay. Where a file cannot be written, all is as it was, down to folders that were not there.
     */
    public static void add(Path target, Filling filling) throws IOException {
        NewFolder place = NewFolder.make(target);
        Path temporary = target.resolve("." + ProcessHandle.current().pid() + ".tmp");
        boolean written = false;
        try {
            delete(temporary);
            Files.createDirectory(temporary);
            filling.fill(temporary);
            List<Path> files;
            try (Stream<Path> made = Files.list(temporary)) {
                files = made.sorted(Comparator.comparing((Path file) -> file.endsWith(ModelSettings.FILE)).thenComparing(file -> file)).toList();
            }
            for (Path file : files) {
                Files.move(file, target.resolve(temporary.relativize(file)), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            written = true;
        } finally {
            delete(temporary);
            if (!written) {
                place.undo();
            }
        }
    }

    /** Copies a folder with all that is in it, but for hidden files; what links lead to is copied, not the links. */
    public static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            all = tree.filter(path -> isVisible(from.relativize(path))).toList();
        }
        for (Path path : all) {
            Path copy = to.resolve(from.relativize(path));
            if (Files.isDirectory(path)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(path, copy);
            }
        }
    }

    private static boolean isVisible(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /** Deletes a folder with all that is in it, if there is one. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
