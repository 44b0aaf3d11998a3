package io.isotropy.autograd.loss;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Normalization;
import io.isotropy.autograd.Reductions;
import io.isotropy.autograd.Shapes;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;

/** Losses that ask only that pairs with a higher score be more similar. All return a single number. */
public final class Ranking {

    private Ranking() {}

    /**
     * CoSENT (Su 2022): log(1 + Σ e^(scale·(cosⱼ − cosᵢ))) over all i, j with scoreᵢ &gt; scoreⱼ; scale 20 in sentence-transformers.
     *
     * @param u (N, D); v likewise
     * @param scores (N)
     */
    public static Var coSent(Var u, Var v, Tensor scores, float scale) {
        return pairwise("coSent", Similarity.cosine(u, v), scores, scale);
    }

    /**
     * AnglE: Li and Li 2023, §3.3-3.4, the angle term, as sentence-transformers' AnglELoss: {@link #coSent} on the similarity of the
     * angles of two vectors whose halves are real and imaginary parts. D must be even.
     *
     * @param u (N, D); v likewise
     * @param scores (N)
     */
    public static Var angle(Var u, Var v, Tensor scores, float scale) {
        return pairwise("angle", angleSimilarity(u, v), scores, scale);
    }

    /** |Σ(Re + Im)| of z = (u/v)·|v|/|u| as complex vectors, eq. 7-8. */
    private static Var angleSimilarity(Var u, Var v) {
        int size = u.shape().last();
        require(size % 2 == 0, "angle", "the dimension must be even", "u", u.shape());
        Var a = u.slice(1, 0, size / 2);
        Var b = u.slice(1, size / 2, size);
        Var c = v.slice(1, 0, size / 2);
        Var d = v.slice(1, size / 2, size);
        Var squares = Reductions.sum(Elementwise.square(c).plus(Elementwise.square(d)), 1); // (N)
        int n = u.shape().dim(0);
        Var divisor = squares.reshape(n, 1);
        Var real = a.times(c).plus(b.times(d)).dividedBy(divisor);
        Var imaginary = b.times(c).minus(a.times(d)).dividedBy(divisor);
        Var lengthU = Elementwise.sqrt(Reductions.sum(Elementwise.square(a).plus(Elementwise.square(b)), 1));
        Var ratio = lengthU.dividedBy(Elementwise.sqrt(squares)).reshape(n, 1);
        Var z = Shapes.concat(1, real.dividedBy(ratio), imaginary.dividedBy(ratio)); // (N, D)
        return Elementwise.abs(Reductions.sum(z, 1));
    }

    private static Var pairwise(String op, Var similarity, Tensor scores, float scale) {
        int n = similarity.shape().size();
        require(scores.shape().equals(Shape.of(n)), op, "there must be one score per pair", "scores", scores.shape(), "pairs", n);
        double[] values = scores.toDoubles();
        int[] lower = new int[n * n];
        int[] higher = new int[n * n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (values[i] > values[j]) {
                    higher[count] = i;
                    lower[count++] = j;
                }
            }
        }
        Var column = similarity.reshape(n, 1);
        Var differences = column.gather(index(similarity, lower, count)).minus(column.gather(index(similarity, higher, count)));
        Var zero = Var.constant(Tensor.zeros(similarity.backend(), Shape.of(1)));
        Var exponents = Shapes.concat(0, zero, differences.reshape(count).times(scale)).reshape(1, count + 1);
        // log(1 + Σ eˣ) = −log softmax of the 0 beside them
        return Normalization.logSoftmax(exponents).slice(1, 0, 1).reshape(1).negate().sum();
    }

    private static IntTensor index(Var like, int[] values, int count) {
        return IntTensor.of(like.backend(), Shape.of(count), java.util.Arrays.copyOf(values, count));
    }
}
