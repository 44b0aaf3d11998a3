package io.isotropy.nlp.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files of UTF-8 text whole or not at all: first beside the target, then renamed over it, so that no reader sees half of one. */
public final class TextFile {

    private TextFile() {}

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        void write(BufferedWriter out) throws IOException;
    }

    /** Writes a file; one that is there stays as it is until all of the new one is on the disk. */
    public static void write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp" + ProcessHandle.current().pid());
        try {
            try (BufferedWriter out = Files.newBufferedWriter(temporary)) {
                content.write(out);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
