package io.isotropy.tensor.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {

    @TempDir
    Path folder;

    /** {@code numpy.safetensors} was written by the format's Python library, version 0.8.0. */
    @Test
    void readsAFileOfThePythonLibrary() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(fixture())) {
            assertThat(file.metadata()).containsExactly(Map.entry("format", "np"));
            assertThat(file.names()).hasSize(10).contains("quote\"d é");
            assertThat(file.info("float32").shape()).containsExactly(2, 3);
            assertThat(file.readFloats("float32"))
                    .containsExactly(1.5f, -2.25f, Float.NaN, Float.POSITIVE_INFINITY, -0.0f, Float.MIN_VALUE);
            assertThat(file.readFloats("float64")).containsExactly((float) Math.PI, Float.POSITIVE_INFINITY);
            assertThat(file.readFloats("float16")).containsExactly(1, 65504, 0x1p-24f, Float.NEGATIVE_INFINITY);
            assertThat(file.readFloats("scalar")).containsExactly(42);
            assertThat(file.info("scalar").shape()).isEmpty();
            assertThat(file.readFloats("empty")).isEmpty();
            assertThat(file.readFloats("int64")).containsExactly(0x1p40f, -1, 7);
            assertThat(file.readFloats("uint8")).containsExactly(0, 255, 128);
            assertThat(file.readInts("uint8")).containsExactly(0, 255, 128);
            assertThat(file.readInts("int32")).containsExactly(3, -4);
            assertThat(file.readFloats("int32")).containsExactly(3, -4);
            assertThat(file.readInts("quote\"d é")).containsExactly(2);
            assertThat(file.info("int8").dtype()).isEqualTo(DType.I8);
            float[] target = new float[5];
            file.read("int32", target, 2);
            assertThat(target).containsExactly(0, 0, 3, -4, 0);
        }
    }

    @Test
    void refusesWhatCannotBeRead() throws IOException {
        Path path = fixture();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(() -> file.readFloats("int8")).isInstanceOf(SafetensorsException.class)
                    .hasMessage(path + ": tensor 'int8' has dtype I8, which cannot be read; expected one of F64,"
                            + " F32, F16, BF16, I64, I32, U8");
            assertThatThrownBy(() -> file.readInts("float32")).isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("'float32' has dtype F32, expected one of I64, I32, U8");
            assertThatThrownBy(() -> file.readInts("int64")).isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("'int64' has 1099511627776 at element 0");
            assertThatThrownBy(() -> file.readFloats("nothing")).isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("has no tensor 'nothing' among its 10: ");
            assertThatThrownBy(() -> file.read("float32", new float[6], 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    /** The fixture's own tensors, written again in another order, give the same bytes. */
    @Test
    void writesWhatThePythonLibraryWrites() throws IOException {
        Path ours = folder.resolve("ours.safetensors");
        byte[] expected = Files.readAllBytes(fixture());
        List<SafetensorsEntry> entries;
        try (SafetensorsFile file = SafetensorsFile.open(fixture())) {
            entries = List.of(
                    SafetensorsEntry.of("empty", new long[] {0, 3}, new float[0]),
                    SafetensorsEntry.of("scalar", new long[0], file.readFloats("scalar")),
                    SafetensorsEntry.of("float32", new long[] {2, 3}, file.readFloats("float32")),
                    SafetensorsEntry.of("float64", new long[] {2}, new double[] {Math.PI, 1e300}),
                    SafetensorsEntry.of("float16", DType.F16, new long[] {4}, file.readFloats("float16")),
                    SafetensorsEntry.of("int64", new long[] {3}, new long[] {1L << 40, -1, 7}),
                    SafetensorsEntry.of("int32", new long[] {2, 1}, file.readInts("int32")),
                    SafetensorsEntry.of("quote\"d é", new long[] {1}, new int[] {2}),
                    SafetensorsEntry.of("uint8", new long[] {3}, new byte[] {0, -1, -128}),
                    SafetensorsEntry.of("int8", new long[] {1}, new byte[] {-1}));
        }
        SafetensorsWriter.write(ours, entries, Map.of("format", "np"));
        byte[] written = Files.readAllBytes(ours);
        // int8 cannot be written: it stands there as a U8 of the same byte, and of the same place in the order.
        String u8 = new String(written, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("\"int8\":{\"dtype\":\"U8\"", "\"int8\":{\"dtype\":\"I8\"");
        assertThat(u8).isEqualTo(new String(expected, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 65_535, 65_536, 65_537, 200_001})
    void floatsSurviveAnySize(int size) throws IOException {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = Float.intBitsToFloat(i * 0x9E3779B1);
        }
        Path path = folder.resolve("size.safetensors");
        SafetensorsWriter.write(path, List.of(SafetensorsEntry.of("x", new long[] {size}, values)), Map.of());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).isEmpty();
            assertThat(file.readFloats("x")).isEqualTo(values);
        }
        assertThat(Files.size(path) % 8).isEqualTo(size * 4L % 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16"})
    void everyHalfSurvives(String name) throws IOException {
        DType dtype = DType.valueOf(name);
        float[] values = new float[1 << 16];
        for (int bits = 0; bits < values.length; bits++) {
            values[bits] = dtype == DType.F16 ? Float.float16ToFloat((short) bits) : Float.intBitsToFloat(bits << 16);
        }
        Path path = folder.resolve("halves.safetensors");
        SafetensorsWriter.write(path, List.of(SafetensorsEntry.of("x", dtype, new long[] {256, 256}, values)),
                Map.of());
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer data = ByteBuffer.wrap(bytes, bytes.length - 2 * values.length, 2 * values.length)
                .slice().order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < values.length; bits++) {
            if (!Float.isNaN(values[bits]) && data.getShort(2 * bits) != (short) bits) {
                assertThat(data.getShort(2 * bits)).isEqualTo((short) bits);
            }
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.readFloats("x")).isEqualTo(values);
        }
    }

    @Test
    void tensorsGoToTheirBackendAndBack() throws IOException {
        Tensor x = Tensor.normal(Backends.preferred(), Shape.of(3, 50_001), Philox.of(1), 0, 1);
        Tensor exact = Tensor.of(Backends.reference(), Shape.of(2), new double[] {0.1, 0.2});
        Path path = folder.resolve("tensors.safetensors");
        SafetensorsWriter.write(path, List.of(
                SafetensorsEntry.of("x", x),
                SafetensorsEntry.of("transposed", x.transpose()),
                SafetensorsEntry.of("half", DType.F16, x),
                SafetensorsEntry.of("empty", Tensor.zeros(Shape.of(0, 2))),
                SafetensorsEntry.of("double", new long[] {2}, exact.toDoubles())), Map.of());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.readTensor("x", x.backend()).allClose(x, 0, 0)).isTrue();
            assertThat(file.readTensor("transposed", x.backend()).allClose(x.transpose(), 0, 0)).isTrue();
            assertThat(file.readTensor("half", x.backend()).allClose(x, 1e-3, 1e-7)).isTrue();
            assertThat(file.readTensor("empty", x.backend()).shape()).isEqualTo(Shape.of(0, 2));
            assertThat(file.readTensor("double", Backends.reference()).allClose(exact, 0, 0)).isTrue();
            assertThatThrownBy(() -> file.read("x", x.slice(0, 0, 2).buffer())).isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("has 150003 elements, the buffer to read it to 100002");
        }
    }

    @Test
    void halvesRoundToNearestEven() {
        assertThat(Elements.toBFloat16(Float.intBitsToFloat(0x3F808000))).isEqualTo((short) 0x3F80);
        assertThat(Elements.toBFloat16(Float.intBitsToFloat(0x3F808001))).isEqualTo((short) 0x3F81);
        assertThat(Elements.toBFloat16(Float.intBitsToFloat(0x3F818000))).isEqualTo((short) 0x3F82);
        assertThat(Elements.toBFloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7F80);
        assertThat(Elements.toBFloat16(Float.intBitsToFloat(0x7F800001))).isEqualTo((short) 0x7FC0);
        assertThat(Elements.toBFloat16(Float.intBitsToFloat(0x00008001))).isEqualTo((short) 1);
        assertThat(Elements.toBFloat16(-0.0f)).isEqualTo((short) 0x8000);
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path path = folder.resolve("model.safetensors");
        SafetensorsEntry good = SafetensorsEntry.of("x", new long[] {1}, new float[] {1});
        SafetensorsWriter.write(path, List.of(good), Map.of());
        byte[] before = Files.readAllBytes(path);

        List<List<SafetensorsEntry>> bad = List.of(
                List.of(good, good),
                List.of(new SafetensorsEntry("short", DType.F32, new long[] {2},
                        channel -> channel.write(ByteBuffer.allocate(4)))),
                List.of(new SafetensorsEntry("long", DType.F32, new long[] {2},
                        channel -> channel.write(ByteBuffer.allocate(9)))),
                List.of(good, new SafetensorsEntry("fails", DType.U8, new long[] {1}, channel -> {
                    throw new IOException("disk full");
                })),
                List.of(good, new SafetensorsEntry("interrupted", DType.U8, new long[] {1}, channel -> {
                    Thread.currentThread().interrupt();
                    channel.write(ByteBuffer.allocate(1));
                })));
        for (List<SafetensorsEntry> entries : bad) {
            assertThatThrownBy(() -> SafetensorsWriter.write(path, entries, Map.of())).isInstanceOf(IOException.class);
            Thread.interrupted();
            assertThat(Files.readAllBytes(path)).isEqualTo(before);
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(path);
            }
        }
    }

    @Test
    void refusesEntriesThatDoNotFitTheirShape() {
        assertThatThrownBy(() -> SafetensorsEntry.of("x", new long[] {2, 2}, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[safetensors] tensor x: shape [2, 2] does not hold 3 elements");
        assertThatThrownBy(() -> SafetensorsEntry.of("x", DType.I32, new long[] {1}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SafetensorsEntry.of("x", new long[] {-1}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsShards() throws IOException {
        shard("model-00001-of-00002.safetensors", "a", 1);
        shard("model-00002-of-00002.safetensors", "b", 2);
        Path index = index("""
                {"metadata": {"total_size": 8, "deep": {"x": [1, {}]}},
                 "weight_map": {"b": "model-00002-of-00002.safetensors", "a": "model-00001-of-00002.safetensors"}}""");
        try (SafetensorsFile file = SafetensorsFile.open(index)) {
            assertThat(file.names()).containsExactly("b", "a");
            assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
            assertThat(file.readFloats("a")).containsExactly(1);
            assertThat(file.readFloats("b")).containsExactly(2);
        }
    }

    @Test
    void refusesABadIndex() throws IOException {
        shard("one.safetensors", "a", 1);
        assertIndexRefused("{\"weight_map\": {\"a\": \"../one.safetensors\"}}",
                "expected the plain name of a .safetensors file");
        assertIndexRefused("{\"weight_map\": {\"a\": \"/one.safetensors\"}}", "expected the plain name");
        assertIndexRefused("{\"weight_map\": {\"a\": \"x\\\\one.safetensors\"}}", "expected the plain name");
        assertIndexRefused("{\"weight_map\": {\"a\": \"..\"}}", "expected the plain name");
        assertIndexRefused("{\"weight_map\": {\"a\": \"two.safetensors\"}}", "two.safetensors: there is no such file");
        assertIndexRefused("{\"weight_map\": {\"b\": \"one.safetensors\"}}", "which has none of that name");
        assertIndexRefused("{\"weight_map\": {\"a\": \"one.safetensors\", \"a\": \"one.safetensors\"}}", "'a' twice");
        assertIndexRefused("{\"weight_map\": {\"a\": 1}}", "must be a string, found an integer");
        assertIndexRefused("{\"metadata\": {}}", "lacks the key 'weight_map'");
        assertIndexRefused("{\"x\": " + "[".repeat(100_000), "is not JSON");
        assertIndexRefused("", "the index must be an object, found the end");
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder)).isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none.safetensors")))
                .isInstanceOf(SafetensorsException.class).hasMessageContaining("no such file");
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none.safetensors.index.json")))
                .isInstanceOf(SafetensorsException.class).hasMessageContaining("no such file");
    }

    @Test
    void manyThreadsReadAtOnce() throws Exception {
        float[] values = new float[300_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path path = folder.resolve("shared.safetensors");
        SafetensorsWriter.write(path, List.of(SafetensorsEntry.of("x", new long[] {3, 100_000}, values)), Map.of());
        try (SafetensorsFile file = SafetensorsFile.open(path);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<float[]>> reads = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> file.readFloats("x")))
                    .toList();
            for (Future<float[]> read : reads) {
                assertThat(read.get()).isEqualTo(values);
            }
        }
    }

    @Test
    void saysWhenTheFileWasClosedOrCut() throws IOException {
        Path path = folder.resolve("x.safetensors");
        shard("x.safetensors", "x", 1);
        SafetensorsFile file = SafetensorsFile.open(path);
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> file.readFloats("x")).isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("became shorter");
        file.close();
        assertThatThrownBy(() -> file.readFloats("x")).isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("was closed");
    }

    private void shard(String file, String tensor, float value) throws IOException {
        SafetensorsWriter.write(folder.resolve(file),
                List.of(SafetensorsEntry.of(tensor, new long[] {1}, new float[] {value})), Map.of("format", "pt"));
    }

    private Path index(String json) throws IOException {
        return Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    }

    private void assertIndexRefused(String json, String message) throws IOException {
        Path index = index(json);
        assertThatThrownBy(() -> SafetensorsFile.open(index).close())
                .isInstanceOf(SafetensorsException.class).hasMessageContaining(message);
    }

    private Path fixture() throws IOException {
        Path path = folder.resolve("numpy.safetensors");
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("numpy.safetensors"))) {
            Files.write(path, in.readAllBytes());
        }
        return path;
    }

    @Test
    void namesWhatCannotBeWritten() {
        SafetensorsEntry entry = SafetensorsEntry.of("weight", new long[] {1, 2}, new float[2]);
        assertThat(entry).hasToString("SafetensorsEntry weight: F32 [1, 2]");
        Path file = folder.resolve("no").resolve("x.safetensors");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(entry), Map.of()))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining(file + "")
                .hasMessageContaining("cannot be written: there is no folder " + folder.resolve("no"));
        assertThatThrownBy(() -> SafetensorsEntry.of(null, new long[] {1}, new float[1])).hasMessageContaining("must have a name");
    }
}
