package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.inOut;
import static io.isotropy.kernels.conformance.Argument.out;
import static io.isotropy.kernels.conformance.Samples.with;

import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Normalization;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gradients of softmax, layer and length normalization, each at a point that its forward has reached. */
final class NormalizationGradientCases {

    private static final int[][] SIZES = {
        {0, 5}, {3, 0}, {1, 1}, {2, 3}, {3, 7}, {2, 8}, {5, 9}, {3, 15}, {2, 16}, {4, 17}, {3, 33}, {2, 65},
        {5, 130}, {2, 768}, {63, 5}, {64, 3}, {65, 17}, {1, 20_011}, {700, 65},
    };

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private NormalizationGradientCases(long seed) {
        this.samples = new Samples(seed, "normalization gradients");
    }

    static List<Case> all(long seed) {
        NormalizationGradientCases gradients = new NormalizationGradientCases(seed);
        for (int[] size : SIZES) {
            String label = "rows=" + size[0] + " cols=" + size[1];
            gradients.softmax(label, size[0], size[1]);
            gradients.l2Normalize(label, size[0], size[1], 1e-12f, 1);
            gradients.layerNorm(label, size[0], size[1], false);
            gradients.layerNorm(label, size[0], size[1], true);
        }
        gradients.l2Normalize("shorter than ε", 3, 37, 1e3f, 1);
        gradients.l2Normalize("huge", 3, 37, 1e-12f, 1e25f);
        gradients.l2Normalize("tiny", 3, 37, 1e-12f, 1e-30f);
        return gradients.cases;
    }

    /** The output of a row kernel on x, rounded. */
    private static float[] forward(float[] x, RowKernel kernel) {
        float[] y = new float[x.length];
        try (Buffer buffer = Backends.reference().allocate(x.length)) {
            buffer.write(0, x, 0, x.length);
            kernel.run(Backends.reference().kernels().normalization(), buffer);
            buffer.read(0, y, 0, y.length);
        }
        return y;
    }

    private interface RowKernel {
        void run(Normalization normalization, Buffer buffer);
    }

    private void softmax(String label, int rows, int cols) {
        float[] x = samples.uniform(rows * cols, -4, 4);
        if (rows > 1 && cols > 2) {
            x = with(x, 1, Float.NEGATIVE_INFINITY, cols + 1, 30);
        }
        float[] y = forward(x, (normalization, buffer) -> normalization.softmax(buffer, buffer, rows, cols));
        float[] logY = forward(x, (normalization, buffer) -> normalization.logSoftmax(buffer, buffer, rows, cols));
        float[] dy = samples.uniform(rows * cols);
        cases.add(Case.of("normalization.softmaxGradient", List.of(), label, Tolerance.of(1e-6, 1e-6),
                        (kernels, in) -> kernels.normalization()
                                .softmaxGradient(in.floats("y"), in.floats("dy"), in.floats("dx"), rows, cols),
                        in("y", y), in("dy", dy), out("dx", rows * cols))
                .inPlace("dx", "dy"));
        double error = 2e-6 + 1e-7 * cols;
        cases.add(Case.of("normalization.logSoftmaxGradient", List.of(), label, Tolerance.of(error, 1e-6),
                        (kernels, in) -> kernels.normalization()
                                .logSoftmaxGradient(in.floats("y"), in.floats("dy"), in.floats("dx"), rows, cols),
                        in("y", logY), in("dy", dy), out("dx", rows * cols))
                .inPlace("dx", "dy"));
    }

    private void l2Normalize(String label, int rows, int cols, float eps, float size) {
        float[] x = samples.uniform(rows * cols, -3 * size, 3 * size);
        float[] y = forward(x, (normalization, buffer) -> normalization.l2Normalize(buffer, buffer, rows, cols, eps));
        double largest = 1 / Math.max(size, eps);
        cases.add(Case.of("normalization.l2NormalizeGradient", List.of(), label, Tolerance.of(2e-6 * largest, 2e-6),
                        (kernels, in) -> kernels.normalization().l2NormalizeGradient(
                                in.floats("x"), in.floats("y"), in.floats("dy"), in.floats("dx"), rows, cols, eps),
                        in("x", x), in("y", y), in("dy", samples.uniform(rows * cols)), out("dx", rows * cols))
                .inPlace("dx", "dy"));
    }

    private void layerNorm(String label, int rows, int cols, boolean residual) {
        float[] x = samples.uniform(rows * cols, 1, 5);
        float @Nullable [] added = residual ? samples.uniform(rows * cols) : null;
        float[] mean = new float[rows];
        float[] rstd = new float[rows];
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            double squares = 0;
            for (int i = r * cols; i < (r + 1) * cols; i++) {
                double element = x[i] + (added == null ? 0.0 : added[i]);
                sum += element;
                squares += element * element;
            }
            mean[r] = (float) (sum / Math.max(1, cols));
            rstd[r] = (float) (1 / Math.sqrt(squares / Math.max(1, cols) - (double) mean[r] * mean[r] + 0.1));
        }
        List<Argument> arguments = new ArrayList<>(List.of(
                in("x", x), in("gamma", samples.uniform(cols, 0.5, 1.5)), in("mean", mean), in("rstd", rstd),
                in("dy", samples.uniform(rows * cols)), out("dx", rows * cols),
                inOut("dGamma", samples.uniform(cols)), inOut("dBeta", samples.uniform(cols))));
        if (added != null) {
            arguments.add(in("residual", added));
        }
        Tolerance tolerance = Tolerance.of(6e-6 + 2e-7 * Math.sqrt((double) rows * cols) + 3e-6 * Math.sqrt(rows), 4e-6);
        cases.add(Case.of("normalization.layerNormGradient", List.of(), label + " residual=" + residual, tolerance,
                        (kernels, in) -> kernels.normalization().layerNormGradient(
                                in.floats("x"), residual ? in.floats("residual") : null, in.floats("gamma"),
                                in.floats("mean"), in.floats("rstd"), in.floats("dy"), in.floats("dx"),
                                in.floats("dGamma"), in.floats("dBeta"), rows, cols),
                        arguments.toArray(Argument[]::new))
                .inPlace("dx", "dy"));
    }
}
