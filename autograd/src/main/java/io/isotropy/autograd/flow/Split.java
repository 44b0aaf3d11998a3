package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Shapes;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;

/**
 * The end of a level of a multi-scale flow: the first columns are done, the others go through the levels that follow (Dinh et al. 2017, §3.6,
 * eq. 13-14). All end up side by side under one prior; Glow's program learns that of the first columns from the others, this one does not.
 *
 * @param done how many columns are done
 * @param rest the flow of the others
 */
public record Split(int done, Flow rest) implements Flow {

    @Override
    public Transformed forward(Var x) {
        int size = size(x.shape());
        Transformed others = rest.forward(x.slice(1, done, size));
        return new Transformed(Shapes.concat(1, x.slice(1, 0, done), others.y()), others.logDeterminant());
    }

    @Override
    public Tensor inverse(Tensor z) {
        return around(z, rest::inverse);
    }

    @Override
    public Tensor start(Tensor x) {
        return around(x, rest::start);
    }

    private Tensor around(Tensor x, java.util.function.UnaryOperator<Tensor> function) {
        int size = size(x.shape());
        try (Scope scope = Scope.open()) {
            return scope.keep(Tensor.concat(1, List.of(x.slice(1, 0, done), function.apply(x.slice(1, done, size)))));
        }
    }

    private int size(Shape x) {
        require(x.rank() == 2 && done >= 0 && done <= x.dim(1), "split", "x must have the columns that are done",
                "x", x, "done", done);
        return x.dim(1);
    }
}
