package io.isotropy.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape of this process. Constants, because the compiler turns vector calls into instructions only for constant species. */
final class Lanes {

    static final VectorSpecies<Float> FLOAT =
            switch (VectorMode.CURRENT.bits()) {
                case 128 -> FloatVector.SPECIES_128;
                case 256 -> FloatVector.SPECIES_256;
                case 512 -> FloatVector.SPECIES_512;
                default -> preferred();
            };

    static final VectorSpecies<Integer> INT =
            switch (FLOAT.length()) {
                case 4 -> IntVector.SPECIES_128;
                case 8 -> IntVector.SPECIES_256;
                default -> IntVector.SPECIES_512;
            };

    static final VectorSpecies<Long> LONG =
            switch (FLOAT.length()) {
                case 4 -> LongVector.SPECIES_128;
                case 8 -> LongVector.SPECIES_256;
                default -> LongVector.SPECIES_512;
            };

    /** Floats per vector: 4, 8 or 16. */
    static final int COUNT = FLOAT.length();

    /**
     * −0, which added changes no number. {@code NOTHING.add(sum)} is a sum that a loop has made, as a vector whose shape the JIT knows; without it the loop
     * may keep its sums as objects (docs/decisions/vector-shapes.md). Written out at each place: a method of its own made a tile 14 % slower.
     */
    static final FloatVector NOTHING = FloatVector.broadcast(FLOAT, -0f);

    private Lanes() {}

    private static VectorSpecies<Float> preferred() {
        return switch (FloatVector.SPECIES_PREFERRED.length()) {
            case 1, 2, 4 -> FloatVector.SPECIES_128;
            case 8 -> FloatVector.SPECIES_256;
            default -> FloatVector.SPECIES_512;
        };
    }
}
