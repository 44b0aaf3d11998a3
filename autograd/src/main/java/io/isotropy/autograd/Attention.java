package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Buffer;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head scaled dot-product attention within the segments of packed batches: Vaswani et al. 2017, eq. 1 and §3.2.2. Each
 * segment's queries see the keys of the segment of the same number, causal or all; the probabilities are not kept.
 */
public final class Attention {

    private Attention() {}

    /**
     * Self-attention.
     *
     * @param qkv queries, keys and values side by side, (N, 3D)
     * @param causal whether row i of a segment sees its rows 0 … i only
     * @param dropout the probability to drop a probability, in training
     * @return (N, D)
     */
    public static Var selfAttention(Var qkv, Segments segments, int heads, boolean causal, float dropout, Mode mode) {
        Shape shape = qkv.shape();
        require(shape.rank() == 2 && shape.last() % (3 * heads) == 0 && shape.dim(0) == segments.rows(), "selfAttention",
                "qkv must be (rows of the segments, 3·heads·width)",
                "qkv", shape, "heads", heads, "rows of segments", segments.rows());
        int size = shape.last() / 3;
        Call call = Call.of(segments, segments, heads, size, causal, dropout, mode);
        Tensor all = qkv.value().contiguous();
        Result result = call.forward(
                Columns.of(all, 0, size), Columns.of(all, size, size), Columns.of(all, 2 * size, size));
        show(all.slice(1, 0, size), all.slice(1, size, 2 * size), call);
        return Var.of("selfAttention", result.out(), List.of(qkv), (dy, pass) -> pass.into(qkv, (gradient, add) -> {
            Tensor dx = add ? gradient.like() : gradient;
            Tensor read = qkv.value().contiguous();
            call.gradient(
                    Columns.of(read, 0, size), Columns.of(read, size, size), Columns.of(read, 2 * size, size), result,
                    dy, Columns.of(dx, 0, size), Columns.of(dx, size, size), Columns.of(dx, 2 * size, size));
            if (add) {
                Backward.addTo(gradient, dx);
            }
        }));
    }

    /**
     * Attention from one batch to another: a decoder's to its encoder, or that of some rows of a batch.
     *
     * @param q (N, D)
     * @param kv keys and values side by side, (M, 2D)
     * @param queries the segments of q
     * @param keys the segments of kv, as many
     * @param causal whether query i of a segment sees its keys 0 … i only; the segments must then be the same
     * @return (N, D)
     */
    public static Var attention(
            Var q, Var kv, Segments queries, Segments keys, int heads, boolean causal, float dropout, Mode mode) {
        int size = q.shape().last();
        boolean fits = q.shape().equals(Shape.of(queries.rows(), size)) && kv.shape().equals(Shape.of(keys.rows(), 2 * size))
                && queries.count() == keys.count() && size % heads == 0;
        require(fits, "attention", "q must be (rows of the queries' segments, heads·width), kv (rows of the keys', 2·heads·width)",
                "q", q.shape(), "kv", kv.shape(), "heads", heads, "rows of queries", queries.rows(), "rows of keys", keys.rows());
        Call call = Call.of(queries, keys, heads, size, causal, dropout, mode);
        Tensor both = kv.value().contiguous();
        Result result = call.forward(Columns.of(q.value()), Columns.of(both, 0, size), Columns.of(both, size, size));
        show(q.value(), both.slice(1, 0, size), call);
        return Var.of("attention", result.out(), List.of(q, kv), (dy, pass) -> {
            Tensor dq = q.value().like();
            Tensor read = kv.value().contiguous();
            Tensor dkv = read.like();
            call.gradient(
                    Columns.of(q.value()), Columns.of(read, 0, size), Columns.of(read, size, size), result,
                    dy, Columns.of(dq), Columns.of(dkv, 0, size), Columns.of(dkv, size, size));
            pass.add(q, dq);
            pass.add(kv, dkv);
        });
    }

    /** Some columns of a matrix, as kernels take them. */
    private record Columns(Buffer buffer, int leading) {

        static Columns of(Tensor x) {
            Tensor matrix = x.contiguous();
            return new Columns(matrix.buffer(), Math.max(1, x.shape().last()));
        }

        static Columns of(Tensor x, int from, int size) {
            int rows = x.shape().dim(0);
            int cols = x.shape().dim(1);
            long length = rows == 0 ? 0 : (long) (rows - 1) * cols + size;
            return new Columns(x.buffer().slice(rows == 0 ? 0 : from, length), Math.max(1, cols));
        }
    }

    private record Result(Tensor out, @Nullable Tensor logSumExp) {}

    private record Call(
            Segments queries, Segments keys, int heads, int headDim, float scale, boolean causal,
            @Nullable AttentionDropout dropout) {

        static Call of(
                Segments queries, Segments keys, int heads, int size, boolean causal, float p, Mode mode) {
            require(p >= 0 && p < 1, "attention", "the dropout must be in [0, 1)", "p", p);
            AttentionDropout dropout = null;
            if (mode instanceof Mode.Train train && p > 0) {
                Philox random = train.next();
                dropout = new AttentionDropout(random.seed(), random.stream(), p);
            }
            int headDim = size / heads;
            float scale = (float) (1 / Math.sqrt(Math.max(1, headDim)));
            return new Call(queries, keys, heads, headDim, scale, causal, dropout);
        }

        Result forward(Columns q, Columns k, Columns v) {
            io.isotropy.kernels.Backend backend = queries.offsets().backend();
            int rows = queries.rows();
            int size = heads * headDim;
            Tensor out = Tensor.uninitialized(backend, Shape.of(rows, size));
            Tensor logSumExp = Trace.recording() ? Tensor.uninitialized(backend, Shape.of(heads, rows)) : null;
            backend.kernels().attention().segmentAttention(
                    q.buffer(), q.leading(), k.buffer(), v.buffer(), k.leading(),
                    queries.offsets().buffer(), keys.offsets().buffer(), queries.count(), heads, headDim, scale, causal,
                    dropout, out.buffer(), Math.max(1, size), logSumExp == null ? null : logSumExp.buffer());
            return new Result(out, logSumExp);
        }

        void gradient(
                Columns q, Columns k, Columns v, Result result, Tensor dy, Columns dq, Columns dk, Columns dv) {
            Tensor logSumExp = result.logSumExp();
            if (logSumExp == null) {
                throw new AssertionError("attention was recorded without its sums");
            }
            Columns dOut = Columns.of(dy);
            dy.kernels().attention().segmentAttentionGradient(
                    q.buffer(), q.leading(), k.buffer(), v.buffer(), k.leading(),
                    queries.offsets().buffer(), keys.offsets().buffer(), queries.count(), heads, headDim, scale, causal,
                    dropout, result.out().buffer(), Math.max(1, heads * headDim), logSumExp.buffer(),
                    dOut.buffer(), dOut.leading(), dq.buffer(), dq.leading(), dk.buffer(), dv.buffer(), dk.leading());
            logSumExp.release();
        }
    }

    private static void show(Tensor q, Tensor k, Call call) {
        Trace trace = Trace.current();
        Hook hook = trace.hook;
        if (hook != null) {
            hook.attention(trace.layer, () -> probabilities(q, k, call));
        }
    }

    /** softmax(scale·Q·Kᵀ), (heads, queries, keys) for each segment. */
    private static List<Tensor> probabilities(Tensor q, Tensor k, Call call) {
        List<Tensor> all = new ArrayList<>();
        for (int s = 0; s < call.queries().count(); s++) {
            try (Scope scope = Scope.open()) {
                Tensor scores = heads(q, call.queries(), s, call).matmul(heads(k, call.keys(), s, call).transpose())
                        .times(call.scale());
                if (call.causal()) {
                    int length = call.queries().length(s);
                    Tensor rows = range(q, length).reshape(length, 1);
                    Tensor seen = range(q, length).le(rows);
                    scores = seen.where(scores, Tensor.full(q.backend(), Shape.of(), Float.NEGATIVE_INFINITY));
                }
                all.add(scope.keep(scores.softmax(-1)));
            }
        }
        return all;
    }

    private static Tensor range(Tensor like, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i;
        }
        return Tensor.of(like.backend(), Shape.of(length), values);
    }

    /** Segment s of x as (heads, rows, headDim). */
    private static Tensor heads(Tensor x, Segments segments, int s, Call call) {
        return x.slice(0, segments.offset(s), segments.offset(s + 1))
                .reshape(segments.length(s), call.heads(), call.headDim())
                .transpose(0, 1);
    }
}
