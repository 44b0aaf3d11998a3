package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.elastic;
import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.inOut;
import static io.isotropy.kernels.conformance.Argument.ints;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Samples.offsets;
import static io.isotropy.kernels.conformance.Samples.with;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Pooling.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Packed batches: attention and pooling within segments, empty ones among them, and the gathering of rows. */
final class SegmentCases {

    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private SegmentCases(long seed) {
        this.samples = new Samples(seed, "segments");
    }

    static List<Case> all(long seed) {
        SegmentCases segments = new SegmentCases(seed);
        segments.attention();
        for (Mode mode : Mode.values()) {
            segments.pool(mode);
        }
        segments.gather();
        return segments.cases;
    }

    private void attention() {
        int[][] batches = {{}, {0}, {1}, {3, 0, 1}, {5, 7, 2}, {33}, {17, 65, 1}};
        int[][] heads = {{1, 1}, {2, 3}, {1, 8}, {3, 16}, {2, 17}, {2, 32}, {1, 65}};
        int turn = 0;
        for (int[] lengths : batches) {
            for (int[] head : heads) {
                attention(lengths, head[0], head[1], turn++ % 3, (float) (1 / Math.sqrt(head[1])));
            }
        }
        attention(new int[] {90, 0, 40, 130, 1}, 4, 32, 0, 0.2f);
        attention(new int[] {3, 2}, 0, 8, 1, 1);
        attention(new int[] {19}, 2, 9, 0, 0);
        fused(new int[] {5, 0, 18}, 2, 9);
        fused(new int[] {33, 1}, 3, 16);
        attentionOfSpecials();
    }

    private void attention(int[] lengths, int heads, int headDim, int pad, float scale) {
        int n = Arrays.stream(lengths).sum();
        int columns = heads * headDim;
        int ld = columns + 5 * pad;
        attention(lengths, heads, headDim, ld, columns + pad, scale,
                samples.matrix(n, columns, ld, NAN), samples.matrix(n, columns, ld, NAN),
                samples.matrix(n, columns, ld, NAN), "");
    }

    private void attention(
            int[] lengths, int heads, int headDim, int ld, int ldOut, float scale, float[] q, float[] k, float[] v,
            String what) {
        int n = Arrays.stream(lengths).sum();
        String label = "segments=" + Arrays.toString(lengths) + " heads=" + heads + " headDim=" + headDim + " ld=" + ld
                + " ldOut=" + ldOut + " scale=" + scale + what;
        cases.add(Case.of("attention.segmentAttention", List.of(), label, Tolerance.of(5e-6, 1e-6),
                (kernels, in) -> kernels.attention().segmentAttention(
                        in.floats("q"), ld, in.floats("k"), in.floats("v"), ld, in.ints("offsets"), in.ints("offsets"),
                        lengths.length, heads, headDim, scale, false, null, in.floats("out"), ldOut, null),
                in("q", q), in("k", k), in("v", v), ints("offsets", offsets(lengths)),
                out("out", n, heads * headDim, ldOut)));
    }

    /** q, k and v side by side in one buffer. */
    private void fused(int[] lengths, int heads, int headDim) {
        int n = Arrays.stream(lengths).sum();
        int columns = heads * headDim;
        String label = "q, k, v in one, segments=" + Arrays.toString(lengths) + " heads=" + heads + ", " + headDim;
        cases.add(Case.of("attention.segmentAttention", List.of(), label, Tolerance.of(5e-6, 1e-6),
                (kernels, in) -> {
                    Buffer qkv = in.floats("qkv");
                    long length = qkv.length();
                    kernels.attention().segmentAttention(
                            qkv, 3 * columns, qkv.slice(columns, length - columns),
                            qkv.slice(2 * columns, length - 2 * columns), 3 * columns, in.ints("offsets"),
                            in.ints("offsets"), lengths.length, heads, headDim, 0.3f, false, null,
                            in.floats("out"), columns, null);
                },
                in("qkv", samples.uniform(n * 3 * columns)), ints("offsets", offsets(lengths)),
                out("out", n * columns)));
    }

    /** A NaN query spoils its row of its head, a NaN key the head in its segment, −∞ scores weigh nothing. */
    private void attentionOfSpecials() {
        int[] lengths = {5, 3, 19};
        int columns = 2 * 8;
        float[] q = samples.uniform(27 * columns, 0.1, 1);
        float[] k = samples.uniform(27 * columns, 0.1, 1);
        float[] v = samples.uniform(27 * columns);
        attention(lengths, 2, 8, columns, columns, 0.5f, with(q, 2 * columns + 3, NAN), k, v, " NaN in q");
        attention(lengths, 2, 8, columns, columns, 0.5f, q, with(k, 6 * columns + 9, NAN), v, " NaN in k");
        attention(lengths, 2, 8, columns, columns, 0.5f, q, k, with(v, 20 * columns, NAN, 5, INF), " NaN, ∞ in v");
        attention(lengths, 2, 8, columns, columns, 0.5f, q, with(k, 10 * columns + 1, -INF), v, " −∞ in k");
        attention(lengths, 2, 8, columns, columns, 0.5f, q, with(k, 10 * columns + 1, INF), v, " ∞ in k");
        attention(lengths, 2, 8, columns, columns, 0.5f, q, with(k, 10 * columns, 1e20f, 0, -1e20f), v, " huge scores");
    }

    private void pool(Mode mode) {
        int[][] batches = {{}, {0}, {1}, {3, 0, 5}, {2, 9, 1, 17}};
        for (int[] lengths : batches) {
            for (int cols : new int[] {0, 1, 3, 7, 8, 9, 15, 16, 17, 33, 130}) {
                pool(mode, "", lengths, cols, samples.uniform(Arrays.stream(lengths).sum() * cols));
            }
        }
        pool(mode, "", new int[] {400, 1, 0, 350}, 65, samples.uniform(751 * 65));
        float[] x = samples.uniform(12 * 17);
        float[] specials = with(x, 0, NAN, 18, INF, 36, -INF, 4 * 17 + 5, INF, 6 * 17 + 5, -INF, 11 * 17 + 16, NAN);
        pool(mode, " NaN and ∞", new int[] {4, 5, 0, 3}, 17, specials);
        float[] low = new float[3 * 17];
        Arrays.fill(low, -INF);
        pool(mode, " −∞", new int[] {3}, 17, low);
    }

    private void pool(Mode mode, String what, int[] lengths, int cols, float[] x) {
        int longest = Arrays.stream(lengths).max().orElse(0);
        Tolerance tolerance = switch (mode) {
            case FIRST, LAST -> Tolerance.EXACT_WITH_SIGN;
            case MAX -> Tolerance.EXACT;
            case SUM, MEAN, MEAN_SQRT_LEN, WEIGHTED_MEAN -> Tolerance.sum(longest);
        };
        String label = "segments=" + Arrays.toString(lengths) + " cols=" + cols + what;
        cases.add(Case.of("pooling.segmentPool", List.of(mode), label, tolerance,
                (kernels, in) -> kernels.pooling().segmentPool(
                        mode, in.floats("x"), in.ints("offsets"), lengths.length, cols, in.floats("y")),
                in("x", x), ints("offsets", offsets(lengths)), out("y", lengths.length * cols)));
    }

    private void gather() {
        for (int cols : Samples.LENGTHS) {
            for (int n : new int[] {0, 1, 5, 37}) {
                gather(7, n, cols);
            }
        }
        gather(1, 3, 5);
        gather(1000, 3000, 65);
    }

    private void gather(int rows, int n, int cols) {
        float[] table = samples.uniform(rows * cols);
        int[] index = samples.indices(n, rows);
        if (n > 1) {
            index[0] = rows - 1;
            index[n - 1] = 0;
        }
        String label = "V=" + rows + " n=" + n + " cols=" + cols;
        cases.add(Case.of("embedding.gather", List.of(), label, Tolerance.EXACT_WITH_SIGN,
                (kernels, in) ->
                        kernels.embedding().gather(in.floats("table"), in.ints("index"), in.floats("y"), n, cols),
                elastic("table", table), ints("index", index), out("y", n * cols)));
        cases.add(Case.of("embedding.gatherAdd", List.of(), label, Tolerance.EXACT_WITH_SIGN,
                (kernels, in) ->
                        kernels.embedding().gatherAdd(in.floats("table"), in.ints("index"), in.floats("y"), n, cols),
                elastic("table", table), ints("index", index), inOut("y", samples.uniform(n * cols))));
    }
}
