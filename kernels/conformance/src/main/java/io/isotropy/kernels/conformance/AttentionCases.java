package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.ints;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Samples.offsets;

import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.conformance.Case.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attention as training needs it: across segments of two kinds, causal, with dropout, with its log-sum-exp; and its gradient. */
final class AttentionCases {

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private AttentionCases(long seed) {
        this.samples = new Samples(seed, "attention");
    }

    static List<Case> all(long seed) {
        AttentionCases attention = new AttentionCases(seed);
        int[][] batches = {{}, {0}, {1}, {3, 0, 1}, {5, 7, 2}, {33}, {17, 65, 1}};
        int[][] others = {{}, {0}, {3}, {0, 2, 4}, {1, 9, 0}, {8}, {40, 3, 16}};
        int[][] heads = {{1, 1}, {2, 3}, {3, 16}, {2, 17}, {2, 32}, {1, 65}};
        int turn = 0;
        for (int i = 0; i < batches.length; i++) {
            for (int[] head : heads) {
                AttentionDropout dropout = turn % 3 == 0 ? null : new AttentionDropout(turn, -turn, 0.1f * (turn % 5));
                attention.all(new Sizes(batches[i], batches[i], head[0], head[1], turn % 3, turn % 2 == 0, dropout));
                attention.all(new Sizes(batches[i], others[i], head[0], head[1], turn % 4, false, dropout));
                turn++;
            }
        }
        AttentionDropout dropout = new AttentionDropout(1L << 60, 77, 0.2f);
        attention.all(new Sizes(new int[] {90, 0, 40, 130, 1}, new int[] {90, 0, 40, 130, 1}, 4, 32, 0, true, dropout));
        attention.all(new Sizes(new int[] {90, 7, 40}, new int[] {50, 130, 1}, 4, 32, 0, false, null));
        attention.all(new Sizes(new int[] {66, 0, 5, 128}, new int[] {66, 0, 5, 128}, 2, 64, 4, true, dropout));
        attention.all(new Sizes(new int[] {20, 70}, new int[] {67, 33}, 2, 64, 1, false, dropout));
        attention.all(new Sizes(new int[] {35, 1, 64}, new int[] {35, 1, 64}, 2, 128, 0, true, null));
        attention.all(new Sizes(new int[] {20, 70}, new int[] {67, 33}, 1, 128, 4, false, dropout));
        attention.all(new Sizes(new int[] {3, 2}, new int[] {3, 2}, 0, 8, 1, false, null));
        attention.all(new Sizes(new int[] {3, 2}, new int[] {1, 2}, 2, 0, 1, false, dropout));
        attention.all(new Sizes(new int[] {9}, new int[] {9}, 2, 8, 0, true, new AttentionDropout(1, 1, 1)));
        return attention.cases;
    }

    /** Lengths of the segments of queries and of keys, sizes of heads; pad widens the leading dimensions. */
    private record Sizes(
            int[] queryLengths, int[] keyLengths, int heads, int headDim, int pad, boolean causal,
            @Nullable AttentionDropout dropout) {

        int queries() {
            return Arrays.stream(queryLengths).sum();
        }

        int keys() {
            return Arrays.stream(keyLengths).sum();
        }

        int columns() {
            return heads * headDim;
        }

        float scale() {
            return (float) (1 / Math.sqrt(Math.max(1, headDim)));
        }

        int segments() {
            return queryLengths.length;
        }

        @Override
        public String toString() {
            return "queries=" + Arrays.toString(queryLengths) + " keys=" + Arrays.toString(keyLengths) + " heads=" + heads
                    + " headDim=" + headDim + " pad=" + pad + " causal=" + causal + " " + dropout;
        }
    }

    private void all(Sizes sizes) {
        int n = sizes.queries();
        int m = sizes.keys();
        int columns = sizes.columns();
        int ldq = columns + sizes.pad;
        int ldkv = columns + 3 * sizes.pad;
        int ldOut = columns + 2 * sizes.pad;
        float[] q = samples.matrix(n, columns, ldq, Float.NaN);
        float[] k = samples.matrix(m, columns, ldkv, Float.NaN);
        float[] v = samples.matrix(m, columns, ldkv, Float.NaN);
        cases.add(Case.of("attention.segmentAttention", List.of(), sizes + " with log-sum-exp", Tolerance.of(8e-6, 2e-6),
                (kernels, in) -> kernels.attention().segmentAttention(
                        in.floats("q"), ldq, in.floats("k"), in.floats("v"), ldkv, in.ints("queryOffsets"),
                        in.ints("keyOffsets"), sizes.segments(), sizes.heads, sizes.headDim, sizes.scale(), sizes.causal,
                        sizes.dropout, in.floats("out"), ldOut, in.floats("logSumExp")),
                in("q", q), in("k", k), in("v", v), ints("queryOffsets", offsets(sizes.queryLengths)),
                ints("keyOffsets", offsets(sizes.keyLengths)), out("out", n, columns, ldOut),
                out("logSumExp", sizes.heads * n)));
        float[] result = samples.matrix(n, columns, ldOut, Float.NaN);
        float[] logSumExp = new float[sizes.heads * n];
        forward(sizes, q, k, v, result, logSumExp);
        cases.add(Case.of("attention.segmentAttentionGradient", List.of(), sizes.toString(), Tolerance.of(2e-5, 4e-6),
                (kernels, in) -> gradient(kernels, in, sizes, ldq, ldkv, ldOut),
                in("q", q), in("k", k), in("v", v), ints("queryOffsets", offsets(sizes.queryLengths)),
                ints("keyOffsets", offsets(sizes.keyLengths)), in("out", result), in("logSumExp", logSumExp),
                in("dOut", samples.matrix(n, columns, ldq, Float.NaN)), out("dq", n, columns, ldOut),
                out("dk", m, columns, ldq), out("dv", m, columns, ldq)));
    }

    private static void gradient(Kernels kernels, Arguments in, Sizes sizes, int ldq, int ldkv, int ldOut) {
        kernels.attention().segmentAttentionGradient(
                in.floats("q"), ldq, in.floats("k"), in.floats("v"), ldkv, in.ints("queryOffsets"),
                in.ints("keyOffsets"), sizes.segments(), sizes.heads, sizes.headDim, sizes.scale(), sizes.causal,
                sizes.dropout, in.floats("out"), ldOut, in.floats("logSumExp"), in.floats("dOut"), ldq, in.floats("dq"),
                ldOut, in.floats("dk"), in.floats("dv"), ldq);
    }

    /** What the forward gives, rounded, as input for the gradient. */
    private static void forward(Sizes sizes, float[] q, float[] k, float[] v, float[] result, float[] logSumExp) {
        Backend backend = Backends.reference();
        try (Buffer queries = filled(backend, q);
                Buffer keys = filled(backend, k);
                Buffer values = filled(backend, v);
                Buffer out = filled(backend, result);
                Buffer sums = filled(backend, logSumExp);
                IntBuffer queryOffsets = filled(backend, offsets(sizes.queryLengths));
                IntBuffer keyOffsets = filled(backend, offsets(sizes.keyLengths))) {
            backend.kernels().attention().segmentAttention(
                    queries, sizes.columns() + sizes.pad, keys, values, sizes.columns() + 3 * sizes.pad, queryOffsets,
                    keyOffsets, sizes.segments(), sizes.heads, sizes.headDim, sizes.scale(), sizes.causal, sizes.dropout,
                    out, sizes.columns() + 2 * sizes.pad, sums);
            out.read(0, result, 0, result.length);
            sums.read(0, logSumExp, 0, logSumExp.length);
        }
    }

    private static Buffer filled(Backend backend, float[] content) {
        Buffer buffer = backend.allocate(content.length);
        buffer.write(0, content, 0, content.length);
        return buffer;
    }

    private static IntBuffer filled(Backend backend, int[] content) {
        IntBuffer buffer = backend.allocateInts(content.length);
        buffer.write(0, content, 0, content.length);
        return buffer;
    }
}
