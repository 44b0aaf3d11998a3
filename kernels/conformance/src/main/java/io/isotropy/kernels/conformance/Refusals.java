package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.inOut;
import static io.isotropy.kernels.conformance.Argument.ints;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling.Scale;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Layout;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Pooling.Mode;
import io.isotropy.kernels.Reductions.Reduction;
import io.isotropy.kernels.WordTraining.Composition;
import io.isotropy.kernels.conformance.Argument.Ints;
import io.isotropy.kernels.conformance.Case.Arguments;
import io.isotropy.kernels.conformance.Case.Call;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls that every backend must refuse before it writes: negative sizes, leading dimensions below the columns, strides
 * and offsets that make no sense, indices outside the table. {@link Trial} adds buffers too short and of another
 * backend.
 */
final class Refusals {

    private final List<Case> wrong = new ArrayList<>();

    private Refusals() {}

    /** Calls that throw {@link IllegalArgumentException}. */
    static List<Case> arguments() {
        Refusals refusals = new Refusals();
        refusals.blas();
        refusals.elementwise();
        refusals.rows();
        refusals.coupling();
        refusals.segments();
        refusals.training();
        refusals.words();
        return refusals.wrong;
    }

    /** Calls that throw {@link IndexOutOfBoundsException}. */
    static List<Case> indices() {
        Refusals refusals = new Refusals();
        for (int index : new int[] {-1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            // the last of three, so that a kernel which checks as it goes has written two rows
            Argument[] arguments = {
                in("table", new float[4 * 9]), ints("index", 0, 3, index), inOut("y", new float[3 * 9])
            };
            refusals.add("embedding.gather", "index " + index, (kernels, in) -> kernels.embedding()
                    .gather(in.floats("table"), in.ints("index"), in.floats("y"), 3, 9), arguments);
            refusals.add("embedding.gatherAdd", "index " + index, (kernels, in) -> kernels.embedding()
                    .gatherAdd(in.floats("table"), in.ints("index"), in.floats("y"), 3, 9), arguments);
            refusals.add("embedding.scatterAdd", "index " + index,
                    (kernels, in) -> kernels.embedding()
                            .scatterAdd(in.floats("rows"), in.ints("index"), in.floats("table"), 3, 9),
                    in("rows", new float[3 * 9]), ints("index", 0, 3, index), inOut("table", new float[4 * 9]));
            refusals.add("crossEntropy.crossEntropy", "target " + index,
                    (kernels, in) -> kernels.crossEntropy().crossEntropy(in.floats("x"), in.ints("targets"), -100, 0,
                            in.floats("losses"), in.floats("logSumExp"), 3, 4),
                    in("x", new float[12]), ints("targets", 0, -100, index), inOut("losses", new float[3]),
                    inOut("logSumExp", new float[3]));
            refusals.add("crossEntropy.crossEntropyGradient", "target " + index,
                    (kernels, in) -> kernels.crossEntropy().crossEntropyGradient(in.floats("x"), in.ints("targets"), -100,
                            0, in.floats("x"), in.floats("x"), in.floats("dx"), 3, 4),
                    in("x", new float[12]), ints("targets", 0, -100, index), inOut("dx", new float[12]));
            refusals.wordIndices(index);
        }
        return refusals.wrong;
    }

    private void add(String kernel, String label, Call call, Argument... arguments) {
        wrong.add(Case.of(kernel, List.of(), label, Tolerance.EXACT, call, arguments));
    }

    /** A call on x, y and z, each of 64 elements, and w, 64 integers. */
    private void add(String kernel, String label, Call call) {
        add(kernel, label, call, in("x", new float[64]), in("y", new float[64]), inOut("z", new float[64]),
                new Ints("w", true, new int[64]));
    }

    private void blas() {
        int[][] wrongGemms = {
            {-1, 4, 4, 4, 4, 4}, {4, -1, 4, 4, 4, 4}, {4, 4, -1, 4, 4, 4}, {4, 4, 4, 3, 4, 4}, {4, 4, 4, 4, 3, 4},
            {4, 4, 4, 4, 4, 3}, {Integer.MAX_VALUE, 4, 4, 4, 4, 4}, {4, 4, 4, 4, 4, Integer.MAX_VALUE},
        };
        for (int[] s : wrongGemms) {
            String label = "m=" + s[0] + " n=" + s[1] + " k=" + s[2] + " lda=" + s[3] + " ldb=" + s[4] + " ldc=" + s[5];
            add("blas.gemm", label, (kernels, in) -> kernels.blas().gemm(false, false, s[0], s[1], s[2],
                    1, in.floats("x"), s[3], in.floats("y"), s[4], 0, in.floats("z"), s[5]));
            add("blas.gemmBatched", label, (kernels, in) -> kernels.blas().gemmBatched(false, false, s[0], s[1], s[2],
                    1, in.floats("x"), s[3], 16, in.floats("y"), s[4], 16, 0, in.floats("z"), s[5], 16, 2));
        }
        long[][] wrongStrides = {
            {-1, 4, 4}, {4, -1, 4}, {4, 4, -1}, {4, 4, 0}, {Long.MAX_VALUE, 4, 4}, {4, 4, 1L << 62},
        };
        for (long[] s : wrongStrides) {
            add("blas.gemmBatched", "strides " + s[0] + ", " + s[1] + ", " + s[2], (kernels, in) -> kernels.blas()
                    .gemmBatched(false, false, 2, 2, 2, 1, in.floats("x"), 2, s[0], in.floats("y"), 2, s[1],
                            0, in.floats("z"), 2, s[2], 3));
        }
        add("blas.gemmBatched", "batch=-1", (kernels, in) -> kernels.blas().gemmBatched(false, false, 2, 2, 2,
                1, in.floats("x"), 2, 4, in.floats("y"), 2, 4, 0, in.floats("z"), 2, 4, -1));
        for (int[] s : new int[][] {{-1, 4, 4}, {4, -1, 4}, {4, 4, 3}, {65, 1, 1}, {4, 20, 20}, {Integer.MAX_VALUE, 4, 4}}) {
            add("blas.gemv", "m=" + s[0] + " k=" + s[1] + " lda=" + s[2], (kernels, in) ->
                    kernels.blas().gemv(s[0], s[1], in.floats("x"), s[2], in.floats("y"), in.floats("z")));
        }
        for (int[] s : new int[][] {{-1, 4}, {4, -1}, {4, 400}, {65, 1}, {Integer.MAX_VALUE, 4}}) {
            add("blas.gemvBytes", "m=" + s[0] + " k=" + s[1], (kernels, in) ->
                    kernels.blas().gemvBytes(s[0], s[1], in.ints("w"), in.floats("x"), in.floats("y"), in.floats("z")));
        }
        add("blas.pack", "n=-1", (kernels, in) -> kernels.blas().pack(false, -1, 4, in.floats("x"), 4));
        add("blas.pack", "k=-1", (kernels, in) -> kernels.blas().pack(false, 4, -1, in.floats("x"), 4));
        add("blas.pack", "ldb=3", (kernels, in) -> kernels.blas().pack(true, 4, 4, in.floats("x"), 3));
        add("blas.linear", "rows=-1", (kernels, in) -> linear(kernels, in, -1, 4, 4));
        add("blas.linear", "ldx=3", (kernels, in) -> linear(kernels, in, 2, 3, 4));
        add("blas.linear", "ldy=3", (kernels, in) -> linear(kernels, in, 2, 4, 3));
        add("blas.linear", "a weight of another backend", (kernels, in) -> kernels.blas().linear(
                1, in.floats("x"), 1, Foreign.of(PackedMatrix.class), null, Activation.NONE, in.floats("z"), 1));
    }

    private static void linear(Kernels kernels, Arguments in, int rows, int ldx, int ldy) {
        try (PackedMatrix w = kernels.blas().pack(false, 4, 4, in.floats("y"), 4)) {
            kernels.blas().linear(rows, in.floats("x"), ldx, w, null, Activation.NONE, in.floats("z"), ldy);
        }
    }

    private void elementwise() {
        for (long n : new long[] {-1, 65, Long.MAX_VALUE, Long.MIN_VALUE}) {
            add("elementwise.unary", "n=" + n, (kernels, in) ->
                    kernels.elementwise().unary(Unary.ABS, in.floats("x"), in.floats("z"), n));
            add("elementwise.affine", "n=" + n, (kernels, in) ->
                    kernels.elementwise().affine(1, 1, in.floats("x"), in.floats("z"), n));
            add("elementwise.unaryGradient", "n=" + n, (kernels, in) -> kernels.elementwise()
                    .unaryGradient(Unary.ABS, in.floats("x"), in.floats("x"), in.floats("y"), in.floats("z"), n));
            add("elementwise.dropout", "n=" + n, (kernels, in) ->
                    kernels.elementwise().dropout(1, 1, 0, 0.5f, in.floats("x"), in.floats("z"), n));
            add("elementwise.fill", "n=" + n, (kernels, in) -> kernels.elementwise().fill(1, in.floats("z"), n));
        }
        int most = Integer.MAX_VALUE;
        for (int[] s : new int[][] {{-1, 8}, {8, -1}, {9, 8}, {1 << 16, 1 << 16}, {most, most}}) {
            add("elementwise.binary", "rows=" + s[0] + " cols=" + s[1], (kernels, in) -> kernels.elementwise().binary(
                    Binary.ADD, in.floats("x"), Layout.MATRIX, in.floats("y"), Layout.SCALAR,
                    in.floats("z"), s[0], s[1]));
        }
        int big = 1 << 22; // big³ is 2⁶⁶, which as a long is 4
        copies("a shape too large for a long", new int[] {big, big, big}, new long[] {1, 1, 1});
        copies("a negative size", new int[] {4, -1}, new long[] {4, 1});
        copies("two negative sizes", new int[] {-2, -2}, new long[] {1, 1});
        copies("fewer strides than sizes", new int[] {2, 2}, new long[] {1});
        copies("a negative stride", new int[] {2, 2}, new long[] {-2, 1});
        copies("strides too large for a long", new int[] {3, 3}, new long[] {1L << 62, 1L << 62});
        add("elementwise.scatter", "stride 0", (kernels, in) -> kernels.elementwise()
                .scatter(in.floats("x"), new int[] {2, 2}, in.floats("z"), new long[] {0, 1}));
    }

    private void copies(String label, int[] shape, long[] strides) {
        add("elementwise.copy", label, (kernels, in) ->
                kernels.elementwise().copy(in.floats("x"), strides, shape, in.floats("z")));
        add("elementwise.scatter", label, (kernels, in) ->
                kernels.elementwise().scatter(in.floats("x"), shape, in.floats("z"), strides));
    }

    private void rows() {
        for (int[] s : new int[][] {{-1, 8}, {8, -1}, {9, 8}, {1 << 16, 1 << 16}}) {
            int rows = s[0];
            int cols = s[1];
            String label = "rows=" + rows + " cols=" + cols;
            add("reductions.reduceRows", label, (kernels, in) -> kernels.reductions()
                    .reduceRows(Reduction.SUM, in.floats("x"), in.floats("z"), rows, cols));
            add("reductions.reduceColumns", label, (kernels, in) -> kernels.reductions()
                    .reduceColumns(Reduction.MAX, in.floats("x"), in.floats("z"), rows, cols));
            add("reductions.dotRows", label, (kernels, in) -> kernels.reductions()
                    .dotRows(in.floats("x"), in.floats("y"), in.floats("z"), rows, cols));
            add("reductions.argMax", label, (kernels, in) -> kernels.reductions()
                    .argMax(in.floats("x"), in.ints("w"), rows, cols));
            add("normalization.softmax", label, (kernels, in) -> kernels.normalization()
                    .softmax(in.floats("x"), in.floats("z"), rows, cols));
            add("normalization.logSoftmax", label, (kernels, in) -> kernels.normalization()
                    .logSoftmax(in.floats("x"), in.floats("z"), rows, cols));
            add("normalization.l2Normalize", label, (kernels, in) -> kernels.normalization()
                    .l2Normalize(in.floats("x"), in.floats("z"), rows, cols, 1));
            add("normalization.layerNorm", label, (kernels, in) -> kernels.normalization().layerNorm(
                    in.floats("x"), null, in.floats("y"), in.floats("y"), in.floats("z"), null, null, rows, cols, 1));
            add("normalization.softmaxGradient", label, (kernels, in) -> kernels.normalization()
                    .softmaxGradient(in.floats("x"), in.floats("y"), in.floats("z"), rows, cols));
            add("normalization.logSoftmaxGradient", label, (kernels, in) -> kernels.normalization()
                    .logSoftmaxGradient(in.floats("x"), in.floats("y"), in.floats("z"), rows, cols));
            add("normalization.l2NormalizeGradient", label, (kernels, in) -> kernels.normalization()
                    .l2NormalizeGradient(in.floats("x"), in.floats("x"), in.floats("y"), in.floats("z"), rows, cols, 1));
            add("normalization.layerNormGradient", label, (kernels, in) -> kernels.normalization().layerNormGradient(
                    in.floats("x"), null, in.floats("y"), in.floats("y"), in.floats("y"), in.floats("y"), in.floats("z"),
                    in.floats("z"), in.floats("z"), rows, cols));
            add("embedding.scatterAdd", label, (kernels, in) -> kernels.embedding()
                    .scatterAdd(in.floats("x"), in.ints("w"), in.floats("z"), rows, cols));
            add("crossEntropy.crossEntropy", label, (kernels, in) -> kernels.crossEntropy().crossEntropy(
                    in.floats("x"), in.ints("w"), -1, 0, in.floats("z"), in.floats("z"), rows, cols));
            add("crossEntropy.crossEntropyGradient", label, (kernels, in) -> kernels.crossEntropy().crossEntropyGradient(
                    in.floats("x"), in.ints("w"), -1, 0, in.floats("y"), in.floats("y"), in.floats("z"), rows, cols));
            add("embedding.gather", label, (kernels, in) -> kernels.embedding()
                    .gather(in.floats("x"), in.ints("w"), in.floats("z"), rows, cols));
            add("embedding.gatherAdd", label, (kernels, in) -> kernels.embedding()
                    .gatherAdd(in.floats("x"), in.ints("w"), in.floats("z"), rows, cols));
        }
        add("reductions.argMax", "cols=0", (kernels, in) ->
                kernels.reductions().argMax(in.floats("x"), in.ints("w"), 3, 0));
    }

    private void coupling() {
        for (int[] s : new int[][] {{-1, 8, 0, 2}, {2, -1, 0, 0}, {2, 8, -1, 2}, {2, 8, 3, 2}, {2, 8, 3, 9}, {9, 8, 0, 2}}) {
            String label = "rows=" + s[0] + " cols=" + s[1] + " columns " + s[2] + " to " + s[3];
            add("coupling.couple", label, (kernels, in) -> kernels.coupling().couple(Scale.NONE, in.floats("x"), in.floats("y"),
                    null, in.floats("z"), null, in.floats("z"), s[0], s[1], s[2], s[3]));
            add("coupling.coupleGradient", label, (kernels, in) -> kernels.coupling().coupleGradient(Scale.NONE, in.floats("x"),
                    null, null, in.floats("y"), null, in.floats("z"), in.floats("z"), null, s[0], s[1], s[2], s[3]));
        }
        for (Scale scale : Scale.values()) { // each lacks one, or has one too many
            add("coupling.couple", "arguments of " + scale, (kernels, in) -> kernels.coupling().couple(scale, in.floats("x"),
                    in.floats("y"), scale == Scale.SIGMOID ? in.floats("y") : null, in.floats("z"), in.floats("z"), in.floats("z"),
                    2, 8, 0, 4));
            add("coupling.coupleGradient", "arguments of " + scale, (kernels, in) -> kernels.coupling().coupleGradient(scale,
                    in.floats("x"), in.floats("y"), in.floats("y"), in.floats("y"), null, in.floats("z"), in.floats("z"), null,
                    2, 8, 0, 4));
        }
    }

    private void segments() {
        int[][] wrongOffsets = {{1, 2, 4}, {0, 3, 2}, {0, -1, 4}, {0, 2, 9}, {0, 2, Integer.MAX_VALUE}};
        for (int[] offsets : wrongOffsets) {
            attention("offsets " + List.of(offsets[0], offsets[1], offsets[2]), offsets, new int[] {2, 2, 4, 8, 8});
            pooling("offsets " + List.of(offsets[0], offsets[1], offsets[2]), offsets, 2, 8);
        }
        int[] fine = {0, 2, 4};
        attention("segments=-1", fine, new int[] {-1, 2, 4, 8, 8});
        attention("heads=-1", fine, new int[] {2, -1, 4, 8, 8});
        attention("headDim=-1", fine, new int[] {2, 2, -1, 8, 8});
        attention("heads=-2 headDim=-4", fine, new int[] {2, -2, -4, 8, 8});
        attention("heads·headDim = 2³²", fine, new int[] {2, 1 << 16, 1 << 16, 8, 8});
        attention("ld=7", fine, new int[] {2, 2, 4, 7, 8});
        attention("ldOut=7", fine, new int[] {2, 2, 4, 8, 7});
        pooling("segments=-1", fine, -1, 8);
        pooling("cols=-1", fine, 2, -1);
    }

    /** Shares outside 0 … 1, step 0, a missing state, numbers of buffers that differ. */
    private void training() {
        for (float share : new float[] {-0.1f, 1.1f, Float.NaN}) {
            add("elementwise.dropout", "p=" + share, (kernels, in) ->
                    kernels.elementwise().dropout(1, 1, 0, share, in.floats("x"), in.floats("z"), 64));
            add("crossEntropy.crossEntropy", "smoothing=" + share, (kernels, in) -> kernels.crossEntropy()
                    .crossEntropy(in.floats("x"), in.ints("w"), -1, share, in.floats("z"), in.floats("z"), 8, 8));
            add("crossEntropy.crossEntropyGradient", "smoothing=" + share, (kernels, in) -> kernels.crossEntropy()
                    .crossEntropyGradient(in.floats("x"), in.ints("w"), -1, share, in.floats("y"), in.floats("y"),
                            in.floats("z"), 8, 8));
        }
        add("elementwise.dropout", "from=-1", (kernels, in) ->
                kernels.elementwise().dropout(1, 1, -1, 0.5f, in.floats("x"), in.floats("z"), 64));
        float[] one = {0};
        add("optimization.adamW", "step=0", (kernels, in) -> kernels.optimization().adamW(
                z(in), z(in), z(in), z(in), one, 1, 0.9f, 0.9f, 1, 0, 1));
        add("optimization.adamW", "two weight decays", (kernels, in) -> kernels.optimization().adamW(
                z(in), z(in), z(in), z(in), new float[2], 1, 0.9f, 0.9f, 1, 1, 1));
        add("optimization.adam", "no second moments", (kernels, in) -> kernels.optimization().adam(
                z(in), z(in), z(in), new Buffer[0], one, 1, 0.9f, 0.9f, 1, 1, 1));
        add("optimization.sgd", "momentum without velocities", (kernels, in) -> kernels.optimization().sgd(
                z(in), z(in), null, one, 1, 0.9f, 0, false, 1, 1));
        add("optimization.sgd", "step=-1", (kernels, in) -> kernels.optimization().sgd(
                z(in), z(in), z(in), one, 1, 0.9f, 0, false, -1, 1));
        add("optimization.adaGrad", "no gradients", (kernels, in) -> kernels.optimization().adaGrad(
                z(in), new Buffer[0], z(in), one, 1, 1, 1));
        generalAttention("causal, with fewer keys", new int[] {0, 2, 4}, new int[] {0, 2, 3}, true, null);
        generalAttention("key offsets that fall", new int[] {0, 2, 4}, new int[] {0, 4, 3}, false, null);
        AttentionDropout tooMuch = new AttentionDropout(1, 1, 1.5f);
        generalAttention("dropout of 1.5", new int[] {0, 2, 4}, new int[] {0, 2, 4}, false, tooMuch);
    }

    /** Tables x and z of four rows, z changed; rows and targets of which the last is wrong. */
    private void wordIndices(int index) {
        Argument[] arguments = {
            inOut("x", new float[4 * 9]), inOut("z", new float[4 * 9]), inOut("more", new float[5 * 9]),
            ints("fine", 0, 3, 1), ints("index", 0, 3, index), ints("offsets", 0, 1, 2, 3), in("counts", new float[3])
        };
        add("wordTraining.logistic", "row " + index, (kernels, in) -> kernels.wordTraining().logistic(
                in.floats("x"), in.floats("z"), 9, Composition.MEAN, false, in.ints("index"), in.ints("offsets"),
                in.ints("offsets"), in.ints("fine"), in.ints("offsets"), 3, 0, true, 1, null), arguments);
        int target = index == -1 ? ~4 : index; // −1 is row 0 with label 0
        add("wordTraining.logistic", "target " + target, (kernels, in) -> kernels.wordTraining().logistic(
                in.floats("x"), in.floats("z"), 9, Composition.SUM, false, in.ints("fine"), in.ints("offsets"),
                in.ints("offsets"), in.ints("targets"), in.ints("offsets"), 3, 0, true, 1, null),
                inOut("x", new float[4 * 9]), inOut("z", new float[4 * 9]), ints("fine", 0, 3, 1),
                ints("targets", 0, 3, target), ints("offsets", 0, 1, 2, 3));
        add("wordTraining.softmax", "row " + index, (kernels, in) -> kernels.wordTraining().softmax(
                in.floats("x"), in.floats("z"), 4, 9, in.ints("index"), in.ints("offsets"), in.ints("fine"), 3, 1, null),
                arguments);
        add("wordTraining.softmax", "label " + index, (kernels, in) -> kernels.wordTraining().softmax(
                in.floats("more"), in.floats("z"), 4, 9, in.ints("fine"), in.ints("offsets"), in.ints("index"), 3, 1, null),
                arguments);
        add("wordTraining.glove", "word " + index, (kernels, in) -> kernels.wordTraining().glove(
                in.floats("x"), in.floats("more"), in.floats("z"), in.floats("more"), 8, 9, in.ints("index"), in.ints("fine"),
                in.floats("counts"), 3, 1, 1, 1, null), arguments);
        add("wordTraining.glove", "context " + index, (kernels, in) -> kernels.wordTraining().glove(
                in.floats("x"), in.floats("more"), in.floats("z"), in.floats("more"), 8, 9, in.ints("fine"), in.ints("index"),
                in.floats("counts"), 3, 1, 1, 1, null), arguments);
    }

    private void words() {
        int[] fine = {0, 1, 2};
        logistic("cols=0", 0, 2, Composition.MEAN, false, fine, fine, fine);
        logistic("cols=-1", -1, 2, Composition.MEAN, false, fine, fine, fine);
        logistic("blocks=-1", 8, -1, Composition.MEAN, false, fine, fine, fine);
        logistic("a divided concatenation", 8, 2, Composition.CONCATENATION, true, fine, fine, fine);
        logistic("a concatenation of 1 and 2 rows", 8, 2, Composition.CONCATENATION, false, new int[] {0, 1, 3}, fine, fine);
        for (int[] wrong : new int[][] {{1, 1, 2}, {0, 2, 1}, {0, -1, 2}, {0, 1, 65}}) {
            String label = " " + List.of(wrong[0], wrong[1], wrong[2]);
            logistic("rowOffsets" + label, 8, 2, Composition.MEAN, false, wrong, fine, fine);
            logistic("groupOffsets" + label, 8, 2, Composition.MEAN, false, fine, wrong, fine);
            logistic("targetOffsets" + label, 8, 2, Composition.MEAN, false, fine, fine, wrong);
            add("wordTraining.softmax", "rowOffsets" + label, (kernels, in) -> kernels.wordTraining().softmax(
                    in.floats("x"), in.floats("z"), 2, 8, in.ints("w"), in.ints("offsets"), in.ints("w"), 2, 1, null),
                    inOut("x", new float[64]), inOut("z", new float[64]), ints("w", new int[64]), ints("offsets", wrong));
        }
        for (int[] s : new int[][] {{-1, 8, 2}, {9, 8, 2}, {2, 0, 2}, {2, -8, 2}, {2, 8, -1}, {1 << 16, 1 << 16, 2}}) {
            add("wordTraining.softmax", "labels=" + s[0] + " cols=" + s[1] + " examples=" + s[2], (kernels, in) ->
                    kernels.wordTraining().softmax(
                            in.floats("x"), in.floats("z"), s[0], s[1], in.ints("w"), in.ints("w"), in.ints("w"), s[2], 1, null));
        }
        for (int[] s : new int[][] {{0, 8, 2}, {-1, 8, 2}, {8, 8, 2}, {7, 8, -1}, {7, 8, 65}, {Integer.MAX_VALUE, 8, 2}}) {
            add("wordTraining.glove", "cols=" + s[0] + " leading=" + s[1] + " cells=" + s[2], (kernels, in) ->
                    kernels.wordTraining().glove(in.floats("x"), in.floats("x"), in.floats("z"), in.floats("z"), s[0], s[1],
                            in.ints("w"), in.ints("w"), in.floats("y"), s[2], 1, 1, 1, null));
        }
    }

    private void logistic(
            String label, int cols, int blocks, Composition composition, boolean divide, int[] rowOffsets,
            int[] groupOffsets, int[] targetOffsets) {
        add("wordTraining.logistic", label, (kernels, in) -> kernels.wordTraining().logistic(
                in.floats("x"), in.floats("z"), cols, composition, divide, in.ints("w"), in.ints("rowOffsets"),
                in.ints("groupOffsets"), in.ints("w"), in.ints("targetOffsets"), blocks, 0, true, 1, null),
                inOut("x", new float[64]), inOut("z", new float[64]), ints("w", new int[64]),
                ints("rowOffsets", rowOffsets), ints("groupOffsets", groupOffsets), ints("targetOffsets", targetOffsets));
    }

    private static Buffer[] z(Arguments in) {
        return new Buffer[] {in.floats("z")};
    }

    private void generalAttention(
            String label, int[] queryOffsets, int[] keyOffsets, boolean causal, @Nullable AttentionDropout dropout) {
        Argument[] arguments = {
            in("x", new float[64]), ints("queryOffsets", queryOffsets), ints("keyOffsets", keyOffsets),
            inOut("out", new float[64])
        };
        add("attention.segmentAttention", label, (kernels, in) -> kernels.attention().segmentAttention(
                in.floats("x"), 8, in.floats("x"), in.floats("x"), 8, in.ints("queryOffsets"), in.ints("keyOffsets"),
                2, 2, 4, 1, causal, dropout, in.floats("out"), 8, null), arguments);
        add("attention.segmentAttentionGradient", label, (kernels, in) -> {
            Buffer x = in.floats("x");
            Buffer out = in.floats("out");
            kernels.attention().segmentAttentionGradient(x, 8, x, x, 8, in.ints("queryOffsets"), in.ints("keyOffsets"),
                    2, 2, 4, 1, causal, dropout, x, 8, x, x, 8, out, 8, out, out, 8);
        }, arguments);
    }

    private void attention(String label, int[] offsets, int[] sizes) {
        add("attention.segmentAttentionGradient", label,
                (kernels, in) -> {
                    Buffer x = in.floats("x");
                    Buffer out = in.floats("out");
                    IntBuffer rows = in.ints("offsets");
                    kernels.attention().segmentAttentionGradient(x, sizes[3], x, x, sizes[3], rows, rows, sizes[0],
                            sizes[1], sizes[2], 1, false, null, x, sizes[4], x, x, sizes[4], out, sizes[4], out, out,
                            sizes[4]);
                },
                in("x", new float[64]), ints("offsets", offsets), inOut("out", new float[64]));
        add("attention.segmentAttention", label,
                (kernels, in) -> {
                    Buffer x = in.floats("x");
                    kernels.attention().segmentAttention(x, sizes[3], x, x, sizes[3], in.ints("offsets"),
                            in.ints("offsets"), sizes[0], sizes[1], sizes[2], 1, false, null, in.floats("out"), sizes[4],
                            null);
                },
                in("x", new float[64]), ints("offsets", offsets), inOut("out", new float[64]));
    }

    private void pooling(String label, int[] offsets, int segments, int cols) {
        add("pooling.segmentPoolGradient", label,
                (kernels, in) -> kernels.pooling().segmentPoolGradient(Mode.SUM, in.floats("x"), in.ints("offsets"),
                        segments, cols, in.floats("x"), in.floats("y")),
                in("x", new float[64]), ints("offsets", offsets), inOut("y", new float[64]));
        add("pooling.segmentPool", label,
                (kernels, in) -> kernels.pooling()
                        .segmentPool(Mode.SUM, in.floats("x"), in.ints("offsets"), segments, cols, in.floats("y")),
                in("x", new float[64]), ints("offsets", offsets), inOut("y", new float[64]));
    }
}
