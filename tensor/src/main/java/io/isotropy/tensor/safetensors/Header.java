package io.isotropy.tensor.safetensors;

import static io.isotropy.tensor.safetensors.SafetensorsException.quote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of a file: 8 bytes of length n, little-endian, then n bytes of JSON, then the data section. Everything it
 * says is checked against the file before anyone allocates by it.
 *
 * @param tensors by name, in the header's order
 * @param dataStart where the data section begins in the file
 */
record Header(Map<String, TensorInfo> tensors, Map<String, String> metadata, long dataStart) {

    /** The format's own bound on the JSON, in bytes. */
    static final int LONGEST = 100_000_000;

    static Header read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < 8) {
            throw new SafetensorsException(file, "has " + size
                    + " bytes, a safetensors file begins with 8 bytes of header length");
        }
        long length = readFully(file, channel, 0, 8).getLong(0);
        if (length < 0 || length > LONGEST) {
            throw new SafetensorsException(
                    file, "claims a header of " + Long.toUnsignedString(length) + " bytes, at most " + LONGEST
                    + " are allowed");
        }
        if (length > size - 8) {
            throw new SafetensorsException(
                    file, "claims a header of " + length + " bytes, but only " + (size - 8)
                    + " follow its length field");
        }
        byte[] json = readFully(file, channel, 8, (int) length).array();
        if (length == 0 || json[0] != '{') {
            throw new SafetensorsException(file, "the header must begin with '{': this is not a safetensors file");
        }
        return parse(file, json, 8 + length, size - 8 - length);
    }

    private static ByteBuffer readFully(Path file, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new SafetensorsException(file, "ends at byte " + (position + bytes.position())
                        + ", inside the header");
            }
        }
        return bytes.flip();
    }

    private static Header parse(Path file, byte[] bytes, long dataStart, long dataLength) throws SafetensorsException {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = null;
        try (StrictJson json = new StrictJson(file, "the header", new ByteArrayInputStream(bytes))) {
            json.beginObject("the header");
            for (String key = json.nextKey(); key != null; key = json.nextKey()) {
                boolean repeated;
                if (key.equals("__metadata__")) {
                    repeated = metadata != null;
                    metadata = parseMetadata(json);
                } else {
                    repeated = tensors.put(key, parseTensor(json, key, dataLength)) != null;
                }
                if (repeated) {
                    throw json.problem("the header has " + quote(key) + " twice");
                }
            }
            json.end();
        }
        checkCover(file, tensors, dataLength);
        return new Header(
                Collections.unmodifiableMap(tensors),
                metadata == null ? Map.of() : Collections.unmodifiableMap(metadata),
                dataStart);
    }

    private static Map<String, String> parseMetadata(StrictJson json) throws SafetensorsException {
        Map<String, String> metadata = new LinkedHashMap<>();
        json.beginObject("__metadata__");
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (metadata.put(key, json.string("__metadata__ value of " + quote(key))) != null) {
                throw json.problem("__metadata__ has " + quote(key) + " twice");
            }
        }
        return metadata;
    }

    private static TensorInfo parseTensor(StrictJson json, String name, long dataLength) throws SafetensorsException {
        String tensor = "tensor " + quote(name);
        DType dtype = null;
        long[] shape = null;
        long[] offsets = null;
        json.beginObject(tensor);
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            boolean repeated;
            switch (key) {
                case "dtype" -> {
                    repeated = dtype != null;
                    dtype = parseDType(json, tensor);
                }
                case "shape" -> {
                    repeated = shape != null;
                    shape = parseSizes(json, tensor + ": shape");
                }
                case "data_offsets" -> {
                    repeated = offsets != null;
                    offsets = parseSizes(json, tensor + ": data_offsets");
                }
                default -> throw json.problem(
                        tensor + " has the key " + quote(key) + ", expected only dtype, shape, data_offsets");
            }
            if (repeated) {
                throw json.problem(tensor + " has the key " + quote(key) + " twice");
            }
        }
        return check(
                json, name,
                present(json, tensor, "dtype", dtype),
                present(json, tensor, "shape", shape),
                present(json, tensor, "data_offsets", offsets),
                dataLength);
    }

    private static <T> T present(StrictJson json, String tensor, String key, @Nullable T value)
            throws SafetensorsException {
        if (value == null) {
            throw json.problem(tensor + " lacks the key '" + key + "'");
        }
        return value;
    }

    private static DType parseDType(StrictJson json, String tensor) throws SafetensorsException {
        String name = json.string(tensor + ": dtype");
        DType dtype = DType.named(name);
        if (dtype == null) {
            throw json.problem(tensor + " has the unknown dtype " + quote(name) + ", expected one of "
                    + Arrays.toString(DType.values()));
        }
        return dtype;
    }

    private static long[] parseSizes(StrictJson json, String where) throws SafetensorsException {
        List<Long> sizes = new ArrayList<>(4);
        json.beginArray(where);
        for (long size = json.nextSize(where); size >= 0; size = json.nextSize(where)) {
            sizes.add(size);
        }
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private static TensorInfo check(
            StrictJson json, String name, DType dtype, long[] shape, long[] offsets, long dataLength)
            throws SafetensorsException {
        String tensor = "tensor " + quote(name);
        if (offsets.length != 2) {
            throw json.problem(tensor + ": data_offsets must be [begin, end], found " + offsets.length + " numbers");
        }
        long begin = offsets[0];
        long end = offsets[1];
        if (begin > end || end > dataLength) {
            throw json.problem(tensor + ": data_offsets [" + begin + ", " + end
                    + "] must ascend within the data section of " + dataLength + " bytes");
        }
        long bits = dtype.bits();
        for (long size : shape) {
            long product = Math.multiplyHigh(bits, size) == 0 ? bits * size : -1;
            if (product < 0) {
                throw json.problem(tensor + ": shape " + Arrays.toString(shape)
                        + " has more elements than 64 bits count");
            }
            bits = product;
        }
        if (bits % 8 != 0 || bits / 8 != end - begin) {
            throw json.problem(tensor + ": data_offsets [" + begin + ", " + end + "] span " + (end - begin)
                    + " bytes, but "
                    + dtype + " " + Arrays.toString(shape) + " needs "
                    + (bits % 8 == 0 ? Long.toString(bits / 8) : bits + " bits, no whole number of bytes"));
        }
        return new TensorInfo(name, dtype, shape, begin, end);
    }

    /** The tensors, in order of place, must cover the data section without overlap or hole. */
    private static void checkCover(Path file, Map<String, TensorInfo> tensors, long dataLength)
            throws SafetensorsException {
        List<TensorInfo> places = new ArrayList<>(tensors.values());
        places.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        long covered = 0;
        for (TensorInfo info : places) {
            if (info.begin() != covered) {
                throw new SafetensorsException(file, "tensor " + quote(info.name()) + " begins at byte " + info.begin()
                        + " of the data section, expected " + covered + ", where the tensor before it ends: "
                        + (info.begin() < covered ? "they overlap" : "there is a hole between them"));
            }
            covered = info.end();
        }
        if (covered != dataLength) {
            throw new SafetensorsException(
                    file, "its tensors cover " + covered + " bytes, but the data section has " + dataLength);
        }
    }
}
