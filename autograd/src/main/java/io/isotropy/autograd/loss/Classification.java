package io.isotropy.autograd.loss;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.CrossEntropy;
import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Normalization;
import io.isotropy.autograd.Shapes;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.IntTensor;

/** Losses of classifiers. All return a single number. */
public final class Classification {

    /** The target of rows that do not count, as in PyTorch. */
    public static final int IGNORED = -100;

    private Classification() {}

    /** The mean negative log-likelihood. logits: (N, K); targets: (N). */
    public static Var crossEntropy(Var logits, IntTensor targets) {
        return crossEntropy(logits, targets, IGNORED, 0);
    }

    /**
     * The mean cross-entropy of the rows that count, with label smoothing: Szegedy et al. 2016, §7, as PyTorch's CrossEntropyLoss. 0
     * if no row counts (where PyTorch gives NaN), so that a batch without a masked token does no harm.
     *
     * @param logits (N, K)
     * @param targets (N), 0 … K−1 or {@code ignoreIndex}
     */
    public static Var crossEntropy(Var logits, IntTensor targets, int ignoreIndex, float labelSmoothing) {
        int counted = 0;
        for (int target : targets.toArray()) {
            counted += target == ignoreIndex ? 0 : 1;
        }
        Var losses = CrossEntropy.crossEntropy(logits, targets, ignoreIndex, labelSmoothing);
        return losses.sum().times(1f / Math.max(1, counted));
    }

    /**
     * Distillation by soft targets: Hinton, Vinyals, Dean 2015, §2. T²·KL(softmax(teacher/T) ‖ softmax(student/T)), the mean over rows; no
     * gradient reaches the teacher.
     *
     * @param student logits (N, K)
     * @param teacher logits (N, K)
     */
    public static Var distillation(Var student, Var teacher, float temperature) {
        require(student.shape().rank() == 2 && student.shape().equals(teacher.shape()), "distillation",
                "student and teacher must be (N, K)", "student", student.shape(), "teacher", teacher.shape());
        Var soft = Normalization.softmax(teacher.detach().times(1 / temperature));
        Var entropy = Normalization.logSoftmax(teacher.detach().times(1 / temperature));
        Var logs = Normalization.logSoftmax(student.times(1 / temperature));
        return Elementwise.times(soft, entropy.minus(logs)).sum()
                .times(temperature * temperature / Math.max(1, student.shape().dim(0)));
    }

    /**
     * What a classifier of sentence pairs sees: u, v, |u − v| side by side (Reimers and Gurevych 2019, eq. 1), and u∗v where wanted
     * (Conneau et al. 2017, §3.1).
     *
     * @param u (N, D); v likewise
     * @return (N, 3D) or (N, 4D)
     */
    public static Var pairFeatures(Var u, Var v, boolean withProduct) {
        Var difference = Elementwise.abs(u.minus(v));
        return withProduct ? Shapes.concat(1, u, v, difference, u.times(v)) : Shapes.concat(1, u, v, difference);
    }
}
