package io.isotropy.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times contenders side by side in one process: they take turns, round after round, so that a slow minute of the
 * machine falls on all of them. A turn is a pause, one call that wakes threads and caches, then calls until its time is
 * up; a turn's time is the median of the latter, or that of the first where it takes longer than the whole turn. The
 * pause lets the threads of the contender before fall asleep: Intel's OpenMP workers spin for 200 ms after a call, on a
 * core that the next one needs.
 *
 * @param rounds turns of each contender
 * @param turnMillis the time of one turn, without its pause; a turn has at least one call
 * @param pauseMillis the pause before each turn
 * @param warmUpMillis the longest time that one contender is warmed up
 */
public record SideBySide(int rounds, int turnMillis, int pauseMillis, int warmUpMillis) {

    /**
     * Two turns that differ by less than this end the warm-up, but not in its first quarter: before a JIT compiler is
     * done, times are steady too.
     */
    private static final double STABLE = 0.03;

    /** Turns of 0.3 s after pauses of 0.25 s, 4 to 16 s of warm-up. */
    public static SideBySide of(int rounds) {
        return new SideBySide(rounds, 300, 250, 16_000);
    }

    /** Checks that there is something to measure. */
    public SideBySide {
        if (rounds < 1 || turnMillis < 0 || pauseMillis < 0 || warmUpMillis < 0) {
            throw new IllegalArgumentException("rounds must be at least 1 and times not negative: " + rounds + ", "
                    + turnMillis + " / " + pauseMillis + " / " + warmUpMillis + " ms");
        }
    }

    /** One turn, in seconds: the median and the fastest of its calls. */
    public record Turn(double median, double best) {}

    /** The turns of one contender, in order. */
    public record Timing(String name, List<Turn> turns) {

        /** The median of the turns, in seconds. */
        public double median() {
            return SideBySide.median(turns.stream().mapToDouble(Turn::median).toArray());
        }

        /** The fastest of all calls, in seconds: what the contender can do where nothing disturbs it. */
        public double best() {
            return turns.stream().mapToDouble(Turn::best).min().orElseThrow();
        }

        /** The median over the rounds of this contender's time by {@code other}'s in the same round. */
        public double ratioTo(Timing other) {
            double[] ratios = new double[turns.size()];
            for (int round = 0; round < ratios.length; round++) {
                ratios[round] = turns.get(round).median() / other.turns.get(round).median();
            }
            return SideBySide.median(ratios);
        }
    }

    /** Warms all contenders up, then lets them take turns. The timings come in the order of the contenders. */
    public List<Timing> run(List<Contender> contenders) {
        contenders.forEach(this::warmUp);
        List<List<Turn>> turns = new ArrayList<>();
        contenders.forEach(contender -> turns.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                int next = (i + round) % contenders.size(); // nobody always runs behind the same neighbour
                turns.get(next).add(turn(contenders.get(next)));
            }
        }
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            timings.add(new Timing(contenders.get(i).name(), List.copyOf(turns.get(i))));
        }
        return timings;
    }

    private void warmUp(Contender contender) {
        long start = System.nanoTime();
        long end = start + warmUpMillis * 1_000_000L;
        long earliest = start + warmUpMillis * 1_000_000L / 4;
        double before = turn(contender).median();
        while (System.nanoTime() < end) {
            double now = turn(contender).median();
            if (System.nanoTime() > earliest && Math.abs(now / before - 1) < STABLE) {
                return;
            }
            before = now;
        }
    }

    private Turn turn(Contender contender) {
        pause();
        contender.setup().run();
        double first = time(contender.call());
        if (first * 1000 > turnMillis) {
            return new Turn(first, first);
        }
        double[] times = new double[64];
        int calls = 0;
        long end = System.nanoTime() + turnMillis * 1_000_000L;
        while (calls == 0 || System.nanoTime() < end) {
            if (calls == times.length) {
                times = Arrays.copyOf(times, 2 * calls);
            }
            times[calls++] = time(contender.call());
        }
        double[] all = Arrays.copyOf(times, calls);
        return new Turn(median(all), Arrays.stream(all).min().orElseThrow());
    }

    private static double time(Runnable call) {
        long start = System.nanoTime();
        call.run();
        return (System.nanoTime() - start) * 1e-9;
    }

    private void pause() {
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
