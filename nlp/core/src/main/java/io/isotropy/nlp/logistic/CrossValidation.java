package io.isotropy.nlp.logistic;

import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Predicts the classes of rows by logistic regression that has not seen them: stratified k-fold cross-validation, as SentEval does it (Conneau and
 * Kiela 2018, §3). Where several strengths of regularization are given, the best of an inner cross-validation over the rows that may be seen is
 * taken, the first of equally good ones.
 *
 * <p>The rows of a class, in an order that the seed tells, are dealt out to the folds in turn; the next class begins where the last one ended. A
 * class with fewer rows than folds is missing from some; one with a single row can never be predicted, for when that is asked for, it was not seen.
 *
 * @param folds 2 or more, and no more than rows
 * @param inner folds of the inner choice
 * @param strengths values of C to choose from
 */
public record CrossValidation(int folds, int inner, List<Double> strengths, long seed) {

    /** SentEval's values of C. */
    public static final List<Double> SENTEVAL_STRENGTHS = List.of(0.25, 0.5, 1.0, 2.0, 4.0, 8.0);

    /** Checks the numbers. */
    public CrossValidation {
        strengths = List.copyOf(strengths);
        if (folds < 2 || inner < 2 || strengths.isEmpty() || strengths.stream().anyMatch(c -> !(c > 0) || c.isInfinite())) {
            throw new IllegalArgumentException("[crossValidation] folds must be 2 or more, and every C above 0: got folds " + folds + ", inner "
                    + inner + ", C " + strengths);
        }
    }

    /** The predicted class of each row of x, (N, D), with classes y; {@code done} hears how many folds are. */
    public int[] predict(Tensor x, int[] y, IntConsumer done) {
        int[] fold = deal(y, folds, Philox.of(seed));
        int[] predicted = new int[y.length];
        AtomicInteger finished = new AtomicInteger();
        // Folds run side by side: a kernel that another one's call keeps waiting does its work alone.
        IntStream.range(0, folds).parallel().forEach(out -> {
            int[] seen = places(fold, out, false);
            int[] unseen = places(fold, out, true);
            if (unseen.length > 0) {
                try (Scope _ = Scope.open()) {
                    int[] answers = learn(rows(x, seen), classes(y, seen)).predict(rows(x, unseen));
                    for (int i = 0; i < unseen.length; i++) {
                        predicted[unseen[i]] = answers[i];
                    }
                }
            }
            done.accept(finished.incrementAndGet());
        });
        return predicted;
    }

    /** Learns from rows x, (N, D), with classes y, with the best of the strengths. */
    public LogisticRegression learn(Tensor x, int[] y) {
        return LogisticRegression.fit(x, y, strengths.size() == 1 ? strengths.getFirst() : bestStrength(x, y));
    }

    private double bestStrength(Tensor x, int[] y) {
        int parts = Math.min(inner, y.length);
        if (parts < 2) {
            return strengths.getFirst();
        }
        int[] fold = deal(y, parts, Philox.of(seed).withStream(1));
        List<int[]> right = IntStream.range(0, parts).parallel().mapToObj(out -> right(x, y, fold, out)).toList();
        int best = 0;
        int most = -1;
        for (int i = 0; i < strengths.size(); i++) {
            int strength = i;
            int sum = right.stream().mapToInt(counts -> counts[strength]).sum();
            if (sum > most) {
                most = sum;
                best = i;
            }
        }
        return strengths.get(best);
    }

    /** How many rows of a fold each strength gets right. */
    private int[] right(Tensor x, int[] y, int[] fold, int out) {
        int[] right = new int[strengths.size()];
        try (Scope _ = Scope.open()) {
            int[] unseen = places(fold, out, true);
            int[] seen = places(fold, out, false);
            Tensor train = rows(x, seen);
            Tensor test = rows(x, unseen);
            LogisticRegression last = null;
            for (int i = 0; i < right.length; i++) {
                last = LogisticRegression.fit(train, classes(y, seen), strengths.get(i), last);
                int[] predicted = last.predict(test);
                right[i] = (int) IntStream.range(0, predicted.length).filter(k -> predicted[k] == y[unseen[k]]).count();
            }
        }
        return right;
    }

    /** The fold of each row. */
    static int[] deal(int[] y, int folds, Philox random) {
        if (y.length < folds) {
            throw new IllegalArgumentException("[crossValidation] there must be no more folds than rows: got " + folds + " folds, " + y.length
                    + " rows");
        }
        int[] order = random.permutation(y.length);
        List<Integer> dealt = new ArrayList<>();
        for (int label : Arrays.stream(y).sorted().distinct().toArray()) {
            for (int row : order) {
                if (y[row] == label) {
                    dealt.add(row);
                }
            }
        }
        int[] fold = new int[y.length];
        for (int i = 0; i < fold.length; i++) {
            fold[dealt.get(i)] = i % folds;
        }
        return fold;
    }

    private static int[] places(int[] fold, int out, boolean inside) {
        return IntStream.range(0, fold.length).filter(row -> fold[row] == out == inside).toArray();
    }

    private static int[] classes(int[] y, int[] rows) {
        return Arrays.stream(rows).map(row -> y[row]).toArray();
    }

    private static Tensor rows(Tensor x, int[] rows) {
        return x.gather(IntTensor.of(x.backend(), Shape.of(rows.length), rows));
    }
}
