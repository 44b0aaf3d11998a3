package io.isotropy.nlp.onnx;

import io.isotropy.nlp.onnx.WeightNames.Source;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tensor with its checkpoint name, in the layout of the checkpoints: a dense weight is (out, in). Its values are
 * read from the file when asked for, row by row; the {@link BertOnnx} it came from must be open.
 */
public final class BertWeight {
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final List<Integer> shape;
    private final int rows;
    private final int columns;
    private final OnnxTensor tensor;
    private final boolean transposed;
    private final float[] scales;
    private final int[] zeroPoints;
    private final MemorySegment bytes;

    private BertWeight(
            String name,
            List<Integer> shape,
            OnnxTensor tensor,
            boolean transposed,
            float[] scales,
            int[] zeroPoints,
            MemorySegment bytes) {
        this.name = name;
        this.shape = shape;
        this.rows = shape.size() == 1 ? 1 : shape.get(0);
        this.columns = shape.getLast();
        this.tensor = tensor;
        this.transposed = transposed;
        this.scales = scales;
        this.zeroPoints = zeroPoints;
        this.bytes = bytes;
    }

    /** Holds a weight's claims (type, shape, length of its data) against what the configuration needs. */
    static BertWeight of(String file, BertFacts.Expected expected, @Nullable Source source, MemorySegment bytes)
            throws OnnxException {
        String name = expected.name();
        if (source == null) {
            throw new OnnxException(file + ": not a BERT encoder: the weight " + name + " is missing");
        }
        OnnxTensor tensor = source.values();
        String what = file + ": the weight " + name;
        if (tensor.external()) {
            throw new OnnxException(what + " is in another file; only self-contained ONNX files are supported");
        }
        boolean quantized = tensor.type() == OnnxTensor.INT8 || tensor.type() == OnnxTensor.UINT8;
        if (tensor.width() == 0 || quantized != (source.scale() != null)) {
            throw new OnnxException(what + " has the unsupported data type " + tensor.type());
        }
        List<Integer> shape = expected.shape();
        boolean transposed = source.transposed() && shape.size() == 2;
        List<Long> stored = (transposed ? shape.reversed() : shape).stream().map(Integer::longValue).toList();
        if (!tensor.dims().equals(stored)) {
            throw new OnnxException(what + " must have the shape " + stored + ", got " + tensor.dims());
        }
        if (tensor.length() != tensor.size() * tensor.width()) {
            throw new OnnxException(what + " of shape " + stored + " needs " + tensor.size() * tensor.width()
                    + " bytes, the file holds " + tensor.length());
        }
        int storedColumns = Math.toIntExact(stored.getLast());
        float[] scales = quantized ? scales(what, source.scale(), storedColumns, bytes) : new float[0];
        int[] zeroPoints = quantized ? zeroPoints(what, source.zeroPoint(), scales.length, bytes) : new int[0];
        return new BertWeight(name, shape, tensor, transposed, scales, zeroPoints, bytes);
    }

    private static float[] scales(String what, @Nullable OnnxTensor scale, int columns, MemorySegment bytes)
            throws OnnxException {
        if (scale == null
                || scale.type() != OnnxTensor.FLOAT
                || (scale.size() != 1 && scale.size() != columns)
                || scale.length() != 4 * scale.size()) {
            throw new OnnxException(what + " is quantized, and its scale is neither one number nor one per column");
        }
        float[] scales = new float[(int) scale.size()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = bytes.get(FLOAT, scale.offset() + 4L * i);
        }
        return scales;
    }

    private static int[] zeroPoints(String what, @Nullable OnnxTensor zero, int count, MemorySegment bytes)
            throws OnnxException {
        int[] points = new int[count];
        if (zero == null) {
            return points; // ONNX: an absent zero point is 0
        }
        boolean raw = zero.length() > 0;
        if (zero.width() != 1 || zero.size() != count || (raw ? zero.length() : zero.integers().size()) != count) {
            throw new OnnxException(what + " is quantized, and its zero points do not match its scales");
        }
        for (int i = 0; i < count; i++) {
            points[i] = raw
                    ? integer(zero, bytes, i)
                    : zero.type() == OnnxTensor.UINT8 ? zero.integers().get(i) & 0xFF : zero.integers().get(i);
        }
        return points;
    }

    private static int integer(OnnxTensor tensor, MemorySegment bytes, long index) {
        byte value = bytes.get(ValueLayout.JAVA_BYTE, tensor.offset() + index);
        return tensor.type() == OnnxTensor.UINT8 ? value & 0xFF : value;
    }

    /** As in the published checkpoints: {@code encoder.layer.0.attention.self.query.weight}. */
    public String name() {
        return name;
    }

    /** One or two dims. */
    public List<Integer> shape() {
        return shape;
    }

    /** 1 for a vector. */
    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Reads one row into the first {@link #columns} places of {@code into}. */
    public void row(int row, float[] into) {
        if (row < 0 || row >= rows || into.length < columns) {
            throw new IllegalArgumentException(
                    "[row] needs a row below " + rows + " and room for " + columns + ": got " + row + ", "
                            + into.length);
        }
        long start = transposed ? row : (long) row * columns;
        long step = transposed ? rows : 1;
        switch (tensor.type()) {
            case OnnxTensor.FLOAT -> {
                for (int c = 0; c < columns; c++) {
                    into[c] = bytes.get(FLOAT, tensor.offset() + 4 * (start + c * step));
                }
            }
            case OnnxTensor.FLOAT16 -> {
                for (int c = 0; c < columns; c++) {
                    into[c] = Float.float16ToFloat(bytes.get(HALF, tensor.offset() + 2 * (start + c * step)));
                }
            }
            default -> dequantize(row, start, step, into);
        }
    }

    private void dequantize(int row, long start, long step, float[] into) {
        for (int c = 0; c < columns; c++) {
            int group = scales.length == 1 ? 0 : transposed ? row : c;
            into[c] = (integer(tensor, bytes, start + c * step) - zeroPoints[group]) * scales[group];
        }
    }

    /** All values, row by row. */
    public float[] toArray() {
        float[] all = new float[Math.multiplyExact(rows, columns)];
        float[] row = new float[columns];
        for (int r = 0; r < rows; r++) {
            row(r, row);
            System.arraycopy(row, 0, all, r * columns, columns);
        }
        return all;
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
