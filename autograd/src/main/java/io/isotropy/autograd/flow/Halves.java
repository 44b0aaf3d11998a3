package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Var;
import io.isotropy.tensor.Tensor;
import java.util.List;

/**
 * The two parts of a vector in a coupling: Dinh et al. 2015, §3.2. The first part has the larger half of an odd size.
 *
 * @param size D, 2 or more
 * @param swapped whether the second part is kept and the first one changed, rather than the other way round
 */
public record Halves(int size, boolean swapped) {

    /** Checks. */
    public Halves {
        require(size >= 2, "coupling", "a vector must have two columns or more to have two parts", "size", size);
    }

    private int middle() {
        return size - size / 2;
    }

    /** The size of the part that stays and conditions the other. */
    public int kept() {
        return swapped ? size / 2 : middle();
    }

    /** The size of the part that changes. */
    public int changed() {
        return size - kept();
    }

    int firstChanged() {
        return swapped ? 0 : middle();
    }

    int endOfChanged() {
        return firstChanged() + changed();
    }

    Var keptOf(Var x) {
        return swapped ? x.slice(1, middle(), size) : x.slice(1, 0, middle());
    }

    Tensor keptOf(Tensor x) {
        return swapped ? x.slice(1, middle(), size) : x.slice(1, 0, middle());
    }

    Tensor changedOf(Tensor x) {
        return swapped ? x.slice(1, 0, middle()) : x.slice(1, middle(), size);
    }

    Tensor join(Tensor kept, Tensor changed) {
        return Tensor.concat(1, swapped ? List.of(changed, kept) : List.of(kept, changed));
    }
}
