package io.isotropy.nlp.hub;

import io.isotropy.nlp.FolderWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of finished models. A model is made in a hidden folder beside its place, flushed to disk, then renamed: a
 * folder with a model's name is whole. A lock file keeps two processes from fetching the same model at once; where the
 * file system has no locks, both fetch, and the first to rename wins.
 */
final class ModelCache {
    /** File locks exclude processes, not the threads of one: those take turns here. */
    private static final ConcurrentHashMap<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

    private final Path models;

    ModelCache(Path cache) {
        this.models = cache.toAbsolutePath().normalize().resolve("models");
    }

    /** Writes a model's files into an empty folder. */
    interface Maker {
        void make(Path folder) throws IOException;
    }

    /** Where a model of that name is or would be. */
    Path place(String name) {
        return models.resolve(name);
    }

    /** The finished model, or null. */
    @Nullable Path find(String name) {
        Path place = place(name);
        if (!Files.exists(place)) {
            return null;
        }
        if (!isModel(place)) {
            throw new HubException(place + " is in the way: it is no model folder (no config.json in it); delete it, or"
                    + " put the model's files there");
        }
        return place;
    }

    static boolean isModel(Path folder) {
        return Files.isRegularFile(folder.resolve("config.json"))
                || Files.isRegularFile(folder.resolve("modules.json"));
    }

    /** Names of the finished models. */
    List<String> names() {
        try (Stream<Path> entries = Files.list(models)) {
            return entries.filter(entry -> Files.isDirectory(entry) && isModel(entry))
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new HubException("The model cache " + models + " cannot be read: " + HubException.reason(e), e);
        }
    }

    /** The finished model, made now if it is not there yet. */
    Path get(String name, Maker maker) {
        Path finished = find(name);
        if (finished != null) {
            return finished;
        }
        Path place = place(name);
        ReentrantLock turn = TURNS.computeIfAbsent(place, path -> new ReentrantLock());
        turn.lock();
        try {
            Files.createDirectories(models);
            try (FileChannel file = openLock(name);
                    FileLock lock = lock(file)) {
                finished = find(name); // another process may have made it while this one waited
                return finished != null ? finished : make(name, maker, lock != null);
            }
        } catch (IOException e) {
            throw cannotWrite(name, e);
        } finally {
            turn.unlock();
        }
    }

    private FileChannel openLock(String name) throws IOException {
        return FileChannel.open(
                models.resolve("." + name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock lock(FileChannel file) {
        try {
            return file.lock();
        } catch (IOException e) {
            return null; // no locks here, as on some network file systems: the first rename wins
        }
    }

    private Path make(String name, Maker maker, boolean alone) throws IOException {
        if (alone) {
            deleteLeftovers(name);
        }
        Path temporary = models.resolve("." + name + ".tmp-" + UUID.randomUUID());
        try {
            Files.createDirectory(temporary);
            maker.make(temporary);
            flush(temporary);
            Path place = place(name);
            try {
                Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                Path finished = find(name);
                if (finished != null) {
                    return finished;
                }
                throw e;
            }
            flushFolder(models);
            return place;
        } finally {
            FolderWriter.delete(temporary);
        }
    }

    /** What a process that was killed left behind. */
    private void deleteLeftovers(String name) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(models)) {
            leftovers = entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith("." + name + ".tmp-"))
                    .toList();
        }
        for (Path leftover : leftovers) {
            FolderWriter.delete(leftover);
        }
    }

    /** Deletes what is in the folder. */
    static void empty(Path folder) throws IOException {
        List<Path> entries;
        try (Stream<Path> list = Files.list(folder)) {
            entries = list.toList();
        }
        for (Path entry : entries) {
            FolderWriter.delete(entry);
        }
    }

    private static void flush(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            if (Files.isDirectory(path)) {
                flushFolder(path);
            } else {
                try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    file.force(true);
                }
            }
        }
    }

    /** Makes the names in a folder last; Windows has no such call and needs none. */
    private static void flushFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    private HubException cannotWrite(String name, IOException e) {
        String why = e instanceof AccessDeniedException ? "no permission to write there" : HubException.reason(e);
        return new HubException(
                "The model " + name + " could not be stored under " + models + ": " + why
                        + ". Make room or give permission there, or name another folder with ISOTROPY_CACHE.",
                e);
    }
}
