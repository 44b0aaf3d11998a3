package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Kernels;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Which kernels have no case: every method of every group must have one, for each constant of each enum that it takes.
 */
final class Completeness {

    private Completeness() {}

    /** The kernels without a case, "blas.gemm" or "elementwise.unary EXP". */
    static List<String> missing(Collection<Case> cases) {
        TreeSet<String> missing = new TreeSet<>();
        for (Method group : Kernels.class.getMethods()) {
            for (Method kernel : group.getReturnType().getMethods()) {
                String name = group.getName() + "." + kernel.getName();
                List<Case> own = cases.stream().filter(row -> row.kernel().equals(name)).toList();
                if (own.isEmpty()) {
                    missing.add(name);
                }
                Class<?>[] types = kernel.getParameterTypes();
                int enums = 0;
                for (Class<?> type : types) {
                    if (type.isEnum()) {
                        int place = enums++;
                        for (Object constant : type.getEnumConstants()) {
                            if (own.stream().noneMatch(row -> uses(row, place, constant))) {
                                missing.add(name + " " + constant);
                            }
                        }
                    }
                }
            }
        }
        return List.copyOf(missing);
    }

    /** Cases list their constants in the order of the kernel's parameters. */
    private static boolean uses(Case row, int place, Object constant) {
        return row.constants().size() > place && row.constants().get(place) == constant;
    }
}
