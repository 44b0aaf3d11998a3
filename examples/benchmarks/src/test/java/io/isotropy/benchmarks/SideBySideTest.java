package io.isotropy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.benchmarks.SideBySide.Timing;
import io.isotropy.benchmarks.SideBySide.Turn;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    private static Timing timing(String name, double... seconds) {
        List<Turn> turns = new ArrayList<>();
        for (double second : seconds) {
            turns.add(new Turn(second, second / 2));
        }
        return new Timing(name, turns);
    }

    @Test
    void contendersTakeTurnsAndEachRoundStartsWithAnother() {
        List<String> setups = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        List<Contender> contenders = List.of(
                new Contender("a", () -> setups.add("a"), () -> calls.add("a")),
                new Contender("b", () -> setups.add("b"), () -> calls.add("b")),
                new Contender("c", () -> setups.add("c"), () -> calls.add("c")));

        List<Timing> timings = new SideBySide(2, 0, 0, 0).run(contenders);

        assertThat(setups).containsExactly("a", "b", "c", "a", "b", "c", "b", "c", "a");
        assertThat(calls).isEqualTo(setups);
        assertThat(timings).extracting(Timing::name).containsExactly("a", "b", "c");
        assertThat(timings).allSatisfy(timing -> assertThat(timing.turns()).hasSize(2));
    }

    @Test
    void theFirstCallOfATurnIsNotCountedWhereOthersFollow() {
        int[] calls = {0};
        Contender slowAtFirst =
                new Contender("slow at first", () -> calls[0] = 0, () -> sleep(calls[0]++ == 0 ? 100 : 1));

        Timing timing = new SideBySide(1, 400, 0, 0).run(List.of(slowAtFirst)).getFirst();

        assertThat(calls[0]).isGreaterThan(1);
        assertThat(timing.median()).isLessThan(0.1);
    }

    @Test
    void aSlowContenderIsMeasuredSlow() {
        List<Timing> timings = new SideBySide(1, 30, 0, 0)
                .run(List.of(Contender.of("fast", () -> {}), Contender.of("slow", () -> sleep(5))));

        assertThat(timings.get(1).median()).isBetween(0.005, 1.0);
        assertThat(timings.get(1).best()).isBetween(0.005, timings.get(1).median());
        assertThat(timings.get(1).ratioTo(timings.get(0))).isGreaterThan(10);
    }

    @Test
    void ratiosAreTakenWithinARound() {
        Timing ours = timing("ours", 1, 10, 1);
        Timing peer = timing("peer", 2, 20, 4);

        assertThat(peer.ratioTo(ours)).isEqualTo(2);
        assertThat(peer.median()).isEqualTo(4);
        assertThat(peer.best()).isEqualTo(1);
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(SideBySide.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5, within(0.0));
        assertThat(SideBySide.median(new double[] {7})).isEqualTo(7, within(0.0));
    }

    @Test
    void theTableIsMarkdown() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RatioTable table = new RatioTable(new PrintStream(out, true, StandardCharsets.UTF_8), "texts/s");
        table.header("case", List.of(Contender.of("ours", () -> {}), Contender.of("peer", () -> {})));
        table.row("small", 6, List.of(timing("ours", 2), timing("peer", 0.003)));

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "| case | ours | peer | ratio |",
                        "|---|---:|---:|---:|",
                        "| small | 2.00 s (best 1.00 s, 3.0 texts/s)"
                                + " | 3.00 ms (best 1.50 ms, 2000.0 texts/s) | **0.00** |");
        assertThat(RatioTable.time(1.26e-5)).isEqualTo("12.6 µs");
    }

    @Test
    void optionsAreReadAndUnknownOnesNamed() {
        Arguments arguments = Arguments.parse(new String[] {"--threads", "1,4", "--rounds", "3"}, "threads", "rounds");

        assertThat(arguments.values()).isEqualTo(Map.of("threads", "1,4", "rounds", "3"));
        assertThat(arguments.numbers("threads", 2)).containsExactly(1, 4);
        assertThat(arguments.number("rounds", 7)).isEqualTo(3);
        assertThat(arguments.words("only", "a", "b")).containsExactly("a", "b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(new String[] {"--fast", "1"}, "threads"))
                .withMessage("'--fast' is not an option with a value; there are --threads");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(new String[] {"--threads"}, "threads"));
    }

    @Test
    void shapesAndBatchesAreWhatTheySay() {
        assertThat(GemmShape.parse("128x384x1536")).isEqualTo(new GemmShape(128, 384, 1536));
        assertThat(GemmShape.parse("1×2×3").toString()).isEqualTo("1×2×3");
        assertThat(new GemmShape(1000, 1000, 500).gigaFlops()).isEqualTo(1, within(1e-12));
        assertThatIllegalArgumentException().isThrownBy(() -> GemmShape.parse("128x384"));

        int[][] ids = new TokenBatches(3, 16).ids();
        assertThat(ids).hasDimensions(3, 16).isDeepEqualTo(new TokenBatches(3, 16).ids());
        assertThat(ids[2]).startsWith(101).endsWith(102);
    }

    @Test
    void vectorsThatDifferAreRefused() {
        float[][] expected = {{1, 0}, {0, 1}};
        Vectors.requireSame("a, b", expected, new float[][] {{1, 0}, {0, 1.0005f}}, 1e-3);

        assertThatIllegalStateException()
                .isThrownBy(() -> Vectors.requireSame("a, b", expected, new float[][] {{1, 0}, {0, 0.9f}}, 1e-3))
                .withMessageStartingWith("a, b: vectors 1 differ by 0.1");
        assertThatIllegalStateException()
                .isThrownBy(() -> Vectors.requireSame("a, b", expected, new float[][] {{1, 0}, {0, Float.NaN}}, 1e-3));
        assertThatIllegalStateException()
                .isThrownBy(() -> Vectors.requireSame("a, b", expected, new float[][] {{1, 0}}, 1e-3));
        assertThatIllegalStateException()
                .isThrownBy(() -> Vectors.requireSame("a, b", expected, new float[][] {{1}, {0}}, 1e-3));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
