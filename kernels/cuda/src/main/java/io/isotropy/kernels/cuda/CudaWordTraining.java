package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;
import io.isotropy.kernels.WordTraining;
import org.jspecify.annotations.Nullable;

/** {@link WordTraining} by word_training.cu: a call is one launch of one block, so calls from several threads follow one another. */
final class CudaWordTraining implements WordTraining {

    private static final Shape ONE_BLOCK = Shape.of(1, 1, 1, 256);

    private final CudaBackend backend;

    CudaWordTraining(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void logistic(
            Buffer input, Buffer output, int cols, Composition composition, boolean divide, IntBuffer rows,
            IntBuffer rowOffsets, IntBuffer groupOffsets, IntBuffer targets, IntBuffer targetOffsets, int blocks,
            int firstLearned, boolean outputLearns, float learningRate, @Nullable Buffer loss) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("logistic");
        Requirements.atLeast(check.op(), "cols", cols, 1);
        CudaBuffer in = check.buffer("input", input, 0);
        CudaBuffer out = check.buffer("output", output, 0);
        int[] groups = check.offsets("groupOffsets", groupOffsets, blocks);
        int[] members = check.offsets("rowOffsets", rowOffsets, groups[blocks]);
        int[] marks = check.offsets("targetOffsets", targetOffsets, blocks);
        CudaIntBuffer ids = check.ints("rows", rows, members[groups[blocks]]);
        CudaIntBuffer labelled = check.ints("targets", targets, marks[blocks]);
        int width = Requirements.groupWidth(check.op(), composition, divide, members, groups[blocks], cols);
        int count = members[groups[blocks]];
        Requirements.rowsOfTable(check.op(), ids.values(count), 0, count, in.length() / cols);
        Requirements.labelledRows(
                check.op(), labelled.values(marks[blocks]), 0, marks[blocks], width == 0 ? 0 : out.length() / width);
        CudaBuffer sum = check.optional("loss", loss, 1);
        long vectors = 0;
        long pairs = 0;
        for (int b = 0; b < blocks; b++) {
            long some = (long) groups[b + 1] - groups[b];
            vectors = Math.max(vectors, some);
            pairs = Math.max(pairs, some * (marks[b + 1] - marks[b]));
        }
        try (CudaBuffer x = backend.floats(vectors * width);
                CudaBuffer dx = backend.floats(vectors * width);
                CudaBuffer g = backend.floats(pairs);
                CudaBuffer losses = backend.floats(pairs)) {
            Launch.of(Kernel.LOGISTIC_STEPS, ONE_BLOCK).with(in).with(out).with(cols).with(width).with(composition)
                    .with(divide).with(ids).with(check.ints("rowOffsets", rowOffsets, 0))
                    .with(check.ints("groupOffsets", groupOffsets, 0)).with(labelled)
                    .with(check.ints("targetOffsets", targetOffsets, 0)).with(blocks).with(firstLearned).with(outputLearns)
                    .with(learningRate).with(x).with(dx).with(g).with(losses).with(sum).run(backend);
        }
    }

    @Override
    public void softmax(
            Buffer input, Buffer output, int labels, int cols, IntBuffer rows, IntBuffer rowOffsets, IntBuffer targets,
            int examples, float learningRate, @Nullable Buffer loss) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("softmax");
        Requirements.atLeast(check.op(), "cols", cols, 1);
        check.size("labels", labels);
        CudaBuffer in = check.buffer("input", input, 0);
        CudaBuffer out = check.buffer("output", output, (long) labels * cols);
        int count = check.offsets("rowOffsets", rowOffsets, examples)[examples];
        CudaIntBuffer ids = check.ints("rows", rows, count);
        CudaIntBuffer classes = check.ints("targets", targets, examples);
        Requirements.rowsOfTable(check.op(), ids.values(count), 0, count, in.length() / cols);
        Requirements.rowsOfTable(check.op(), classes.values(examples), 0, examples, labels);
        CudaBuffer sum = check.optional("loss", loss, 1);
        try (CudaBuffer hidden = backend.floats(cols);
                CudaBuffer gradients = backend.floats(labels)) {
            Launch.of(Kernel.SOFTMAX_STEPS, ONE_BLOCK).with(in).with(out).with(labels).with(cols).with(ids)
                    .with(check.ints("rowOffsets", rowOffsets, 0)).with(classes).with(examples).with(learningRate).with(hidden)
                    .with(gradients).with(sum).run(backend);
        }
    }

    @Override
    public void glove(
            Buffer input, Buffer inputSquares, Buffer output, Buffer outputSquares, int cols, int leading, IntBuffer words,
            IntBuffer contexts, Buffer counts, int cells, float xMax, float alpha, float learningRate, @Nullable Buffer loss) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("glove");
        Requirements.atLeast(check.op(), "cols", cols, 1);
        Requirements.leadingDimension(check.op(), "leading", leading, cols + 1L);
        check.size("cells", cells);
        CudaBuffer in = check.buffer("input", input, 0);
        CudaBuffer inSquares = check.buffer("inputSquares", inputSquares, in.length());
        CudaBuffer out = check.buffer("output", output, 0);
        CudaBuffer outSquares = check.buffer("outputSquares", outputSquares, out.length());
        CudaIntBuffer is = check.ints("words", words, cells);
        CudaIntBuffer js = check.ints("contexts", contexts, cells);
        CudaBuffer xs = check.buffer("counts", counts, cells);
        Requirements.rowsOfTable(check.op(), is.values(cells), 0, cells, in.length() / leading);
        Requirements.rowsOfTable(check.op(), js.values(cells), 0, cells, out.length() / leading);
        CudaBuffer sum = check.optional("loss", loss, 1);
        Launch.of(Kernel.GLOVE_STEPS, ONE_BLOCK).with(in).with(inSquares).with(out).with(outSquares).with(cols).with(leading)
                .with(is).with(js).with(xs).with(cells).with(xMax).with(alpha).with(learningRate).with(sum).run(backend);
    }
}
