package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Coupling;
import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Var;
import io.isotropy.kernels.Coupling.Scale;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;

/**
 * Adds to one part of a vector a function of the other: Dinh et al. 2015 (NICE), §3.2, eq. 9-10. It keeps volumes.
 *
 * @param network (N, kept) to (N, changed)
 */
public record AdditiveCoupling(Halves halves, CouplingNetwork network) implements Flow {

    @Override
    public Transformed forward(Var x) {
        Flow.requireRows("additiveCoupling", x.shape(), halves.size());
        Coupling coupling = Coupling.of( // eq. 9
                Scale.NONE, x, shift(halves.keptOf(x)), null, halves.firstChanged(), halves.endOfChanged());
        return new Transformed(coupling.y(), coupling.logDeterminant());
    }

    @Override
    public Tensor inverse(Tensor z) {
        Flow.requireRows("additiveCoupling", z.shape(), halves.size());
        try (Scope scope = Scope.open();
                NoGradient _ = NoGradient.open()) {
            Tensor kept = halves.keptOf(z);
            Tensor shift = shift(Var.constant(kept)).value();
            return scope.keep(halves.join(kept, halves.changedOf(z).minus(shift))); // eq. 10
        }
    }

    private Var shift(Var kept) {
        Var shift = network.forward(kept);
        require(shift.shape().rank() == 2 && shift.shape().dim(1) == halves.changed(), "additiveCoupling",
                "the network must give (rows, changed columns)", "output", shift.shape(), "changed", halves.changed());
        return shift;
    }
}
