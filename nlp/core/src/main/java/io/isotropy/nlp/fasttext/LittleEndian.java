package io.isotropy.nlp.fasttext;

import io.isotropy.kernels.Buffer;
import io.isotropy.nlp.ModelFolderException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads a file of little-endian numbers, with what is left of it known before every claim of its headers. */
final class LittleEndian implements Closeable {

    private static final int WINDOW = 1 << 20;
    /** The longest word in bytes; a longer one means that the file is another. */
    private static final int LONGEST_WORD = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    /** How much of the file has come into the window. */
    private long read;

    LittleEndian(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = channel.size();
    }

    ModelFolderException error(String problem) {
        return new ModelFolderException(file, problem);
    }

    /** The bytes that follow. */
    long left() {
        return size - read + window.remaining();
    }

    private void fill(int bytes, String what) throws IOException {
        if (window.remaining() >= bytes) {
            return;
        }
        if (left() < bytes) {
            throw error("ends within " + what + "; it is cut short, fetch or train it again");
        }
        window.compact();
        while (window.position() < bytes) {
            int count = channel.read(window);
            if (count < 0) {
                throw error("was cut short by someone else while it was read");
            }
            read += count;
        }
        window.flip();
    }

    int readInt(String what) throws IOException {
        fill(Integer.BYTES, what);
        return window.getInt();
    }

    long readLong(String what) throws IOException {
        fill(Long.BYTES, what);
        return window.getLong();
    }

    double readDouble(String what) throws IOException {
        fill(Double.BYTES, what);
        return window.getDouble();
    }

    byte readByte(String what) throws IOException {
        fill(1, what);
        return window.get();
    }

    /** A text up to a byte 0; bytes that are not UTF-8 become U+FFFD. */
    String readText(String what) throws IOException {
        byte[] bytes = new byte[64];
        int length = 0;
        for (byte b = readByte(what); b != 0; b = readByte(what)) {
            if (length == LONGEST_WORD) {
                throw error("has a word of more than " + LONGEST_WORD + " bytes in " + what + ": the file is damaged or of another format");
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = b;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Reads finite numbers to all of a buffer. */
    void readFloats(Buffer target, int cols, String what) throws IOException {
        float[] part = new float[WINDOW / Float.BYTES];
        for (long at = 0; at < target.length(); ) {
            int count = (int) Math.min(part.length, target.length() - at);
            fill((int) Math.min(WINDOW, (long) count * Float.BYTES), what);
            FloatBuffer floats = window.asFloatBuffer();
            floats.get(part, 0, count);
            window.position(window.position() + count * Float.BYTES);
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(part[i])) {
                    throw error("has " + part[i] + " in row " + (at + i) / cols + " of " + what + "; only finite numbers make a vector");
                }
            }
            target.write(at, part, 0, count);
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
