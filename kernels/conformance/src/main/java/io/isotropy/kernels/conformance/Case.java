package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Layout;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of one kernel.
 *
 * @param kernel group and method, "blas.gemm"
 * @param constants the enum constants the call uses; they name the row that the case belongs to
 * @param label the sizes and whatever else tells the case from others
 * @param inPlace the pairs (output, input) that may be one buffer
 */
record Case(
        String kernel,
        List<Enum<?>> constants,
        String label,
        List<Argument> arguments,
        Call call,
        Tolerance tolerance,
        List<InPlace> inPlace) {

    /** The buffers of a case on one backend, by name. */
    interface Arguments {
        Buffer floats(String name);

        IntBuffer ints(String name);
    }

    /** How the kernel is called. */
    interface Call {
        void run(Kernels kernels, Arguments in);
    }

    record InPlace(String output, String input) {}

    static Case of(
            String kernel, List<Enum<?>> constants, String label, Tolerance tolerance, Call call,
            Argument... arguments) {
        return new Case(kernel, constants, label, List.of(arguments), call, tolerance, List.of());
    }

    /** This case with another tolerance. */
    Case within(Tolerance other) {
        return new Case(kernel, constants, label, arguments, call, other, inPlace);
    }

    /** This case, also run with {@code output} being the buffer {@code input}. */
    Case inPlace(String output, String input) {
        List<InPlace> more = new ArrayList<>(inPlace);
        more.add(new InPlace(output, input));
        return new Case(kernel, constants, label, arguments, call, tolerance, more);
    }

    /** The row that it belongs to: "elementwise.binary ADD". */
    String row() {
        StringBuilder row = new StringBuilder(kernel);
        constants.stream()
                .filter(constant -> !(constant instanceof Layout))
                .forEach(constant -> row.append(' ').append(constant));
        return row.toString();
    }

    @Override
    public String toString() {
        return row() + " " + label;
    }
}
