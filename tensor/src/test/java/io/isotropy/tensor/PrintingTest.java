package io.isotropy.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.kernels.Backends;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code numpy-2.4-print.txt} holds what NumPy 2.4.6 makes of each array. */
class PrintingTest {

    /** @param spec float bits, or for large arrays the constants of ((7919·i mod m) − ⌊m/2⌋)/d */
    record Case(String kind, Shape shape, String spec, String text) {
        @Override
        public String toString() {
            return kind + " " + shape + " " + (spec.length() > 40 ? spec.substring(0, 40) + "…" : spec);
        }
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PrintingTest.class.getResourceAsStream("numpy-2.4-print.txt")),
                StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] head = line.substring("case ".length()).split("\\|", -1);
                List<String> text = new ArrayList<>();
                for (String row = in.readLine(); !"end".equals(row); row = in.readLine()) {
                    text.add(Objects.requireNonNull(row));
                }
                int[] dims = Arrays.stream(head[1].strip().split(" ")).filter(dim -> !dim.isEmpty())
                        .mapToInt(Integer::parseInt).toArray();
                cases.add(new Case(head[0].strip(), Shape.of(dims), head[2].strip(), String.join("\n", text)));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsAsNumPy(Case c) {
        String[] numbers = c.spec().isEmpty() ? new String[0] : c.spec().split(" ");
        int size = c.shape().size();
        String text = switch (c.kind()) {
            case "bits" -> {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(numbers[i], 16));
                }
                yield Tensor.of(c.shape(), values).toString();
            }
            case "formula" -> {
                long m = Long.parseLong(numbers[0]);
                double d = Double.parseDouble(numbers[1]);
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (float) ((i * 7919L % m - m / 2) / d);
                }
                yield Tensor.of(c.shape(), values).toString();
            }
            case "ints" -> {
                long m = Long.parseLong(numbers[0]);
                int[] values = new int[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (int) (i * 7919L % m - m / 2);
                }
                yield IntTensor.of(Backends.preferred(), c.shape(), values).toString();
            }
            default -> throw new AssertionError(c.kind());
        };
        assertThat(text).isEqualTo(c.text());
    }

    @Test
    void printsViewsByTheirShape() {
        Tensor x = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(x.transpose().toString()).isEqualTo("[[1. 4.]\n [2. 5.]\n [3. 6.]]");
        assertThat(Tensor.arange(0, 2000, 1).slice(0, 0, 2000, 2).toString())
                .isEqualTo(Tensor.arange(0, 1000, 1).times(2).toString());
        assertThat(Tensor.arange(0, 4000, 1).slice(0, 0, 4000, 2).toString())
                .isEqualTo("[0.000e+00 2.000e+00 4.000e+00 ... 3.994e+03 3.996e+03 3.998e+03]");
    }
}
