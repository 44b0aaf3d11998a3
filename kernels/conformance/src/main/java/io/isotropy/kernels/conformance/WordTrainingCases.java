package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.ints;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Samples.offsets;

import io.isotropy.kernels.WordTraining.Composition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Steps on word vectors: one block and many, groups of no, one and several rows, rows and targets that repeat, tables that stay. */
final class WordTrainingCases {

    private static final Tolerance TOLERANCE = Tolerance.of(1e-5, 1e-5);

    /** Rows of the tables: few, so that they repeat within a block and over blocks. */
    private static final int ROWS = 7;

    private static final int[] COLUMNS = {1, 3, 7, 8, 9, 15, 16, 17, 33, 64, 100, 130};

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private WordTrainingCases(long seed) {
        this.samples = new Samples(seed, "word training");
    }

    static List<Case> all(long seed) {
        WordTrainingCases training = new WordTrainingCases(seed);
        for (int cols : COLUMNS) {
            for (Composition composition : Composition.values()) {
                training.logistic(composition, cols, new int[] {1}, new int[] {6}, 0, true);
                training.logistic(composition, cols, new int[] {}, new int[] {}, 0, true);
                training.logistic(composition, cols, new int[] {1, 2, 0, 3, 10, 5}, new int[] {7, 6, 3, 0, 12, 1}, 0, true);
                training.logistic(composition, cols, new int[] {1, 1, 1, 1, 1, 1}, new int[] {6, 3, 13, 0, 5, 7}, 2, true);
                training.logistic(composition, cols, new int[] {4, 1}, new int[] {6, 13}, 3, false);
            }
            training.softmax(cols, 1, new int[] {1, 3});
            training.softmax(cols, 2, new int[] {0, 1, 4, 30});
            training.softmax(cols, 15, new int[] {2, 0, 9});
            training.softmax(cols, 0, new int[] {});
            training.glove(cols, cols + 1, 12);
            training.glove(cols, cols + 5, 3);
            training.glove(cols, cols + 2, 0);
        }
        return training.cases;
    }

    /** Blocks of so many groups by so many targets. */
    private void logistic(
            Composition composition, int cols, int[] groups, int[] targets, int firstLearned, boolean outputLearns) {
        boolean concatenation = composition == Composition.CONCATENATION;
        int[] lengths = new int[Arrays.stream(groups).sum()];
        for (int k = 0; k < lengths.length; k++) {
            lengths[k] = concatenation ? 3 : new int[] {1, 4, 0, 1, 2}[k % 5];
        }
        int width = concatenation ? 3 * cols : cols;
        int[] labelled = samples.indices(Arrays.stream(targets).sum(), 2 * ROWS);
        for (int m = 0; m < labelled.length; m++) {
            labelled[m] -= ROWS; // ROWS with label 1, as many with label 0
        }
        int blocks = groups.length;
        for (boolean divide : concatenation ? new boolean[] {false} : new boolean[] {false, true}) {
            String label = "cols=" + cols + " groups=" + Arrays.toString(groups) + " targets=" + Arrays.toString(targets)
                    + " divide=" + divide + " firstLearned=" + firstLearned + " outputLearns=" + outputLearns;
            cases.add(Case.of("wordTraining.logistic", List.of(composition), label, TOLERANCE,
                    (kernels, in) -> kernels.wordTraining().logistic(
                            in.floats("input"), in.floats("output"), cols, composition, divide, in.ints("rows"),
                            in.ints("rowOffsets"), in.ints("groupOffsets"), in.ints("targets"), in.ints("targetOffsets"),
                            blocks, firstLearned, outputLearns, 0.1f, in.floats("loss")),
                    table("input", ROWS * cols), table("output", ROWS * width),
                    ints("rows", samples.indices(Arrays.stream(lengths).sum(), ROWS)),
                    ints("rowOffsets", offsets(lengths)), ints("groupOffsets", offsets(groups)),
                    ints("targets", labelled), ints("targetOffsets", offsets(targets)), out("loss", 1)));
        }
    }

    private void softmax(int cols, int labels, int[] lengths) {
        cases.add(Case.of("wordTraining.softmax", List.of(),
                "cols=" + cols + " labels=" + labels + " rows=" + Arrays.toString(lengths), TOLERANCE,
                (kernels, in) -> kernels.wordTraining().softmax(
                        in.floats("input"), in.floats("output"), labels, cols, in.ints("rows"), in.ints("rowOffsets"),
                        in.ints("targets"), lengths.length, 0.1f, in.floats("loss")),
                table("input", ROWS * cols), Argument.inOut("output", samples.uniform(labels * cols)),
                ints("rows", samples.indices(Arrays.stream(lengths).sum(), ROWS)), ints("rowOffsets", offsets(lengths)),
                ints("targets", samples.indices(lengths.length, Math.max(1, labels))), out("loss", 1)));
    }

    private void glove(int cols, int leading, int cells) {
        cases.add(Case.of("wordTraining.glove", List.of(), "cols=" + cols + " leading=" + leading + " cells=" + cells, TOLERANCE,
                (kernels, in) -> kernels.wordTraining().glove(
                        in.floats("input"), in.floats("inputSquares"), in.floats("output"), in.floats("outputSquares"), cols,
                        leading, in.ints("words"), in.ints("contexts"), in.floats("counts"), cells, 10, 0.75f, 0.05f,
                        in.floats("loss")),
                gappedTable("input", cols, leading, -1, 1), gappedTable("inputSquares", cols, leading, 0.5, 2),
                gappedTable("output", cols, leading, -1, 1), gappedTable("outputSquares", cols, leading, 0.5, 2),
                ints("words", samples.indices(cells, ROWS)), ints("contexts", samples.indices(cells, ROWS)),
                in("counts", samples.uniform(cells, 0.1, 20)), out("loss", 1)));
    }

    /** A table whose length says how many rows it has. */
    private Argument table(String name, int length) {
        return new Argument.Floats(name, true, true, samples.uniform(length));
    }

    private Argument gappedTable(String name, int cols, int leading, double low, double high) {
        float[] content = samples.uniform(ROWS * leading, low, high);
        for (int i = 0; i < content.length; i++) {
            if (i % leading > cols) {
                content[i] = Argument.SENTINEL;
            }
        }
        return new Argument.Floats(name, true, !name.endsWith("Squares"), content);
    }
}
