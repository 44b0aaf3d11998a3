package io.isotropy.nlp.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the protobuf wire format of an ONNX file once, front to back, and skips over the weights: what it keeps is
 * names and places. Field numbers: onnx.proto3 (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto).
 *
 * <p>Every length in the file is a claim, checked against what is left of the file before anything is read or
 * allocated.
 */
final class OnnxParser {
    /** Far above any published model; a bound on what a hostile file can make us keep. */
    private static final int MAX_ITEMS = 1_000_000;

    private static final int MAX_RANK = 8;

    private final Path file;
    private final long size;
    private final CodedInputStream in;

    private OnnxParser(Path file, long size, InputStream in) {
        this.file = file;
        this.size = size;
        this.in = CodedInputStream.newInstance(in, 1 << 16);
    }

    static OnnxGraph parse(Path file) throws IOException {
        long size = Files.size(file);
        if (size > Integer.MAX_VALUE) {
            throw new OnnxException(file + ": an ONNX file is at most 2 GiB, this one has " + size + " bytes");
        }
        try (InputStream in = Files.newInputStream(file)) {
            OnnxParser parser = new OnnxParser(file, size, in);
            try {
                return parser.model();
            } catch (InvalidProtocolBufferException e) {
                OnnxException garbage = parser.error("not an ONNX file, or a damaged one: unreadable data");
                garbage.initCause(e);
                throw garbage;
            }
        }
    }

    private OnnxGraph model() throws IOException {
        in.pushLimit((int) size);
        OnnxGraph graph = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (field(tag) == 7) {
                long end = enter(tag, "graph");
                graph = graph();
                leave(end);
            } else {
                skip(tag);
            }
        }
        if (graph == null) {
            throw new OnnxException(file + ": holds no model graph; is it an ONNX file?");
        }
        return graph;
    }

    private OnnxGraph graph() throws IOException {
        List<OnnxNode> nodes = new ArrayList<>();
        List<OnnxTensor> initializers = new ArrayList<>();
        List<OnnxTensor> constants = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (field(tag)) {
                case 1 -> {
                    long end = enter(tag, "node");
                    add(nodes, node(constants));
                    leave(end);
                }
                case 5 -> {
                    long end = enter(tag, "initializer");
                    add(initializers, tensor());
                    leave(end);
                }
                default -> skip(tag);
            }
        }
        return OnnxGraph.of(nodes, initializers, constants);
    }

    private OnnxNode node(List<OnnxTensor> constants) throws IOException {
        String name = "";
        String type = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Attributes attributes = new Attributes();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (field(tag)) {
                case 1 -> add(inputs, string(tag));
                case 2 -> add(outputs, string(tag));
                case 3 -> name = string(tag);
                case 4 -> type = string(tag);
                case 5 -> {
                    long end = enter(tag, "attribute");
                    attribute(attributes);
                    leave(end);
                }
                default -> skip(tag);
            }
        }
        OnnxTensor value = attributes.value;
        if (type.equals("Constant") && value != null && !outputs.isEmpty()) {
            add(constants, new OnnxTensor(outputs.getFirst(), value.type(), value.dims(), value.offset(),
                    value.length(), value.integers(), value.external()));
        }
        return new OnnxNode(
                name, type, List.copyOf(inputs), List.copyOf(outputs), attributes.epsilon, attributes.transB);
    }

    private static final class Attributes {
        private @Nullable OnnxTensor value;
        private float epsilon;
        private boolean transB;
    }

    private void attribute(Attributes attributes) throws IOException {
        String name = "";
        float real = 0;
        long whole = 0;
        OnnxTensor tensor = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (field(tag)) {
                case 1 -> name = string(tag);
                case 2 -> {
                    expect(tag, WireFormat.WIRETYPE_FIXED32);
                    real = in.readFloat();
                }
                case 3 -> whole = varint(tag);
                case 5 -> {
                    long end = enter(tag, "constant");
                    tensor = tensor();
                    leave(end);
                }
                default -> skip(tag); // graphs inside attributes (If, Loop) hold no weights of an encoder
            }
        }
        switch (name) {
            case "value" -> attributes.value = tensor;
            case "epsilon" -> attributes.epsilon = real;
            case "transB" -> attributes.transB = whole != 0;
            default -> {}
        }
    }

    private OnnxTensor tensor() throws IOException {
        String name = "";
        int type = 0;
        List<Long> dims = new ArrayList<>();
        List<Integer> integers = new ArrayList<>();
        long offset = 0;
        long length = 0;
        boolean external = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (field(tag)) {
                case 1 -> dims(tag, dims);
                case 2 -> type = (int) varint(tag);
                case 4, 9 -> { // float_data is packed: on the wire the same little-endian bytes as raw_data
                    if (length > 0) {
                        throw error("the tensor " + name + " has its values in more than one piece");
                    }
                    length = length(tag, "tensor data");
                    offset = in.getTotalBytesRead();
                    in.skipRawBytes((int) length);
                }
                case 5 -> integers(tag, integers);
                case 8 -> name = string(tag);
                case 14 -> external = varint(tag) == 1;
                default -> skip(tag);
            }
        }
        return new OnnxTensor(name, type, List.copyOf(dims), offset, length, List.copyOf(integers), external);
    }

    private void dims(int tag, List<Long> dims) throws IOException {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            long end = enter(tag, "shape");
            while (!in.isAtEnd()) {
                addDim(dims, in.readInt64());
            }
            in.popLimit((int) end);
        } else {
            addDim(dims, varint(tag));
        }
    }

    private void addDim(List<Long> dims, long dim) throws IOException {
        if (dims.size() == MAX_RANK) {
            throw error("a tensor of more than " + MAX_RANK + " dimensions");
        }
        dims.add(dim);
    }

    private void integers(int tag, List<Integer> integers) throws IOException {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            long end = enter(tag, "integers");
            while (!in.isAtEnd()) {
                add(integers, in.readInt32());
            }
            in.popLimit((int) end);
        } else {
            add(integers, (int) varint(tag));
        }
    }

    private static int field(int tag) {
        return WireFormat.getTagFieldNumber(tag);
    }

    private void expect(int tag, int wireType) throws IOException {
        if (WireFormat.getTagWireType(tag) != wireType) {
            throw error("not an ONNX file, or a damaged one: field " + field(tag) + " has wire type "
                    + WireFormat.getTagWireType(tag) + " instead of " + wireType);
        }
    }

    private long varint(int tag) throws IOException {
        expect(tag, WireFormat.WIRETYPE_VARINT);
        return in.readInt64();
    }

    private String string(int tag) throws IOException {
        int length = length(tag, "text");
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    /** Reads a length and holds it against what is left. */
    private int length(int tag, String what) throws IOException {
        expect(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        long length = in.readUInt64();
        long left = size - in.getTotalBytesRead();
        if (length < 0 || length > left) {
            throw error("cut short or damaged: " + what + " claims " + Long.toUnsignedString(length) + " bytes, "
                    + left + " are left");
        }
        if (length > in.getBytesUntilLimit()) {
            throw error("damaged: " + what + " claims " + length + " bytes, more than its message has");
        }
        return (int) length;
    }

    /** Restricts reading to the message that starts here; returns the limit to restore. */
    private long enter(int tag, String what) throws IOException {
        return in.pushLimit(length(tag, what));
    }

    private void leave(long limit) throws IOException {
        in.checkLastTagWas(0);
        in.popLimit((int) limit);
    }

    private void skip(int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw error("not an ONNX file, or a damaged one: a group ends that never began");
        }
    }

    private <T> void add(List<T> items, T item) throws IOException {
        if (items.size() == MAX_ITEMS) {
            throw error("more than " + MAX_ITEMS + " entries in one list");
        }
        items.add(item);
    }

    private OnnxException error(String message) {
        return new OnnxException(file + ": " + message + " (near byte " + in.getTotalBytesRead() + " of " + size + ")");
    }
}
