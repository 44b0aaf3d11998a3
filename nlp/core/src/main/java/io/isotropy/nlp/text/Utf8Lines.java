package io.isotropy.nlp.text;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file in strict UTF-8. A line ends at \n or \r\n and nowhere else: readers that also split at \r, U+0085 or U+2028 count
 * other lines than the tools that wrote the file. A byte order mark at the start is dropped; bytes that are not UTF-8 are an error with a
 * line number, where the JDK's readers give none.
 */
public final class Utf8Lines implements Closeable {

    /** A line must fit memory several times over; no text is this long, so a longer line means another kind of file. */
    private static final int LONGEST = 64 << 20;

    private static final String BROKEN = "its packed data is damaged or cut short; compress or fetch it again";

    private final InputStream in;
    private final String name;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private byte[] part = new byte[1 << 10];
    private int partLength;
    private CharBuffer chars = CharBuffer.allocate(1 << 10);
    private long line;
    private long bytes;

    /**
     * Lines of a file, which is unpacked if it is compressed by gzip or bzip2, whatever it is called.
     *
     * @throws TextFileException if it is no file that can be read; the message says why
     */
    public static Utf8Lines open(Path file) throws IOException {
        return new Utf8Lines(bytes(file), file.toString());
    }

    /** Lines of a stream, which is unpacked if its first bytes, once they come, are those of gzip or bzip2; messages call it {@code name}. */
    public static Utf8Lines unpacking(InputStream in, String name) {
        return new Utf8Lines(new Unpacking(in, name), name);
    }

    /**
     * The bytes of a file, which is unpacked if it is compressed by gzip or bzip2, whatever it is called. What goes wrong there later
     * is {@link #damaged}.
     *
     * @throws TextFileException if it is no file that can be read; the message says why
     */
    public static InputStream bytes(Path file) throws IOException {
        return unpacked(Files.newInputStream(readable(file)), file.toString());
    }

    /** What to say of a compressed file that cannot be unpacked. */
    public static TextFileException damaged(Path file) {
        return new TextFileException(file.toString(), BROKEN);
    }

    private static Path readable(Path file) throws TextFileException {
        if (!Files.exists(file)) {
            throw new TextFileException(file.toString(), "no such file");
        }
        if (Files.isDirectory(file)) {
            throw new TextFileException(file.toString(), "is a folder; give a file");
        }
        if (!Files.isReadable(file)) {
            throw new TextFileException(file.toString(), "cannot be read: permission denied");
        }
        return file;
    }

    private static InputStream unpacked(InputStream raw, String name) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, 3);
        try {
            byte[] start = in.readNBytes(3);
            in.unread(start);
            if (start.length >= 2 && start[0] == (byte) 0x1F && start[1] == (byte) 0x8B) { // RFC 1952, 2.3.1
                return new GZIPInputStream(in, 1 << 16);
            }
            if (start.length == 3 && start[0] == 'B' && start[1] == 'Z' && start[2] == 'h') {
                return new Bzip2(in);
            }
            return in;
        } catch (EOFException | ZipException e) {
            raw.close();
            throw new TextFileException(name, BROKEN);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** Looks at the first bytes when they are asked for: stdin may wait for somebody who types. */
    private static final class Unpacking extends InputStream {

        private final InputStream raw;
        private final String name;
        private @Nullable InputStream in;

        private Unpacking(InputStream raw, String name) {
            this.raw = raw;
            this.name = name;
        }

        private InputStream in() throws IOException {
            InputStream opened = in;
            if (opened == null) {
                opened = unpacked(raw, name);
                in = opened;
            }
            return opened;
        }

        @Override
        public int read() throws IOException {
            return in().read();
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            return in().read(target, from, count);
        }

        @Override
        public void close() throws IOException {
            raw.close();
        }
    }

    /** All streams of a file made by bzip2 or pbzip2, with errors as gzip's are. */
    private static final class Bzip2 extends FilterInputStream {

        private Bzip2(InputStream in) throws IOException {
            super(open(in));
        }

        private static InputStream open(InputStream in) throws IOException {
            try {
                return new BZip2CompressorInputStream(new BufferedInputStream(in, 1 << 16), true);
            } catch (IOException e) {
                throw (ZipException) new ZipException(e.getMessage()).initCause(e);
            }
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            try {
                return in.read(target, from, count);
            } catch (IOException e) {
                throw (ZipException) new ZipException(e.getMessage()).initCause(e);
            }
        }
    }

    /** Lines of {@code in}, which messages call {@code name}. */
    public Utf8Lines(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /** The next line without its end; null after the last. What follows the last line end is a line unless it is empty. */
    public @Nullable String next() throws IOException {
        partLength = 0;
        while (true) {
            if (position == limit && !fill()) {
                String last = partLength == 0 ? "" : decoded(part, 0, partLength);
                return last.isEmpty() ? null : last; // empty also where the file is but a byte order mark
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (end < limit && partLength == 0) {
                String text = decoded(buffer, position, withoutReturn(buffer, position, end));
                position = end + 1;
                return text;
            }
            append(end);
            if (end < limit) {
                position = end + 1;
                return decoded(part, 0, withoutReturn(part, 0, partLength));
            }
        }
    }

    /** The number of lines so far, which is that of the last line, from 1. */
    public long line() {
        return line;
    }

    /** The bytes read so far, unpacked. */
    public long bytes() {
        return bytes;
    }

    /** Whether the file is compressed, so that its size is not that of its lines. */
    public boolean packed() {
        return in instanceof GZIPInputStream || in instanceof Bzip2;
    }

    /** An error about the last line. */
    public TextFileException error(String problem) {
        return new TextFileException(name, line, problem);
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        try {
            limit = Math.max(0, in.read(buffer));
        } catch (EOFException | ZipException e) {
            line++;
            throw error(BROKEN);
        }
        if (bytes == 0 && isUtf16()) {
            line++;
            throw error("has a zero byte beside nearly every letter, as UTF-16 has; save the file as UTF-8");
        }
        bytes += limit;
        return limit > 0;
    }

    /** Whether the first bytes are zero at every other place or so: text of letters below U+0100 in UTF-16. */
    private boolean isUtf16() {
        int[] zeros = new int[2];
        for (int i = 0; i < limit; i++) {
            zeros[i & 1] += buffer[i] == 0 ? 1 : 0;
        }
        return limit >= 4 && Math.max(zeros[0], zeros[1]) > limit / 4 && Math.min(zeros[0], zeros[1]) <= limit / 16;
    }

    private static int withoutReturn(byte[] source, int from, int to) {
        return to > from && source[to - 1] == '\r' ? to - 1 : to;
    }

    private void append(int end) throws TextFileException {
        int count = end - position;
        if ((long) partLength + count > LONGEST) {
            line++;
            throw error("is longer than " + (LONGEST >> 20) + " MiB; one line is one text");
        }
        if (partLength + count > part.length) {
            part = Arrays.copyOf(part, Math.max(partLength + count, (int) Math.min(LONGEST, part.length * 2L)));
        }
        System.arraycopy(buffer, position, part, partLength, count);
        partLength += count;
        position = end;
    }

    private String decoded(byte[] source, int from, int to) throws TextFileException {
        line++;
        boolean marked = line == 1 && to - from >= 3
                && source[from] == (byte) 0xEF && source[from + 1] == (byte) 0xBB && source[from + 2] == (byte) 0xBF;
        ByteBuffer left = ByteBuffer.wrap(source, marked ? from + 3 : from, to - (marked ? from + 3 : from));
        if (chars.capacity() < left.remaining()) {
            chars = CharBuffer.allocate(Math.max(left.remaining(), chars.capacity() * 2));
        }
        CoderResult result = decoder.reset().decode(left, chars.clear(), true);
        if (result.isError()) {
            throw error("the byte 0x%02X at place %d is not UTF-8; save the file as UTF-8"
                    .formatted(source[left.position()], left.position() - from + 1));
        }
        return chars.flip().toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
