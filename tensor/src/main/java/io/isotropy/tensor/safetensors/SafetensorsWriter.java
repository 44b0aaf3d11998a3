package io.isotropy.tensor.safetensors;

import static io.isotropy.tensor.safetensors.SafetensorsException.quote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes safetensors files, byte for byte as the format's own library does. */
public final class SafetensorsWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private SafetensorsWriter() {}

    /**
     * Writes all entries to {@code target}, by way of a temporary file in its folder: readers see the old file or the
     * whole new one, and a write that fails or is interrupted leaves nothing behind.
     *
     * @param entries in any order; the file has them by type, widest first, then by name
     * @param metadata free-form strings; without any, the file has no {@code __metadata__}
     * @throws SafetensorsException if a name comes twice, or an entry writes more or fewer bytes than its shape needs
     */
    public static void write(Path target, List<SafetensorsEntry> entries, Map<String, String> metadata)
            throws IOException {
        List<SafetensorsEntry> sorted = entries.stream()
                .sorted(Comparator.comparing(SafetensorsEntry::dtype)
                        .reversed()
                        .thenComparing(entry -> entry.name().codePoints().toArray(), Arrays::compare))
                .toList();
        byte[] header = header(target, sorted, metadata);
        Path folder = target.toAbsolutePath().getParent();
        Path name = target.getFileName();
        if (folder == null || name == null) {
            throw new SafetensorsException(target, "is not the name of a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new SafetensorsException(target, "cannot be written: there is no folder " + folder);
        }
        // Not Files.createTempFile, which would make the result private to its owner.
        Path temporary = folder.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                writeFully(channel, ByteBuffer.wrap(header));
                for (SafetensorsEntry entry : sorted) {
                    writeEntry(target, entry, channel);
                }
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The length field and the JSON, padded with spaces to a multiple of 8. */
    private static byte[] header(Path target, List<SafetensorsEntry> entries, Map<String, String> metadata)
            throws SafetensorsException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[8]);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectPropertyStart("__metadata__");
                new TreeMap<>(metadata).forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            Set<String> names = new HashSet<>();
            long begin = 0;
            for (SafetensorsEntry entry : entries) {
                if (!names.add(entry.name()) || entry.name().equals("__metadata__")) {
                    throw new SafetensorsException(target,
                            "cannot hold two tensors, or a tensor and the metadata, of one name: "
                            + quote(entry.name()));
                }
                writeInfo(json, entry, begin);
                begin = Math.addExact(begin, entry.byteLength());
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        int length = bytes.size() - 8;
        if (length > Header.LONGEST) {
            throw new SafetensorsException(
                    target, "would have a header of " + length + " bytes, at most " + Header.LONGEST + " are allowed");
        }
        byte[] header = bytes.toByteArray();
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return header;
    }

    private static void writeInfo(JsonGenerator json, SafetensorsEntry entry, long begin) {
        json.writeObjectPropertyStart(entry.name());
        json.writeStringProperty("dtype", entry.dtype().name());
        json.writeArrayPropertyStart("shape");
        for (long size : entry.shape()) {
            json.writeNumber(size);
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(begin + entry.byteLength());
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeEntry(Path target, SafetensorsEntry entry, FileChannel channel) throws IOException {
        long start = channel.position();
        long expected = entry.byteLength();
        entry.payload().writeTo(new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                if (channel.position() - start + bytes.remaining() > expected) {
                    throw new SafetensorsException(target, "tensor " + quote(entry.name())
                            + " was given more bytes than the "
                            + expected + " of " + entry.dtype() + " " + Arrays.toString(entry.shape()));
                }
                return writeFully(channel, bytes);
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() {}
        });
        if (channel.position() - start != expected) {
            throw new SafetensorsException(target, "tensor " + quote(entry.name()) + " was given "
                    + (channel.position() - start) + " bytes, " + entry.dtype() + " " + Arrays.toString(entry.shape())
                    + " needs " + expected);
        }
    }

    private static int writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return count;
    }
}
