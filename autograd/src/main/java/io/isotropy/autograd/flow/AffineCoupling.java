package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Coupling;
import io.isotropy.autograd.NoGradient;
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

    @Override
    public Transformed forward(Var x) {
        Flow.requireRows("affineCoupling", x.shape(), halves.size());
        Coupling coupling = Coupling.of( // eq. 5-6
                logScale.scale(), x, said(halves.keptOf(x)), logScale.factor(), halves.firstChanged(), halves.endOfChanged());
        return new Transformed(coupling.y(), coupling.logDeterminant());
    }

    @Override
    public Tensor inverse(Tensor z) {
        Flow.requireRows("affineCoupling", z.shape(), halves.size());
        int changed = halves.changed();
        try (Scope scope = Scope.open();
                NoGradient _ = NoGradient.open()) {
            Tensor kept = halves.keptOf(z);
            Tensor said = said(Var.constant(kept)).value();
            Tensor shift = said.slice(1, changed, 2 * changed);
            Tensor factor = logScale.of(said.slice(1, 0, changed)).negate().exp();
            return scope.keep(halves.join(kept, halves.changedOf(z).minus(shift).times(factor))); // eq. 8
        }
    }

    private Var said(Var kept) {
        Var both = network.forward(kept);
        int changed = halves.changed();
        require(both.shape().rank() == 2 && both.shape().dim(1) == 2 * changed, "affineCoupling",
                "the network must give (rows, twice the changed columns)", "output", both.shape(), "changed", changed);
        return both;
    }
}
