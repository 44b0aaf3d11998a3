package io.isotropy.nlp.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A BERT encoder of a few numbers as an ONNX file, with the names and the graph around the weights that exporters
 * write. Every value is a function of its name and place, so that a test can tell where a number came from.
 */
public final class TinyOnnx {
    public static final int HIDDEN = 8;
    public static final int HEADS = 2;
    public static final int LAYERS = 2;
    public static final int INTERMEDIATE = 12;
    public static final int VOCAB = 30;
    public static final int POSITIONS = 16;

    private final List<byte[]> nodes = new ArrayList<>();
    private final List<byte[]> initializers = new ArrayList<>();
    private final boolean quantized;
    private final Map<String, String> skipped = new HashMap<>();
    private int products;

    private TinyOnnx(boolean quantized) {
        this.quantized = quantized;
    }

    public static byte[] plain() {
        return new TinyOnnx(false).model("");
    }

    public static byte[] quantized() {
        return new TinyOnnx(true).model("");
    }

    /** The model without the tensor of that checkpoint name. */
    public static byte[] without(String name) {
        return new TinyOnnx(false).model(name);
    }

    /** The value of an element of the checkpoint: whole steps of 1/64, so that 8 bits hold it exactly. */
    public static float value(String name, int row, int column) {
        return Math.floorMod(name.hashCode() + 31 * row + 7 * column, 200) / 64f - 100 / 64f;
    }

    private byte[] model(String missing) {
        skipped.put(missing, missing);
        matrix("embeddings.word_embeddings.weight", VOCAB, HIDDEN);
        matrix("embeddings.position_embeddings.weight", POSITIONS, HIDDEN);
        matrix("embeddings.token_type_embeddings.weight", 2, HIDDEN);
        initializers.add(tensor("embeddings.position_ids", 7, new byte[8 * POSITIONS], 1, POSITIONS));
        norm("embeddings.LayerNorm");
        constant("eps", 1e-12f);
        nodes.add(node("Add", "/embeddings/LayerNorm/Add", List.of("variance", "eps"), "shifted"));
        nodes.add(node("Sqrt", "/embeddings/LayerNorm/Sqrt", List.of("shifted"), "deviation"));
        constant("root", (float) Math.sqrt(HIDDEN / HEADS));
        nodes.add(node("Div", "/encoder/layer.0/attention/self/Div", List.of("products", "root"), "scores"));
        nodes.add(node("Add", "/encoder/layer.0/attention/self/Add", List.of("scores", "mask"), "masked"));
        nodes.add(node("Softmax", "/encoder/layer.0/attention/self/Softmax", List.of("masked"), "weights"));
        nodes.add(node("Erf", "/encoder/layer.0/intermediate/intermediate_act_fn/Erf", List.of("u"), "v"));
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = "encoder.layer." + layer + ".";
            for (String part : List.of("attention.self.query", "attention.self.key", "attention.self.value")) {
                dense(prefix + part, HIDDEN, HIDDEN);
            }
            dense(prefix + "attention.output.dense", HIDDEN, HIDDEN);
            norm(prefix + "attention.output.LayerNorm");
            dense(prefix + "intermediate.dense", INTERMEDIATE, HIDDEN);
            dense(prefix + "output.dense", HIDDEN, INTERMEDIATE);
            norm(prefix + "output.LayerNorm");
        }
        gemm("pooler.dense");
        return message(out -> {
            out.writeInt64(1, 8);
            out.writeString(2, "tests");
            out.writeByteArray(7, message(graph -> {
                for (byte[] node : nodes) {
                    graph.writeByteArray(1, node);
                }
                graph.writeString(2, "main_graph");
                for (byte[] initializer : initializers) {
                    graph.writeByteArray(5, initializer);
                }
            }));
        });
    }

    private void norm(String name) {
        vector(name + ".weight", HIDDEN);
        vector(name + ".bias", HIDDEN);
    }

    private void vector(String name, int size) {
        if (!skipped.containsKey(name)) {
            initializers.add(tensor(name, 1, floats(name, 1, size, false), size));
        }
    }

    private void matrix(String name, int rows, int columns) {
        if (skipped.containsKey(name)) {
            return;
        }
        if (!quantized) {
            initializers.add(tensor(name, 1, floats(name, rows, columns, false), rows, columns));
            return;
        }
        byte[] values = new byte[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (Math.round(value(name, i / columns, i % columns) * 64) + 128);
        }
        initializers.add(tensor(name + "_quantized", 2, values, rows, columns));
        initializers.add(packedFloats(name + "_scale", new float[] {1 / 64f}));
        initializers.add(packedInts(name + "_zero_point", 2, new int[] {128}));
    }

    /** A product with a transposed, renamed weight, and the addition of its bias. */
    private void dense(String name, int out, int in) {
        vector(name + ".bias", out);
        if (skipped.containsKey(name + ".weight")) {
            return;
        }
        String path = "/" + name.replace('.', '/').replace("layer/", "layer.");
        String renamed = "onnx::MatMul_" + (500 + products++);
        String product = path + "/MatMul_output_0";
        if (!quantized) {
            initializers.add(tensor(renamed, 1, floats(name + ".weight", in, out, true), in, out));
            nodes.add(node("MatMul", path + "/MatMul", List.of("x", renamed), product));
            nodes.add(node("Add", path + "/Add", List.of(name + ".bias", product), path + "/Add_output_0"));
            return;
        }
        byte[] values = new byte[in * out];
        for (int i = 0; i < values.length; i++) {
            int column = i % out;
            // columns of odd number are stored at half the scale
            values[i] = (byte) Math.round(value(name + ".weight", column, i / out) * 64 / (column % 2 + 1));
        }
        float[] scales = new float[out];
        for (int c = 0; c < out; c++) {
            scales[c] = (c % 2 + 1) / 64f;
        }
        initializers.add(packedFloats(renamed + "_scale", scales));
        initializers.add(packedInts(renamed + "_zero_point", 3, new int[out]));
        initializers.add(tensor(renamed + "_quantized", 3, values, in, out));
        List<String> inputs = List.of("x", renamed + "_quantized", "zx", renamed + "_zero_point");
        nodes.add(node("MatMulInteger", path + "/MatMul_quant", inputs, product + "_q"));
        nodes.add(node("Cast", "", List.of(product + "_q"), product + "_cast"));
        nodes.add(node("Mul", "", List.of(product + "_cast", "scales"), product));
        nodes.add(node("Add", path + "/Add", List.of(name + ".bias", product), path + "/Add_output_0"));
    }

    private void gemm(String name) {
        initializers.add(tensor(name + ".weight", 1, floats(name + ".weight", HIDDEN, HIDDEN, false), HIDDEN, HIDDEN));
        vector(name + ".bias", HIDDEN);
        nodes.add(message(out -> {
            for (String input : List.of("first", name + ".weight", name + ".bias")) {
                out.writeString(1, input);
            }
            out.writeString(2, "pooled");
            out.writeString(4, "Gemm");
            out.writeByteArray(5, message(attribute -> {
                attribute.writeString(1, "transB");
                attribute.writeInt64(3, 1);
            }));
        }));
    }

    private void constant(String name, float value) {
        nodes.add(message(out -> {
            out.writeString(2, name);
            out.writeString(4, "Constant");
            out.writeByteArray(5, message(attribute -> {
                attribute.writeString(1, "value");
                attribute.writeByteArray(5, tensor("", 1, littleEndian(value)));
            }));
        }));
    }

    private static byte[] floats(String name, int rows, int columns, boolean transposed) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            int r = i / columns;
            int c = i % columns;
            values[i] = transposed ? value(name, c, r) : value(name, r, c);
        }
        return littleEndian(values);
    }

    private static byte[] littleEndian(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    static byte[] node(String type, String name, List<String> inputs, String output) {
        return message(out -> {
            for (String input : inputs) {
                out.writeString(1, input);
            }
            out.writeString(2, output);
            out.writeString(3, name);
            out.writeString(4, type);
        });
    }

    static byte[] tensor(String name, int type, byte[] raw, long... dims) {
        return message(out -> {
            for (long dim : dims) {
                out.writeInt64(1, dim);
            }
            out.writeInt32(2, type);
            out.writeString(8, name);
            out.writeByteArray(9, raw);
        });
    }

    private static byte[] packedFloats(String name, float[] values) {
        return message(out -> {
            if (values.length > 1) {
                out.writeByteArray(1, message(dims -> dims.writeUInt64NoTag(values.length)));
            }
            out.writeInt32(2, 1);
            out.writeByteArray(4, littleEndian(values));
            out.writeString(8, name);
        });
    }

    private static byte[] packedInts(String name, int type, int[] values) {
        return message(out -> {
            if (values.length > 1) {
                out.writeInt64(1, values.length);
            }
            out.writeInt32(2, type);
            out.writeByteArray(5, message(ints -> {
                for (int value : values) {
                    ints.writeInt32NoTag(value);
                }
            }));
            out.writeString(8, name);
        });
    }

    interface Body {
        void write(CodedOutputStream out) throws IOException;
    }

    static byte[] message(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            body.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
