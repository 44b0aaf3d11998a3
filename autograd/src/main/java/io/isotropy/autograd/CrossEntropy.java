package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;

/** Classification loss from logits. */
public final class CrossEntropy {

    private CrossEntropy() {}

    /**
     * The loss of each row, −log softmax(x)[target] with label smoothing ε (Szegedy et al. 2016, §7; as PyTorch's cross_entropy with
     * reduction "none"); 0 for a row whose target is {@code ignoreIndex}. In the backward pass the gradient takes the place of the
     * logits where nothing else needs them.
     *
     * @param logits x, (N, K)
     * @param targets (N), each 0 … K−1 or {@code ignoreIndex}
     * @return (N)
     */
    public static Var crossEntropy(Var logits, IntTensor targets, int ignoreIndex, float labelSmoothing) {
        require(logits.shape().rank() == 2 && targets.shape().equals(Shape.of(logits.shape().dim(0))), "crossEntropy",
                "logits must be (N, K), targets (N)", "logits", logits.shape(), "targets", targets.shape());
        int rows = logits.shape().dim(0);
        int cols = logits.shape().dim(1);
        Tensor losses = logits.value().like(Shape.of(rows));
        Tensor logSumExp = losses.like();
        try (Scope _ = Scope.open()) {
            logits.kernels().crossEntropy().crossEntropy(
                    logits.value().contiguous().buffer(), targets.buffer(), ignoreIndex, labelSmoothing,
                    losses.buffer(), logSumExp.buffer(), rows, cols);
        }
        return Var.of("crossEntropy", losses, List.of(logits), (dy, pass) -> {
                    Tensor read = logits.value().contiguous();
                    Tensor dx = pass.inPlaceOf(logits);
                    dx.kernels().crossEntropy().crossEntropyGradient(
                            read.buffer(), targets.buffer(), ignoreIndex, labelSmoothing, logSumExp.buffer(),
                            dy.contiguous().buffer(), dx.buffer(), rows, cols);
                    logSumExp.release();
                    pass.add(logits, dx);
                })
                .valueUnused();
    }
}
