package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Reductions;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;

/**
 * Scales and shifts one part of a vector by functions of the other: Dinh et al. 2017 (RealNVP), eq. 4-5 and 7-8; Kingma and Dhariwal 2018
 * (Glow), table 1, row 3.
 *
 * @param network (N, kept) to (N, 2·changed): what becomes the logarithms of the factors, then the shifts
 */
public record AffineCoupling(Halves halves, CouplingNetwork network, LogScale logScale) implements Flow {

    private record Parts(Var logScale, Var shift) {}

    @Override
    public Transformed forward(Var x) {
        Flow.requireRows("affineCoupling", x.shape(), halves.size());
        Var kept = halves.keptOf(x);
        Parts parts = parts(kept);
        Var changed = halves.changedOf(x).times(Elementwise.exp(parts.logScale)).plus(parts.shift); // eq. 5
        return new Transformed(halves.join(kept, changed), Reductions.sum(parts.logScale, 1)); // eq. 6
    }

    @Override
    public Tensor inverse(Tensor z) {
        Flow.requireRows("affineCoupling", z.shape(), halves.size());
        try (Scope scope = Scope.open();
                NoGradient _ = NoGradient.open()) {
            Tensor kept = halves.keptOf(z);
            Parts parts = parts(Var.constant(kept));
            Tensor factor = parts.logScale.value().negate().exp();
            return scope.keep(halves.join(kept, halves.changedOf(z).minus(parts.shift.value()).times(factor))); // eq. 8
        }
    }

    private Parts parts(Var kept) {
        Var both = network.forward(kept);
        int changed = halves.changed();
        require(both.shape().rank() == 2 && both.shape().dim(1) == 2 * changed, "affineCoupling",
                "the network must give (rows, twice the changed columns)", "output", both.shape(), "changed", changed);
        return new Parts(logScale.of(both.slice(1, 0, changed)), both.slice(1, changed, 2 * changed));
    }
}
