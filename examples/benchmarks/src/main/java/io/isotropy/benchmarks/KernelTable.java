package io.isotropy.benchmarks;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * All kernels of a backend at the sizes of training a BERT-base, each beside what the device itself can do: the bandwidth of a large copy and the
 * rate of a large square product, measured in the same run.
 *
 * <pre>
 * examples/benchmarks/run kernels --backend cuda
 * examples/benchmarks/run kernels --backend cpu --tokens 512 --side 1024 --megabytes 64
 * </pre>
 */
public final class KernelTable {

    private static final int ROUNDS = 3;

    /** So many rounds' lengths without a faster call go before, while the JIT compiles. */
    private static final int WARM_UP = 5;

    /** The same of the ceilings, which come first and find nothing compiled. */
    private static final int LONG_WARM_UP = 25;

    /** What counts as faster. */
    private static final double FASTER = 0.98;

    private final Backend backend;
    private final Buffer probe;
    private final double seconds;
    private final PrintStream out;

    private KernelTable(Backend backend, double seconds, PrintStream out) {
        this.backend = backend;
        this.probe = backend.allocate(1);
        this.seconds = seconds;
        this.out = out;
    }

    /** Prints the table. */
    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args, "backend", "tokens", "side", "megabytes", "milliseconds");
        Backend backend = Backends.byName(arguments.words("backend", "cpu").getFirst());
        KernelTable table = new KernelTable(backend, arguments.number("milliseconds", 200) * 1e-3, System.out);
        table.print(
                arguments.number("tokens", 8192), arguments.number("side", 4096), (long) arguments.number("megabytes", 256) << 20);
    }

    private void print(int tokens, int side, long copied) {
        KernelCalls calls = new KernelCalls(backend, tokens);
        double copyTime = time(calls.copyOf(copied / Float.BYTES), LONG_WARM_UP);
        double copyRate = 2 * copied / copyTime;
        double productTime = time(calls.productOf(side), LONG_WARM_UP);
        double productRate = 2.0 * side * side * side / productTime;
        out.println(backend.name() + ": " + backend.description());
        out.printf(Locale.ROOT, "a copy of %d MB: %.1f GB/s; a product of side %d: %.1f GFLOP/s; %d tokens%n%n",
                copied >> 20, copyRate * 1e-9, side, productRate * 1e-9, tokens);
        out.println("| kernel | µs | GB/s | of the copy | GFLOP/s | of the product |");
        out.println("|---|---:|---:|---:|---:|---:|");
        List<KernelCalls.Call> all = calls.all();
        for (KernelCalls.Call call : all) {
            double time = time(call.body(), WARM_UP);
            out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.2f | %s |%n", call.kernel(), time * 1e6, call.bytes() / time * 1e-9,
                    call.bytes() / time / copyRate, products(call.operations() / time, productRate));
        }
    }

    private static String products(double rate, double ceiling) {
        return rate == 0 ? "| " : String.format(Locale.ROOT, "%.1f | %.2f", rate * 1e-9, rate / ceiling);
    }

    /** Seconds of one call: the best of some rounds, each of as many calls as last long enough to be told from the wait at its end. */
    private double time(Runnable call, int warmUp) {
        double fastest = Double.MAX_VALUE;
        for (double same = 0; same < warmUp * seconds; ) {
            double one = round(call, 1);
            same = one < FASTER * fastest ? 0 : same + one;
            fastest = Math.min(fastest, one);
        }
        long calls = 1;
        while (round(call, calls) < seconds) {
            calls *= 2;
        }
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            best = Math.min(best, round(call, calls) / calls);
        }
        return best;
    }

    private double round(Runnable call, long calls) {
        long start = System.nanoTime();
        for (long i = 0; i < calls; i++) {
            call.run();
        }
        probe.read(0, new float[1], 0, 1); // waits for all that was called
        return (System.nanoTime() - start) * 1e-9;
    }
}
