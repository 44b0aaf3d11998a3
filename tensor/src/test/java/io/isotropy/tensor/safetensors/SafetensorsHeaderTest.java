package io.isotropy.tensor.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every lie that a header can tell is found before anything is allocated by it. */
class SafetensorsHeaderTest {

    private static final String A = "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,7]}}  | 7 | span 7 bytes, but F32 [2] needs 8
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}  | 8 | span 8 bytes, but F32 [3] needs 12
            {'a':{'dtype':'F4','shape':[3],'data_offsets':[0,1]}}   | 1 | F4 [3] needs 12 bits
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}  | 8 | data_offsets [8, 0] must ascend
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}  | 7 | within the data section of 7 bytes
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}  | 9 | cover 8 bytes, but the data section has 9
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | begins at byte 4 of the data section, expected 0
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}}    | 8 | data_offsets must be [begin, end], found 1
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}| 8 | found 3 numbers
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8.0]}}| 8 | must be an integer, found a fraction
            {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | 8 | shape has -2, expected 0 or more
            {'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}    | 8 | shape must be an array, found an integer
            {'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}| 8 | must be an integer, found a string
            {'a':{'dtype':'Q4','shape':[2],'data_offsets':[0,8]}}   | 8 | unknown dtype 'Q4'
            {'a':{'dtype':4,'shape':[2],'data_offsets':[0,8]}}      | 8 | dtype must be a string, found an integer
            {'a':{'shape':[2],'data_offsets':[0,8]}}                | 8 | tensor 'a' lacks the key 'dtype'
            {'a':{'dtype':'F32','data_offsets':[0,8]}}              | 8 | lacks the key 'shape'
            {'a':{'dtype':'F32','shape':[2]}}                       | 8 | lacks the key 'data_offsets'
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}} | 8 | has the key 'x'
            {'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 8 | has the key 'dtype' twice
            {'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | 8 | more elements than 64 bits count
            {'a':{'dtype':'F32','shape':[4294967296,2147483648],'data_offsets':[0,8]}} | 8 | more elements than 64 bits count
            {'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | 8 | more than 64 bits hold
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,99999999999999999999]}} | 8 | more than 64 bits hold
            {'a':[]}                 | 0 | tensor 'a' must be an object, found an array
            {'__metadata__':{'a':1}} | 0 | must be a string, found an integer
            {'__metadata__':{'a':'1','a':'1'}} | 0 | __metadata__ has 'a' twice
            {'__metadata__':{},'__metadata__':{}} | 0 | has '__metadata__' twice
            {} x                     | 0 | is not JSON
            {}{}                     | 0 | must be nothing more
            {}                       | 3 | cover 0 bytes, but the data section has 3
            {'a':                    | 0 | is not JSON
            hello                    | 0 | must begin with '{'
            []                       | 0 | must begin with '{'
            """)
    void refusesALie(String header, int dataLength, String message) throws IOException {
        assertRefused(file(header.strip(), dataLength), message.strip());
    }

    @Test
    void acceptsTheTruth() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(file(A, 8))) {
            assertThat(file.names()).containsExactly("a");
            assertThat(file.info("a").shape()).containsExactly(2);
            assertThat(file.readFloats("a")).containsExactly(0, 0);
        }
        SafetensorsFile.open(file("{}    ", 0)).close();
    }

    @Test
    void refusesOverlapsAndHoles() throws IOException {
        String two = "{'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},"
                + "'b':{'dtype':'U8','shape':[4],'data_offsets':[%d,%d]}}";
        SafetensorsFile.open(file(two.formatted(4, 8), 8)).close();
        assertRefused(file(two.formatted(3, 7), 7),
                "tensor 'b' begins at byte 3 of the data section, expected 4, where the"
                + " tensor before it ends: they overlap");
        assertRefused(file(two.formatted(5, 9), 9), "there is a hole between them");
        assertRefused(file(two.formatted(0, 4), 4), "they overlap");
    }

    @Test
    void refusesATensorThatComesTwice() throws IOException {
        String empty = "'a':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}";
        assertRefused(file("{" + empty + "," + empty + "}", 0), "the header has 'a' twice");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void refusesAFileShorterThanAHeader(int length) throws IOException {
        Path file = Files.write(folder.resolve("short.safetensors"), new byte[length]);
        assertRefused(file, length < 8 ? "has " + length + " bytes" : "must begin with '{'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -1                  | claims a header of 18446744073709551615 bytes
            9223372036854775807 | at most 100000000 are allowed
            100000001           | at most 100000000 are allowed
            100000000           | only 62 follow its length field
            63                  | only 62 follow its length field
            53                  | is not JSON
            55                  | within the data section of 7 bytes
            0                   | must begin with '{'
            """)
    void refusesAWrongLength(long length, String message) throws IOException {
        Path file = file(A, 8);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        Files.write(file, bytes);
        assertRefused(file, message);
    }

    @Test
    void refusesDeepNestingAndBadText() throws IOException {
        assertRefused(file("{'__metadata__':" + "{'a':".repeat(100_000), 0), "must be a string, found an object");
        assertRefused(file("{'a':".repeat(100_000), 0), "has the key 'a'");
        assertRefused(file("{'a':{'dtype':'U8','shape':" + "[".repeat(100_000), 0),
                "must be an integer, found an array");
        assertRefused(file("{'a':{'dtype':'U8','shape':[" + "1".repeat(100_000), 0), "is not JSON");
        byte[] notUtf8 = ("{\"a" + (char) 0xC3 + "(\":{}}").getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(file(notUtf8, 0), "the header is not UTF-8");
        assertRefused(file("{}".getBytes(StandardCharsets.UTF_16LE), 0), "is not JSON");
    }

    @Test
    void truncatedAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file(A, 8));
        for (int length = 0; length < whole.length; length++) {
            byte[] bytes = java.util.Arrays.copyOf(whole, length);
            assertRefused(Files.write(folder.resolve("cut.safetensors"), bytes), "cut.safetensors: ");
        }
    }

    @Test
    void randomDamageNeverEscapesAsAnotherException() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(file(
                "{'__metadata__':{'k':'v'},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                        + "'b':{'dtype':'U8','shape':[3,1],'data_offsets':[8,11]}}", 11));
        for (int round = 0; round < 500; round++) {
            byte[] bytes = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path path = Files.write(folder.resolve("damaged.safetensors"), bytes);
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                for (String name : file.names()) {
                    assertThat(file.info(name).end()).isLessThanOrEqualTo(11);
                }
            } catch (SafetensorsException e) {
                assertThat(e.getMessage()).contains("damaged.safetensors: ").doesNotContain("\n");
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    private Path file(String header, int dataLength) throws IOException {
        return file(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), dataLength);
    }

    private Path file(byte[] header, int dataLength) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataLength).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        return Files.write(folder.resolve("test.safetensors"), bytes.array());
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(SafetensorsException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }
}
