package io.isotropy.tensor.safetensors;

import static io.isotropy.tensor.safetensors.SafetensorsException.quote;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An open safetensors file, or the files of a sharded one. Opening reads and checks headers only; tensors are read when
 * asked for, in chunks, by any number of threads at once. (Interrupting a thread while it reads closes the file, as
 * with every channel.)
 */
public final class SafetensorsFile implements AutoCloseable {

    /** Bytes read at a time: small enough to stay in the second-level cache between the read and the conversion. */
    private static final int CHUNK = 1 << 18;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Path path;
    private final List<Shard> shards;
    private final Map<String, Shard> shardOfTensor;
    private final Map<String, String> metadata;

    /** Direct buffers that no read uses at the moment; as many as there ever were reads at once. */
    private final ConcurrentLinkedQueue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();

    private SafetensorsFile(Path path, List<Shard> shards, Map<String, Shard> shardOfTensor) {
        this.path = path;
        this.shards = shards;
        this.shardOfTensor = shardOfTensor;
        Map<String, String> all = new LinkedHashMap<>();
        shards.forEach(shard -> shard.header().metadata().forEach(all::putIfAbsent));
        this.metadata = Collections.unmodifiableMap(all);
    }

    /**
     * Opens {@code model.safetensors}, or with {@code model.safetensors.index.json} all files that index names.
     *
     * @throws SafetensorsException if a file is not as the format demands
     */
    public static SafetensorsFile open(Path path) throws IOException {
        boolean sharded = path.toString().endsWith(".json");
        return sharded ? openSharded(path) : openSingle(path);
    }

    private static SafetensorsFile openSingle(Path path) throws IOException {
        Shard shard = Shard.open(path);
        Map<String, Shard> shardOfTensor = new LinkedHashMap<>();
        shard.header().tensors().keySet().forEach(name -> shardOfTensor.put(name, shard));
        return new SafetensorsFile(path, List.of(shard), shardOfTensor);
    }

    private static SafetensorsFile openSharded(Path path) throws IOException {
        ShardIndex index = ShardIndex.read(path);
        Map<String, Shard> shards = new LinkedHashMap<>();
        Map<String, Shard> shardOfTensor = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> entry : index.fileOfTensor().entrySet()) {
                String name = entry.getKey();
                Shard shard = shards.get(entry.getValue());
                if (shard == null) {
                    shard = Shard.open(path.resolveSibling(entry.getValue()));
                    shards.put(entry.getValue(), shard);
                }
                if (!shard.header().tensors().containsKey(name)) {
                    throw new SafetensorsException(
                            path, "says that tensor " + quote(name) + " is in " + entry.getValue()
                            + ", which has none of that name");
                }
                shardOfTensor.put(name, shard);
            }
            return new SafetensorsFile(path, List.copyOf(shards.values()), shardOfTensor);
        } catch (IOException | RuntimeException | Error e) {
            closeAll(List.copyOf(shards.values()));
            throw e;
        }
    }

    /** The path it was opened with. */
    public Path path() {
        return path;
    }

    /** The names of all tensors, in the order of the header or of the index. */
    public List<String> names() {
        return List.copyOf(shardOfTensor.keySet());
    }

    /** Whether there is a tensor of that name. */
    public boolean contains(String name) {
        return shardOfTensor.containsKey(name);
    }

    /** Type, shape and place of a tensor. */
    public TensorInfo info(String name) throws SafetensorsException {
        return Objects.requireNonNull(shard(name).header().tensors().get(name));
    }

    /**
     * The free-form strings under {@code __metadata__}, often {@code format}; of a sharded file, those of all its
     * files.
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** All elements as float32, row-major; wider types are rounded to nearest. */
    public float[] readFloats(String name) throws IOException {
        float[] values = new float[arrayLength(name)];
        read(name, values, 0);
        return values;
    }

    /** All elements as float64, row-major. */
    public double[] readDoubles(String name) throws IOException {
        TensorInfo info = readable(name);
        double[] values = new double[arrayLength(name)];
        if (info.dtype() == DType.F64) {
            readChunks(info, (bytes, from, count) -> bytes.asDoubleBuffer().get(values, Math.toIntExact(from), count));
        } else {
            float[] floats = readFloats(name);
            for (int i = 0; i < values.length; i++) {
                values[i] = floats[i];
            }
        }
        return values;
    }

    /** As {@link #readFloats}, to target[offset…]. */
    public void read(String name, float[] target, int offset) throws IOException {
        TensorInfo info = readable(name);
        Objects.checkFromIndexSize(offset, arrayLength(name), target.length);
        readChunks(info, (bytes, from, count) ->
                Elements.toFloats(info.dtype(), bytes, target, offset + Math.toIntExact(from), count));
    }

    /** All elements of a tensor to a kernel buffer of the same length; the host holds one chunk at a time. */
    public void read(String name, Buffer target) throws IOException {
        TensorInfo info = readable(name);
        if (target.length() != info.elements()) {
            throw new SafetensorsException(shard(name).file(), "tensor " + quote(name) + " has " + info.elements()
                    + " elements, the buffer to read it to " + target.length());
        }
        if (info.dtype() == DType.F64) {
            double[] chunk = new double[(int) Math.min(CHUNK / Double.BYTES, info.elements())];
            readChunks(info, (bytes, from, count) -> {
                bytes.asDoubleBuffer().get(chunk, 0, count);
                target.write(from, chunk, 0, count);
            });
        } else {
            float[] chunk = new float[(int) Math.min(CHUNK / info.dtype().bytes(), info.elements())];
            readChunks(info, (bytes, from, count) -> {
                Elements.toFloats(info.dtype(), bytes, chunk, 0, count);
                target.write(from, chunk, 0, count);
            });
        }
    }

    /** A tensor on a backend, of float32 or what the backend keeps; the host holds one chunk at a time. */
    public Tensor readTensor(String name, Backend backend) throws IOException {
        TensorInfo info = readable(name);
        arrayLength(name);
        int[] dims = new int[info.shape().length];
        for (int i = 0; i < dims.length; i++) {
            if (info.shape()[i] > Integer.MAX_VALUE) {
                throw new SafetensorsException(shard(name).file(), "tensor " + quote(name) + " has the shape "
                        + Arrays.toString(info.shape()) + ", a tensor's sizes are at most " + Integer.MAX_VALUE);
            }
            dims[i] = (int) info.shape()[i];
        }
        Tensor tensor = Tensor.uninitialized(backend, Shape.of(dims));
        read(name, tensor.buffer());
        return tensor;
    }

    /** All elements of an I64, I32 or U8 tensor; one that does not fit an int is an error. */
    public int[] readInts(String name) throws IOException {
        TensorInfo info = readable(name);
        int[] values = new int[arrayLength(name)];
        switch (info.dtype()) {
            case I32 -> readChunks(info, (bytes, from, count) -> bytes.asIntBuffer().get(values, (int) from, count));
            case U8 -> readChunks(info, (bytes, from, count) -> {
                for (int i = 0; i < count; i++) {
                    values[(int) from + i] = bytes.get(i) & 0xFF;
                }
            });
            case I64 -> readChunks(info, (bytes, from, count) -> {
                for (int i = 0; i < count; i++) {
                    values[(int) from + i] = toInt(info, from + i, bytes.getLong(8 * i));
                }
            });
            default -> throw new SafetensorsException(shard(name).file(), "tensor " + quote(name) + " has dtype "
                    + info.dtype()
                    + ", expected one of I64, I32, U8 to read integers");
        }
        return values;
    }

    /** Closes the files. Reads that are under way fail. */
    @Override
    public void close() throws IOException {
        spare.clear();
        closeAll(shards);
    }

    private static void closeAll(List<Shard> shards) throws IOException {
        IOException failure = null;
        for (Shard shard : shards) {
            try {
                shard.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private int toInt(TensorInfo info, long place, long value) throws SafetensorsException {
        if (value != (int) value) {
            throw new SafetensorsException(shard(info.name()).file(), "tensor " + quote(info.name()) + " has " + value
                    + " at element " + place + ", expected a number that 32 bits hold");
        }
        return (int) value;
    }

    private Shard shard(String name) throws SafetensorsException {
        Shard shard = shardOfTensor.get(name);
        if (shard == null) {
            List<String> first = new ArrayList<>();
            names().stream().limit(5).map(SafetensorsException::quote).forEach(first::add);
            String more = shardOfTensor.size() > first.size() ? ", …" : "";
            throw new SafetensorsException(path, "has no tensor " + quote(name) + " among its " + shardOfTensor.size()
                    + (first.isEmpty() ? "" : ": " + String.join(", ", first) + more));
        }
        return shard;
    }

    private TensorInfo readable(String name) throws SafetensorsException {
        TensorInfo info = info(name);
        if (!info.dtype().readable()) {
            throw new SafetensorsException(shard(name).file(), "tensor " + quote(name) + " has dtype " + info.dtype()
                    + ", which cannot be read; expected one of F64, F32, F16, BF16, I64, I32, U8");
        }
        return info;
    }

    private int arrayLength(String name) throws SafetensorsException {
        long elements = info(name).elements();
        if (elements > LONGEST_ARRAY) {
            throw new SafetensorsException(shard(name).file(), "tensor " + quote(name) + " has " + elements
                    + " elements, an array holds at most " + LONGEST_ARRAY);
        }
        return (int) elements;
    }

    /** Takes {@code count} elements, the tensor's from {@code from} on, which are all of {@code bytes}. */
    private interface ChunkReader {
        void accept(ByteBuffer bytes, long from, int count) throws IOException;
    }

    private void readChunks(TensorInfo info, ChunkReader reader) throws IOException {
        Shard shard = shard(info.name());
        ByteBuffer pooled = spare.poll();
        ByteBuffer bytes = pooled != null ? pooled : ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        long elements = info.elements();
        int width = info.dtype().bytes();
        for (long from = 0; from < elements; ) {
            int count = (int) Math.min(CHUNK / width, elements - from);
            shard.read(info, from * width, bytes.clear().limit(count * width));
            reader.accept(bytes.flip(), from, count);
            from += count;
        }
        spare.add(bytes);
    }
}
