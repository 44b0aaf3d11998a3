package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.conformance.Argument.Floats;
import io.isotropy.kernels.conformance.Argument.Ints;
import io.isotropy.kernels.conformance.Case.Arguments;
import io.isotropy.kernels.conformance.Case.InPlace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one case on one backend. Each is a slice within a larger buffer: around outputs lie sentinels, which
 * must still be there after the call; around inputs lie NaN, which show in the result if they are read.
 */
final class Stage implements Arguments, AutoCloseable {

    /** Odd, so that slices do not begin where a vector would be aligned. */
    private static final int BEFORE = 19;
    /** More than two vectors of 16 lanes. */
    private static final int AFTER = 37;

    private final Backend backend;
    private final Map<String, Placed> placed = new LinkedHashMap<>();

    /** One buffer argument within its surroundings. {@code before} is all that was there before the call. */
    private record Placed(
            Argument argument, boolean written, Object view, Supplier<double[]> contents, Runnable close,
            double[] before) {}

    private Stage(Backend backend) {
        this.backend = backend;
    }

    static Stage of(Backend backend, Case row) {
        return of(backend, row, null, null);
    }

    /**
     * The stage of a case.
     *
     * @param inPlace the output to be the same buffer as an input, or null
     * @param shortened the argument to make one element too short, or null
     */
    static Stage of(Backend backend, Case row, @Nullable InPlace inPlace, @Nullable String shortened) {
        Stage stage = new Stage(backend);
        for (Argument argument : row.arguments()) {
            boolean written = argument.written() || inPlace != null && inPlace.input().equals(argument.name());
            int cut = argument.name().equals(shortened) ? 1 : 0;
            stage.placed.put(argument.name(), switch (argument) {
                case Floats floats -> stage.place(floats, written, floats.length() - cut);
                case Ints ints -> stage.place(ints, written, ints.length() - cut);
            });
        }
        if (inPlace != null) {
            stage.find(inPlace.output()).close().run();
            stage.placed.put(inPlace.output(), stage.find(inPlace.input()));
        }
        return stage;
    }

    private Placed place(Floats argument, boolean written, int length) {
        float[] whole = new float[BEFORE + argument.length() + AFTER];
        Arrays.fill(whole, written ? Argument.SENTINEL : Float.NaN);
        System.arraycopy(argument.content(), 0, whole, BEFORE, argument.length());
        Buffer parent = backend.allocateUninitialized(whole.length);
        parent.write(0, whole, 0, whole.length);
        double[] before = read(parent);
        Buffer view = parent.slice(BEFORE, length);
        return new Placed(argument, written, view, () -> read(parent), parent::close, before);
    }

    private Placed place(Ints argument, boolean written, int length) {
        int[] whole = new int[BEFORE + argument.length() + AFTER];
        Arrays.fill(whole, Argument.INT_SENTINEL);
        System.arraycopy(argument.content(), 0, whole, BEFORE, argument.length());
        IntBuffer parent = backend.allocateInts(whole.length);
        parent.write(0, whole, 0, whole.length);
        double[] before = read(parent);
        IntBuffer view = parent.slice(BEFORE, length);
        return new Placed(argument, written, view, () -> read(parent), parent::close, before);
    }

    private static double[] read(Buffer buffer) {
        double[] values = new double[(int) buffer.length()];
        buffer.read(0, values, 0, values.length);
        return values;
    }

    private static double[] read(IntBuffer buffer) {
        int[] values = new int[(int) buffer.length()];
        buffer.read(0, values, 0, values.length);
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private Placed find(String name) {
        Placed found = placed.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the case has no argument '" + name + "'");
        }
        return found;
    }

    @Override
    public Buffer floats(String name) {
        return (Buffer) find(name).view();
    }

    @Override
    public IntBuffer ints(String name) {
        return (IntBuffer) find(name).view();
    }

    /** The contents of the outputs, by name. */
    Map<String, double[]> outputs() {
        Map<String, double[]> outputs = new LinkedHashMap<>();
        placed.forEach((name, buffer) -> {
            if (buffer.written() && !isInputOfInPlace(name, buffer)) {
                double[] whole = buffer.contents().get();
                outputs.put(name, Arrays.copyOfRange(whole, BEFORE, whole.length - AFTER));
            }
        });
        return outputs;
    }

    private static boolean isInputOfInPlace(String name, Placed buffer) {
        return name.equals(buffer.argument().name()) && !buffer.argument().written();
    }

    /** What changed that must not have; with {@code refused} nothing may have changed. */
    Optional<String> damage(boolean refused) {
        for (Placed buffer : placed.values()) {
            double[] after = buffer.contents().get();
            for (int i = 0; i < after.length; i++) {
                boolean mayChange = !refused && buffer.written() && mayChange(buffer.argument(), i - BEFORE);
                if (!mayChange && Double.doubleToLongBits(after[i]) != Double.doubleToLongBits(buffer.before()[i])) {
                    String change = " was changed from " + buffer.before()[i] + " to " + after[i];
                    return Optional.of(place(buffer, i - BEFORE) + change);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean mayChange(Argument argument, int i) {
        return i >= 0 && i < argument.length() && !(argument instanceof Floats floats && floats.gap(i));
    }

    private static String place(Placed buffer, int i) {
        Argument argument = buffer.argument();
        String inside = buffer.written() ? "unasked, " : "input ";
        String where = i < 0 ? "before " : i >= argument.length() ? "behind " : inside;
        return where + argument.name() + "[" + i + "] of " + argument.length();
    }

    @Override
    public void close() {
        placed.values().stream().distinct().forEach(buffer -> buffer.close().run());
    }
}
