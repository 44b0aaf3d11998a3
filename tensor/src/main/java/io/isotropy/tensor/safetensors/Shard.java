package io.isotropy.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One open file and its checked header. */
record Shard(Path file, FileChannel channel, Header header) implements AutoCloseable {

    static Shard open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new SafetensorsException(file,
                    "is a folder; name the .safetensors file or the .safetensors.index.json in it");
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new SafetensorsException(file, "there is no such file", e);
        }
        try {
            return new Shard(file, channel, Header.read(file, channel));
        } catch (IOException | RuntimeException | Error e) {
            try (channel) {
                throw e;
            }
        }
    }

    /**
     * Fills {@code bytes} with the tensor's bytes from {@code from} on. Positional, so any number of threads may read.
     */
    void read(TensorInfo info, long from, ByteBuffer bytes) throws IOException {
        long position = header.dataStart() + info.begin() + from;
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            int count;
            try {
                count = channel.read(bytes, position + bytes.position() - start);
            } catch (ClosedChannelException e) {
                throw new SafetensorsException(file, "was closed before tensor "
                        + SafetensorsException.quote(info.name())
                        + " was read", e);
            }
            if (count < 0) {
                throw new SafetensorsException(file, "became shorter since it was opened: tensor "
                        + SafetensorsException.quote(info.name()) + " needs byte "
                        + (position + bytes.position() - start));
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
