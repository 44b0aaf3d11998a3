package io.isotropy.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8LinesTest {

    private static List<String> lines(InputStream in) throws IOException {
        List<String> all = new ArrayList<>();
        try (Utf8Lines lines = new Utf8Lines(in, "texts.txt")) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                all.add(line);
                assertThat(lines.line()).isEqualTo(all.size());
            }
        }
        return all;
    }

    private static List<String> lines(String text) throws IOException {
        return lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void endsLinesAtNewlinesOnly() throws IOException {
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("a\n\nb")).containsExactly("a", "", "b");
        assertThat(lines("a\r\n\r\nb\rc\n")).containsExactly("a", "", "b\rc");
        assertThat(lines("a\u2028b\u0085c\fd\n")).containsExactly("a\u2028b\u0085c\fd");
        assertThat(lines("last\r")).containsExactly("last\r");
    }

    @Test
    void dropsAByteOrderMarkAtTheStartOnly() throws IOException {
        assertThat(lines("\uFEFFa\n\uFEFFb\n")).containsExactly("a", "\uFEFFb");
        assertThat(lines("\uFEFF")).isEmpty();
        assertThat(lines("\uFEFF\n")).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4096, 70_000})
    void doesNotDependOnHowTheBytesArrive(int most) throws IOException {
        long seed = 11;
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            StringBuilder line = new StringBuilder();
            int length = i % 10 == 9 ? 90_000 : random.nextInt(50);
            while (line.length() < length) {
                line.appendCodePoint(new int[] {'x', 'é', '中', 0x1F642, '\r', ' '}[random.nextInt(6)]);
            }
            expected.add(line + "|");
        }
        byte[] bytes = (String.join("\n", expected) + "\n").getBytes(StandardCharsets.UTF_8);
        InputStream trickle = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int from, int count) {
                return super.read(target, from, Math.min(count, most));
            }
        };
        assertThat(lines(trickle)).as("seed " + seed).isEqualTo(expected);
    }

    @Test
    void saysWhereTheBytesAreNotUtf8() {
        for (byte[] bad : new byte[][] {{'a', (byte) 0xFF}, {'a', (byte) 0xC3}, {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80}}) {
            byte[] file = new byte[5 + bad.length + 1];
            System.arraycopy("ok\né".getBytes(StandardCharsets.UTF_8), 0, file, 0, 5);
            System.arraycopy(bad, 0, file, 5, bad.length);
            file[file.length - 1] = '\n';
            assertThatThrownBy(() -> lines(new ByteArrayInputStream(file)))
                    .isInstanceOf(TextFileException.class)
                    .hasMessageStartingWith("texts.txt line 2: the byte 0x")
                    .hasMessageContaining("at place 4 is not UTF-8");
        }
    }

    @Test
    void refusesALineThatIsNoText() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] target, int from, int count) {
                java.util.Arrays.fill(target, from, from + count, (byte) 'x');
                return count;
            }
        };
        assertThatThrownBy(() -> lines(endless)).hasMessageContaining("line 1: is longer than 64 MiB");
    }
}
