package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.inOut;
import static io.isotropy.kernels.conformance.Argument.ints;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Samples.with;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.conformance.Case.Arguments;
import io.isotropy.kernels.conformance.Case.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Cross-entropy with ignored rows and smoothed labels, and the steps of optimizers on parameters of many lengths. */
final class TrainingCases {

    private static final int[][] SIZES = {
        {0, 5}, {1, 1}, {2, 3}, {3, 7}, {2, 8}, {5, 9}, {4, 17}, {3, 33}, {2, 65}, {5, 130}, {2, 3001}, {300, 65},
    };

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private TrainingCases(long seed) {
        this.samples = new Samples(seed, "training");
    }

    static List<Case> all(long seed) {
        TrainingCases training = new TrainingCases(seed);
        for (float smoothing : new float[] {0, 0.1f, 1}) {
            for (int[] size : SIZES) {
                int rows = size[0];
                int cols = size[1];
                training.crossEntropy("", smoothing, rows, cols, training.samples.uniform(rows * cols, -8, 8));
            }
        }
        float[] x = training.samples.uniform(6 * 37, -4, 4);
        float[] masked = with(x, 0, Float.NEGATIVE_INFINITY, 38, Float.NaN, 80, 300, 81, -300, 120, Float.NEGATIVE_INFINITY);
        training.crossEntropy(" masked, NaN and huge", 0, 6, 37, masked);
        training.optimizers();
        return training.cases;
    }

    private void crossEntropy(String what, float smoothing, int rows, int cols, float[] x) {
        int ignore = rows % 2 == 0 ? -100 : 0;
        int[] targets = samples.indices(rows, cols);
        if (rows > 1) {
            targets[rows / 2] = ignore;
        }
        String label = "rows=" + rows + " cols=" + cols + " smoothing=" + smoothing + what;
        cases.add(Case.of("crossEntropy.crossEntropy", List.of(), label, Tolerance.of(4e-6, 1e-6),
                (kernels, in) -> kernels.crossEntropy().crossEntropy(
                        in.floats("logits"), in.ints("targets"), ignore, smoothing, in.floats("losses"),
                        in.floats("logSumExp"), rows, cols),
                in("logits", x), ints("targets", targets), out("losses", rows), out("logSumExp", rows)));
        float[] logSumExp = new float[rows];
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int c = 0; c < cols; c++) {
                sum += Math.exp(x[r * cols + c]);
            }
            logSumExp[r] = (float) Math.log(sum);
        }
        cases.add(Case.of("crossEntropy.crossEntropyGradient", List.of(), label, Tolerance.of(1e-6, 4e-6),
                        (kernels, in) -> kernels.crossEntropy().crossEntropyGradient(
                                in.floats("logits"), in.ints("targets"), ignore, smoothing, in.floats("logSumExp"),
                                in.floats("dLosses"), in.floats("dLogits"), rows, cols),
                        in("logits", x), ints("targets", targets), in("logSumExp", logSumExp),
                        in("dLosses", samples.uniform(rows)), out("dLogits", rows * cols))
                .inPlace("dLogits", "logits"));
    }

    private void optimizers() {
        int[][] parameters = {{}, {0}, {1}, {3, 0, 17}, {0, 8, 0}, {33, 130, 5}, {40_000, 16_384, 1, 16_385}};
        for (int[] lengths : parameters) {
            for (int step : new int[] {1, 2, 1000}) {
                String label = "lengths=" + Arrays.toString(lengths) + " step=" + step;
                float[] decays = samples.uniform(lengths.length, 0, 0.2);
                optimizer("adamW", label, lengths, 2, (kernels, in) -> kernels.optimization().adamW(
                        all(in, "p", lengths), all(in, "g", lengths), all(in, "s0", lengths), all(in, "s1", lengths),
                        decays, 0.01f, 0.9f, 0.999f, 1e-8f, step, 0.5f));
                optimizer("adam", label, lengths, 2, (kernels, in) -> kernels.optimization().adam(
                        all(in, "p", lengths), all(in, "g", lengths), all(in, "s0", lengths), all(in, "s1", lengths),
                        decays, 0.01f, 0.9f, 0.99f, 1e-6f, step, 1));
                optimizer("sgd", label + " nesterov", lengths, 1, (kernels, in) -> kernels.optimization().sgd(
                        all(in, "p", lengths), all(in, "g", lengths), all(in, "s0", lengths), decays, 0.1f, 0.9f, 0, true,
                        step, 0.5f));
                optimizer("sgd", label + " dampened", lengths, 1, (kernels, in) -> kernels.optimization().sgd(
                        all(in, "p", lengths), all(in, "g", lengths), all(in, "s0", lengths), decays, 0.1f, 0.5f, 0.25f,
                        false, step, 1));
                optimizer("sgd", label + " plain", lengths, 0, (kernels, in) -> kernels.optimization().sgd(
                        all(in, "p", lengths), all(in, "g", lengths), null, decays, 0.1f, 0, 0, false, step, 0.7f));
                optimizer("adaGrad", label, lengths, 1, (kernels, in) -> kernels.optimization().adaGrad(
                        all(in, "p", lengths), all(in, "g", lengths), all(in, "s0", lengths), decays, 0.1f, 1e-10f, 0.5f));
            }
        }
    }

    private static Buffer[] all(Arguments in, String name, int[] lengths) {
        return IntStream.range(0, lengths.length)
                .mapToObj(i -> in.floats(name + i))
                .toArray(Buffer[]::new);
    }

    /** Parameters may be shorter than their gradients; what is beyond stays as it is. */
    private void optimizer(String kernel, String label, int[] lengths, int states, Call call) {
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            arguments.add(new Argument.Floats("p" + i, true, true, samples.uniform(lengths[i])));
            arguments.add(in("g" + i, samples.uniform(lengths[i])));
            for (int s = 0; s < states; s++) {
                arguments.add(inOut("s" + s + i, samples.uniform(lengths[i], 0.01, 1)));
            }
        }
        cases.add(Case.of(
                "optimization." + kernel, List.of(), label, Tolerance.of(5e-7, 2e-6), call,
                arguments.toArray(Argument[]::new)));
    }
}
