package io.isotropy.docs;

import io.isotropy.autograd.Attention;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Pooling;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.flow.AffineCoupling;
import io.isotropy.autograd.flow.CouplingNetwork;
import io.isotropy.autograd.flow.FlowModel;
import io.isotropy.autograd.flow.Halves;
import io.isotropy.autograd.flow.LogScale;
import io.isotropy.autograd.flow.Prior;
import io.isotropy.autograd.flow.Transformed;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;

/** The Java of docs/internals.md, whose numbers can be followed by hand. */
final class InternalsExamples {

    private InternalsExamples() {}

    static List<Tensor> product() {
        // begin: product
        Tensor a = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor b = Tensor.of(Shape.of(3, 2), 1, 0, 0, 1, 1, 1);
        Tensor c = a.matmul(b);                                          // [[4, 5], [10, 11]]
        Tensor transposed = b.transpose().matmul(a.transpose());         // [[4, 10], [5, 11]]; nothing was copied
        // end: product
        return List.of(c, transposed);
    }

    static List<float[]> threads(Tensor a, Tensor b) {
        // begin: threads
        Backend backend = Backends.preferred();
        backend.setThreads(1);
        float[] alone = a.matmul(b).toArray();
        backend.setThreads(3);
        float[] shared = a.matmul(b).toArray();                          // the same bits
        // end: threads
        return List.of(alone, shared);
    }

    static List<Var> gradient() {
        // begin: gradient
        Var w = Var.parameter(Tensor.of(2, 3));
        Var loss = w.times(w).plus(w).sum();                             // 4 + 2 + 9 + 3 = 18
        loss.backward();
        Tensor gradient = w.gradient();                                  // 2·w + 1 = [5, 7]
        // end: gradient
        return List.of(loss, Var.constant(gradient));
    }

    static List<Tensor> packedBatch() {
        // begin: packedBatch
        Backend backend = Backends.preferred();
        Segments segments = Segments.ofLengths(backend, 2, 3);           // offsets 0, 2, 5
        float ln3 = (float) Math.log(3);
        Var qkv = Var.constant(Tensor.of(backend, Shape.of(5, 3),        // a query, a key and a value in each row
                0, 0, 1,
                ln3, 1, 3,
                0, 0, 4,
                0, 0, 5,
                0, 0, 9));
        Var y = Attention.selfAttention(qkv, segments, 1, false, 0, Mode.eval());        // [2, 2.5, 6, 6, 6]
        Var causal = Attention.selfAttention(qkv, segments, 1, true, 0, Mode.eval());    // [1, 2.5, 4, 4.5, 6]
        Var vectors = Pooling.segmentPool(io.isotropy.kernels.Pooling.Mode.MEAN, y, segments);   // [2.25, 6]
        // end: packedBatch
        return List.of(y.value(), causal.value(), vectors.value());
    }

    static List<Tensor> coupling() {
        // begin: coupling
        CouplingNetwork network = kept -> kept.matmul(Var.constant(Tensor.of(Shape.of(1, 2), 20, 3)));   // (20·x₁, 3·x₁)
        LogScale bound = new LogScale.Tanh(Var.parameter(Tensor.of((float) Math.log(2))));              // s = ln 2 · tanh(20·x₁)
        AffineCoupling coupling = new AffineCoupling(new Halves(2, false), network, bound);
        Var x = Var.constant(Tensor.of(Shape.of(1, 2), 1, 5));
        Transformed z = coupling.forward(x);                             // [[1, 5·2 + 3]] = [[1, 13]], log det = ln 2 = 0.6931
        Tensor back = coupling.inverse(z.y().value());                   // [[1, (13 − 3)/2]] = [[1, 5]]
        Var density = new FlowModel(2, coupling, Prior.GAUSSIAN).logLikelihood(x);   // −86.8379 + 0.6931 = −86.1447
        // end: coupling
        return List.of(z.y().value(), z.logDeterminant().value(), back, density.value());
    }

    static Tensor scope(Tensor x) {
        // begin: scope
        Tensor length;
        try (Scope scope = Scope.open()) {
            Tensor squares = x.times(x);                                 // recycled at the end of the block
            length = scope.keep(squares.sum().sqrt());                   // belongs to the scope around this one, if there is one
        }
        // end: scope
        return length;
    }
}
