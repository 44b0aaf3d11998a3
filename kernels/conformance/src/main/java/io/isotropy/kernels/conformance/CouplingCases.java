package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.inOut;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Samples.with;

import io.isotropy.kernels.Coupling.Scale;
import java.util.ArrayList;
import java.util.List;

/** Couplings and their gradients. */
final class CouplingCases {

    /** rows, cols, from, to. */
    private static final int[][] SIZES = {
        {0, 5, 0, 2}, {3, 0, 0, 0}, {1, 1, 0, 1}, {2, 2, 1, 2}, {3, 7, 0, 3}, {2, 9, 4, 9}, {3, 9, 5, 5}, {4, 17, 1, 16}, {33, 5, 2, 4},
        {2, 33, 0, 16}, {3, 65, 33, 65}, {31, 16, 0, 8}, {32, 18, 9, 18}, {65, 130, 65, 130}, {700, 65, 0, 33},
    };

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private CouplingCases(long seed) {
        this.samples = new Samples(seed, "couplings");
    }

    static List<Case> all(long seed) {
        CouplingCases couplings = new CouplingCases(seed);
        for (Scale scale : Scale.values()) {
            for (int[] size : SIZES) {
                int rows = size[0];
                int k = size[3] - size[2];
                float[] network = couplings.samples.uniform(rows * (scale == Scale.NONE ? k : 2 * k), -3, 3);
                couplings.couple(scale, "", network, size);
                couplings.gradient(scale, size, true);
                couplings.gradient(scale, size, false);
            }
            float[] far = with(couplings.samples.uniform(scale == Scale.NONE ? 8 : 16), 0, 1e4f, 1, -1e4f, 2, 50, 3, -50);
            couplings.couple(scale, "far out ", far, new int[] {2, 9, 0, 4});
        }
        return couplings.cases;
    }

    private static String label(int[] size) {
        return "rows=" + size[0] + " cols=" + size[1] + " columns " + size[2] + " to " + size[3];
    }

    private void couple(Scale scale, String name, float[] network, int[] size) {
        int rows = size[0];
        int cols = size[1];
        int k = size[3] - size[2];
        boolean plain = scale == Scale.NONE;
        Tolerance tolerance = Tolerance.of(4e-6 * Math.sqrt(Math.max(1, k)), 3e-6);
        List<Argument> arguments = new ArrayList<>(List.of(
                in("x", samples.uniform(rows * cols)), in("network", network), out("y", rows * cols), out("logDeterminant", rows)));
        if (scale == Scale.TANH) {
            arguments.add(in("factor", samples.uniform(k, 0.5, 1.5)));
        }
        if (!plain) {
            arguments.add(out("squashed", rows * k));
        }
        cases.add(Case.of("coupling.couple", List.of(scale), name + label(size), tolerance,
                        (kernels, in) -> kernels.coupling().couple(
                                scale, in.floats("x"), in.floats("network"), scale == Scale.TANH ? in.floats("factor") : null,
                                in.floats("y"), plain ? null : in.floats("squashed"), in.floats("logDeterminant"), rows, cols,
                                size[2], size[3]),
                        arguments.toArray(Argument[]::new))
                .inPlace("y", "x"));
    }

    private void gradient(Scale scale, int[] size, boolean volumes) {
        int rows = size[0];
        int cols = size[1];
        int k = size[3] - size[2];
        boolean plain = scale == Scale.NONE;
        boolean factors = scale == Scale.TANH;
        List<Argument> arguments = new ArrayList<>(List.of(
                in("x", samples.uniform(rows * cols)), in("dy", samples.uniform(rows * cols)), out("dx", rows * cols),
                out("dNetwork", rows * (plain ? k : 2 * k))));
        if (!plain) {
            arguments.add(in("squashed", samples.uniform(rows * k, factors ? -1 : 0, 1)));
        }
        if (volumes) {
            arguments.add(in("dLogDeterminant", samples.uniform(rows)));
        }
        if (factors) {
            arguments.add(in("factor", samples.uniform(k, 0.5, 1.5)));
            arguments.add(inOut("dFactor", samples.uniform(k)));
        }
        Tolerance tolerance = Tolerance.of(1e-5 + 2e-6 * Math.sqrt(rows), 4e-6);
        cases.add(Case.of("coupling.coupleGradient", List.of(scale), label(size) + " volumes=" + volumes, tolerance,
                        (kernels, in) -> kernels.coupling().coupleGradient(
                                scale, in.floats("x"), plain ? null : in.floats("squashed"), factors ? in.floats("factor") : null,
                                in.floats("dy"), volumes ? in.floats("dLogDeterminant") : null, in.floats("dx"), in.floats("dNetwork"),
                                factors ? in.floats("dFactor") : null, rows, cols, size[2], size[3]),
                        arguments.toArray(Argument[]::new))
                .inPlace("dx", "dy"));
    }
}
