package io.isotropy.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a result goes. A file is written beside its place and renamed at {@link #commit}, so readers see the old one or the whole new one;
 * whatever ends the program before, SIGINT included, leaves the old one and no other. Stdout, devices and pipes are written as they are,
 * by way of a temporary file where the beginning can only be written at the end.
 */
final class Output implements Closeable {

    /** The program is about to end, since somebody pressed Ctrl-C. */
    static final class Interrupted extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final String name;
    /** What {@link #commit} renames {@link #temporary} to; null where it is copied to {@link #direct}, or nothing is left to do. */
    private final @Nullable Path target;
    private final @Nullable OutputStream direct;
    private final @Nullable Path temporary;
    private final @Nullable FileChannel channel;
    private final OutputStream stream;
    private final Thread hook = new Thread(this::abandon, "isotropy-cleanup");
    private boolean abandoned;
    private boolean committed;

    private Output(String name, @Nullable Path target, @Nullable OutputStream direct, @Nullable Path temporary)
            throws IOException {
        this.name = name;
        this.target = target;
        this.direct = direct;
        this.temporary = temporary;
        if (temporary != null) {
            Runtime.getRuntime().addShutdownHook(hook);
            channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            stream = new BufferedOutputStream(new Named(name, Channels.newOutputStream(channel)), 1 << 16);
        } else {
            channel = null;
            stream = new BufferedOutputStream(new Named(name, direct == null ? OutputStream.nullOutputStream() : direct), 1 << 16);
        }
    }

    /**
     * Opens a file, or stdout for "-".
     *
     * @param patched whether {@link #patch} will be called
     * @param inputs the names of files that it must not replace
     */
    static Output open(String name, boolean patched, Streams streams, String... inputs) throws IOException {
        if (name.equals("-")) {
            return new Output("to stdout", null, streams.out(), patched ? scratch() : null);
        }
        Path file = Arguments.path(name, "--output");
        if (Files.isDirectory(file)) {
            throw new InputException("the output " + name + " is a folder; give a file");
        }
        requireApart(file, inputs);
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new InputException("the output " + name + " is write-protected");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new Output(name, null, Files.newOutputStream(file, StandardOpenOption.WRITE), patched ? scratch() : null);
        }
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(); // a link stays one
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException("the output " + name + " cannot be written: its folder does not exist");
        }
        Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            return new Output(name, target, null, temporary);
        } catch (IOException e) {
            throw new InputException("the output " + name + " cannot be written: no file can be made in its folder ("
                    + Failures.reason(e) + ")");
        }
    }

    /** Complains of an output that would replace what it is made of. */
    static void requireApart(Path output, String... inputs) throws IOException {
        for (String input : inputs) {
            Path read = Arguments.path(input, "--input");
            if (Files.isRegularFile(output) && Files.exists(read) && Files.isSameFile(output, read)) {
                throw new InputException("the output " + output + " is the input, which it would replace; give another name");
            }
        }
    }

    private static Path scratch() {
        return Path.of(System.getProperty("java.io.tmpdir", "."), "isotropy-" + UUID.randomUUID() + ".tmp");
    }

    /** Takes the bytes; buffered. */
    OutputStream stream() {
        return stream;
    }

    /** Replaces the first bytes, which were written before. */
    void patch(byte[] beginning) throws IOException {
        stream.flush();
        if (channel == null) {
            throw new IllegalStateException("[patch] the output was not opened for it");
        }
        for (ByteBuffer bytes = ByteBuffer.wrap(beginning); bytes.hasRemaining(); ) {
            if (channel.write(bytes, bytes.position()) < 0) {
                throw new IOException(name + " takes no more bytes");
            }
        }
    }

    /** The result is whole: puts it in its place. */
    synchronized void commit() throws IOException {
        if (abandoned) {
            throw new Interrupted();
        }
        stream.flush();
        if (channel != null && temporary != null) {
            if (target != null) {
                channel.force(true);
                channel.close();
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else if (direct != null) {
                channel.position(0);
                Channels.newInputStream(channel).transferTo(new Named(name, direct));
            }
        }
        committed = true;
    }

    private synchronized void abandon() {
        abandoned = !committed;
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            // The program ends; a hidden file may stay behind, the result's place is untouched.
            return;
        }
    }

    /** Whether the program is ending before its time. */
    private synchronized boolean abandoned() {
        return abandoned;
    }

    @Override
    public void close() throws IOException {
        if (temporary == null) {
            if (direct != null && !name.equals("to stdout")) {
                direct.close();
            }
            return;
        }
        if (abandoned()) {
            return;
        }
        if (channel != null) {
            channel.close();
        }
        Files.deleteIfExists(temporary);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the program is ending already
        }
    }

    /** Errors with the name of what was written. */
    private static final class Named extends OutputStream {
        private final String name;
        private final OutputStream out;

        Named(String name, OutputStream out) {
            this.name = name;
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                throw new OutputException(name, e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw new OutputException(name, e);
            }
        }
    }
}
