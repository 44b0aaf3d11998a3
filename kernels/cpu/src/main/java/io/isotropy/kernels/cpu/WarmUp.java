package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Dropout;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Unary;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Scalar until compiled. Before the JIT has compiled them, Vector API calls allocate an object per operation and run about a thousand times
 * slower than after; the first text would wait for seconds. Scalar loops are compiled almost at once and give the same bits. So a process
 * starts on them, and when it has done enough work to be one that stays, a thread in the background runs the vector loops on small arrays
 * until they are fast; then all switch. A process that embeds one line and ends never pays for compiling vector code. What only training
 * does is compiled after that, in the same way, in a process that asks for it.
 *
 * <p>A vector width forced by system property, and so every conformance run of one, uses vectors from the start.
 */
final class WarmUp {

    /** Multiply-adds after which the process is taken to stay: about 40 tokens of a six-layer MiniLM. */
    private static final long WORTH_IT = 400_000_000L;

    /** A step of a compiled loop takes about a nanosecond, one that is not takes microseconds. */
    private static final double COMPILED_NANOS_PER_STEP = 60;

    /**
     * Steps of a loop's call: few, as a step takes microseconds at first, and yet enough that the JIT's thresholds, 600 calls and 15,000
     * steps, are reached together.
     */
    private static final int STEPS = 24;

    private static final int CALLS = 16;
    private static final int MOST_ROUNDS = 16_000;

    private static final AtomicLong DONE = new AtomicLong();
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static final AtomicBoolean TRAINING_STARTED = new AtomicBoolean();
    private static final AtomicBoolean WORDS_STARTED = new AtomicBoolean();
    private static volatile boolean ready = VectorMode.CURRENT.bits() != VectorMode.PREFERRED;
    private static volatile boolean turns = ready;
    private static volatile boolean searches = ready;
    private static volatile boolean trains = ready;
    /** The last part that is compiled, with all those before it. */
    private static volatile WordLoops.@Nullable Part wordParts = ready ? WordLoops.Part.SIGMOID : null;

    private WarmUp() {}

    /** Whether the vector loops may be used. */
    static boolean ready() {
        return ready;
    }

    /** Whether {@link MicroKernel#turnStrip} and {@link MicroKernel#turnStripe} may use vectors: compiled last, as they gain least. */
    static boolean turns() {
        return turns;
    }

    /** Whether the vector loop of {@link Loops#dotBytes} may be used. */
    static boolean searches() {
        return searches;
    }

    /** Whether the vector loops of training may be used; if not, they will be in a while. */
    static boolean trains() {
        if (!trains && ready && !TRAINING_STARTED.get() && TRAINING_STARTED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("isotropy-cpu-warm-up-training").start(WarmUp::runTraining);
        }
        return trains;
    }

    /** Whether these vector loops of training on words may be used; if not, they will be in a moment: they need none of the others. */
    static boolean trainsWords(WordLoops.Part part) {
        WordLoops.Part last = wordParts;
        if (last == null && !WORDS_STARTED.get() && WORDS_STARTED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("isotropy-cpu-warm-up-words").start(WarmUp::runWords);
        }
        return last != null && part.compareTo(last) <= 0;
    }

    /** Counts work done on scalar loops. */
    static void note(long multiplyAdds) {
        if (!ready && DONE.addAndGet(multiplyAdds) > WORTH_IT && STARTED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("isotropy-cpu-warm-up").start(WarmUp::run);
        }
    }

    private static void run() {
        MicroKernel kernel = MicroKernel.vector();
        Loops loops = new SimdLoops();
        float[] a = new float[kernel.rows() * STEPS];
        float[][] b = new float[kernel.arraysPerPanel(STEPS)][kernel.arrayLength(STEPS)];
        float[] c = new float[kernel.rows() * kernel.columns()];
        // Tiles of all heights in turns: what is compiled for one alone is thrown away when another comes.
        untilCompiled(STEPS * kernel.rows(), () -> {
            for (int rows = kernel.rows(); rows > 0; rows--) {
                kernel.multiply(rows, STEPS, a, 0, b, 0, 0, c, 0, kernel.columns(), c, 0, kernel.columns());
            }
        });
        float[] scores = new float[STEPS * kernel.columns()];
        float[] out = new float[kernel.columns() * kernel.columns()];
        untilCompiled(STEPS * kernel.columns() / kernel.columnRows(), () ->
                kernel.multiplyColumns(kernel.columns(), STEPS, scores, b, 0, out, 0, kernel.columns()));
        float[] sums = new float[kernel.columns()];
        float[] maxima = new float[kernel.columns()];
        untilCompiled(STEPS, () -> loops.exponentiateColumns(scores, STEPS / 2, kernel.columns(), sums, maxima));
        int n = STEPS * Lanes.COUNT;
        float[] x = new float[n];
        float[] y = new float[n];
        int vectors = n / Lanes.COUNT;
        untilCompiled(vectors, () -> loops.unary(Unary.GELU, x, 0, y, 0, n));
        untilCompiled(vectors, () -> loops.affine(1f, 0f, x, 0, y, 0, n));
        untilCompiled(vectors, () -> loops.sumOfSquares(x, 0, n, 0f));
        untilCompiled(vectors, () -> loops.dot(x, 0, y, 0, n));
        untilCompiled(vectors, () -> loops.normalize(x, 0, 0f, 1f, x, 0, x, 0, y, 0, n));
        untilCompiled(vectors, () -> loops.binary(Binary.ADD, x, 0, 1, y, 0, 1, y, 0, n));
        untilCompiled(vectors, () -> loops.addScaled(1f, x, 0, y, 0, n));
        untilCompiled(STEPS, () -> kernel.fillStripe(scores, 0, 0, STEPS, b[0], 0));
        ready = true;
        float[] strip = new float[Strips.length(kernel.rows(), STEPS)];
        untilCompiled(STEPS, () -> kernel.turnStrip(scores, 0, 0, kernel.rows(), STEPS, strip, 0));
        untilCompiled(STEPS, () -> kernel.turnStripe(scores, 0, 0, STEPS, b[0]));
        turns = true;
        int[] bytes = new int[4 * STEPS];
        untilCompiled(4 * bytes.length / Lanes.COUNT, () -> loops.dotBytes(bytes, 0, x, bytes.length));
        searches = true;
    }

    private static void runTraining() {
        MicroKernel kernel = MicroKernel.vector();
        Loops loops = new SimdLoops();
        int n = 512;
        int vectors = n / Lanes.COUNT;
        float[] x = new float[n];
        float[] y = new float[n];
        float[] z = new float[n];
        float[] sums = new float[2 * n];
        float[] rows = new float[Loops.ROWS * n];
        Dropout dropout = new Dropout(1, 2, 0.1f);
        untilCompiled(STEPS, () -> kernel.fillStrips(rows, 0, 0, 2, STEPS, new float[2 * STEPS * kernel.rows()]));
        untilCompiled(vectors, () -> loops.unaryGradient(Unary.GELU, x, 0, y, 0, z, 0, z, 0, n));
        untilCompiled(4 * vectors, () -> loops.dropout(dropout, 0, x, 0, y, 0, n));
        untilCompiled(4 * vectors, () -> loops.layerNormGradient(x, 0, 0f, 1f, x, 0, x, 0, z, sums, 0, y, 0, n));
        AdamStep step = AdamStep.of(true, 0.01f, 1e-3f, 0.9f, 0.999f, 1e-8f, 1, 1f);
        untilCompiled(2 * vectors, () -> loops.adam(step, x, 0, y, 0, z, 0, sums, 0, n));
        untilCompiled(vectors, () -> loops.addRows(rows, 0, n, y, 0, n));
        int width = kernel.columns();
        int queries = n / width;
        long[] first = new long[Math.max(width, queries)];
        float[] shifts = new float[queries];
        untilCompiled(vectors, () -> loops.exponentiateRows(y, 0, queries, width, shifts));
        untilCompiled(vectors, () -> loops.weightRows(x, y, 0, queries, width, shifts));
        untilCompiled(4 * vectors, () -> loops.dropoutColumns(dropout, first, y, queries, width));
        untilCompiled(4 * vectors, () -> loops.dropoutRows(dropout, first, y, 0, queries, width));
        untilCompiled(vectors, () -> loops.binary(Binary.MULTIPLY, x, 0, 1, y, 0, 1, z, 0, n));
        untilCompiled(vectors, () -> loops.unary(Unary.TANH, x, 0, y, 0, n));
        untilCompiled(vectors, () -> loops.unary(Unary.EXP, x, 0, y, 0, n));
        untilCompiled(vectors, () -> loops.unaryGradient(Unary.TANH, x, 0, y, 0, z, 0, z, 0, n));
        trains = true;
    }

    private static void runWords() {
        for (WordLoops.Part part : WordLoops.Part.values()) {
            compile(part, WordLoops.WARM);
            wordParts = part;
        }
    }

    private static void compile(WordLoops.Part part, WordLoops loops) {
        int n = 6 * 16 + 2 * 8 + 8 + 1; // goes through all loops of a row: one that is left out would be compiled when it is first needed
        int vectors = n / Lanes.COUNT;
        float[] x = new float[8 * n];
        float[] y = new float[8 * n];
        float[] s = new float[64];
        float[] lanes = new float[WordLoops.LANES];
        int[] places = new int[WordLoops.TILE];
        switch (part) {
            case ONE_GROUP -> {
                untilCompiled(WordLoops.TILE * vectors, () -> loops.products(x, y, places, 0, n, s, lanes));
                untilCompiled(WordLoops.TILE * vectors, () -> loops.gather(s, y, places, WordLoops.TILE, x, n));
                untilCompiled(WordLoops.TILE * vectors, () -> loops.scatter(s, x, y, places, WordLoops.TILE, n));
            }
            case GROUPS -> {
                for (int rows = 1; rows <= 3; rows++) {
                    int groups = rows;
                    untilCompiled(3 * vectors, () -> loops.products(x, 0, n, groups, y, 0, n, 8, n, s, 8, lanes));
                    untilCompiled(3 * vectors, () -> loops.addProducts(s, 0, 1, groups, x, 0, n, y, 0, n));
                }
                untilCompiled(vectors, () -> loops.addScaled(0f, x, 0, y, 0, n));
            }
            case ADA_GRAD -> untilCompiled(4 * vectors, () -> loops.adaGrad(0f, x, 0, y, 0, x, n, y, n, n - 8));
            case SIGMOID -> untilCompiled(8, () -> loops.sigmoid(s, 48));
        }
    }

    private static void untilCompiled(int steps, Runnable call) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            if ((double) (System.nanoTime() - start) / CALLS / steps < COMPILED_NANOS_PER_STEP) {
                return;
            }
        }
    }
}
