package io.isotropy.autograd.train;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes scalars as TensorBoard reads them: a TFRecord file (length, checksum, data, checksum) of {@code Event} protocol buffers. The
 * handful of fields is written by hand: {@code event.proto} and {@code summary.proto} of TensorFlow give their numbers.
 */
final class EventFile implements Closeable {

    private static final int DOUBLE = 1;
    private static final int BYTES = 2;
    private static final int FLOAT = 5;

    private final OutputStream out;

    /**
     * Opens a new file in {@code folder}, which TensorBoard reads with those that are there already.
     *
     * @param firstStep what older files say about this step and later ones no longer counts: a run that was cut off goes on
     */
    EventFile(Path folder, long firstStep, long millis) throws IOException {
        Files.createDirectories(folder);
        String name = "events.out.tfevents.%010d.isotropy.%d.%d".formatted(millis / 1000, ProcessHandle.current().pid(), firstStep);
        out = Files.newOutputStream(folder.resolve(name));
        ByteArrayOutputStream version = event(millis, 0);
        field(version, 3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
        record(version);
        if (firstStep > 1) {
            ByteArrayOutputStream start = event(millis, firstStep);
            field(start, 7, new byte[] {1 << 3, 1}); // SessionLog { status: START }
            record(start);
        }
    }

    /** Adds a scalar. */
    void add(String tag, long step, double value, long millis) throws IOException {
        ByteArrayOutputStream scalar = new ByteArrayOutputStream();
        field(scalar, 1, tag.getBytes(StandardCharsets.UTF_8));
        key(scalar, 2, FLOAT);
        scalar.writeBytes(little(4).putFloat((float) value).array());
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        field(summary, 1, scalar.toByteArray());
        ByteArrayOutputStream event = event(millis, step);
        field(event, 5, summary.toByteArray());
        record(event);
    }

    private static ByteArrayOutputStream event(long millis, long step) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        key(event, 1, DOUBLE);
        event.writeBytes(little(8).putDouble(millis / 1000.0).array());
        if (step != 0) { // which is what a field that is not there means
            key(event, 2, 0);
            varint(event, step);
        }
        return event;
    }

    private static void field(ByteArrayOutputStream message, int number, byte[] bytes) {
        key(message, number, BYTES);
        varint(message, bytes.length);
        message.writeBytes(bytes);
    }

    private static void key(ByteArrayOutputStream message, int number, int wireType) {
        message.write(number << 3 | wireType);
    }

    private static void varint(ByteArrayOutputStream message, long value) {
        long rest = value;
        for (; rest > 127; rest >>>= 7) {
            message.write((int) rest & 127 | 128);
        }
        message.write((int) rest);
    }

    private void record(ByteArrayOutputStream event) throws IOException {
        byte[] data = event.toByteArray();
        byte[] length = little(8).putLong(data.length).array();
        out.write(length);
        out.write(checksum(length));
        out.write(data);
        out.write(checksum(data));
        out.flush();
    }

    /** CRC-32C, rotated and shifted, so that a checksum of checksums is one. */
    private static byte[] checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        return little(4).putInt(Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8).array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
