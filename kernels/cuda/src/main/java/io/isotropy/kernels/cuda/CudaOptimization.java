package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Optimization;
import io.isotropy.kernels.Requirements;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Optimization} by optimization.cu: all parameters in one launch, by a table of their addresses. */
final class CudaOptimization implements Optimization {

    /** Numbers of a parameter that one block takes, as in optimization.cu. */
    private static final int NUMBERS_OF_BLOCK = 16_384;

    /** Longs of a row of the table, as in optimization.cu. */
    private static final int ROW = 8;

    private final CudaBackend backend;

    CudaOptimization(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void adamW(
            Buffer[] parameters, Buffer[] gradients, Buffer[] firstMoments, Buffer[] secondMoments,
            float[] weightDecays, float learningRate, float beta1, float beta2, float epsilon, int step,
            float gradientScale) {
        adam("adamW", true, parameters, gradients, firstMoments, secondMoments, weightDecays, learningRate, beta1, beta2,
                epsilon, step, gradientScale);
    }

    @Override
    public void adam(
            Buffer[] parameters, Buffer[] gradients, Buffer[] firstMoments, Buffer[] secondMoments,
            float[] weightDecays, float learningRate, float beta1, float beta2, float epsilon, int step,
            float gradientScale) {
        adam("adam", false, parameters, gradients, firstMoments, secondMoments, weightDecays, learningRate, beta1, beta2,
                epsilon, step, gradientScale);
    }

    private void adam(
            String op, boolean decoupled, Buffer[] parameters, Buffer[] gradients, Buffer[] firstMoments,
            Buffer[] secondMoments, float[] weightDecays, float learningRate, float beta1, float beta2, float epsilon, int step,
            float gradientScale) {
        Requirements.atLeast(op, "step", step, 1);
        Requirements.onePerParameter(op, "weightDecays", weightDecays.length, parameters.length);
        float[] decays = new float[weightDecays.length];
        float[] shrinks = new float[weightDecays.length];
        for (int i = 0; i < weightDecays.length; i++) {
            decays[i] = decoupled ? 0 : weightDecays[i];
            shrinks[i] = decoupled ? (float) (1 - (double) learningRate * weightDecays[i]) : 1;
        }
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments(op);
        Table table = new Table(parameters.length, decays, shrinks);
        table.fill(0, check.perParameter("parameters", parameters, parameters));
        table.fill(1, check.perParameter("gradients", gradients, parameters));
        table.fill(2, check.perParameter("firstMoments", firstMoments, parameters));
        table.fill(3, check.perParameter("secondMoments", secondMoments, parameters));
        table.launch(Kernel.ADAM, parameters, launch -> launch.with(gradientScale)
                .with(beta1).with((float) (1.0 - beta1)).with(beta2).with((float) (1.0 - beta2))
                .with((float) (learningRate / (1 - Math.pow(beta1, step))))
                .with((float) (1 / Math.sqrt(1 - Math.pow(beta2, step))))
                .with(epsilon));
    }

    @Override
    public void sgd(
            Buffer[] parameters, Buffer[] gradients, Buffer @Nullable [] velocities, float[] weightDecays,
            float learningRate, float momentum, float dampening, boolean nesterov, int step, float gradientScale) {
        String op = "sgd";
        Requirements.atLeast(op, "step", step, 1);
        Requirements.onePerParameter(op, "weightDecays", weightDecays.length, parameters.length);
        Requirements.velocities(op, velocities, momentum);
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments(op);
        Table table = new Table(parameters.length, weightDecays, weightDecays);
        table.fill(0, check.perParameter("parameters", parameters, parameters));
        table.fill(1, check.perParameter("gradients", gradients, parameters));
        if (velocities != null) {
            table.fill(2, check.perParameter("velocities", velocities, parameters));
        }
        table.launch(Kernel.SGD, parameters, launch -> launch.with(gradientScale).with(learningRate).with(momentum != 0)
                .with(step == 1 ? 0 : momentum).with(step == 1 ? 1 : (float) (1.0 - dampening)).with(nesterov).with(momentum));
    }

    @Override
    public void adaGrad(
            Buffer[] parameters, Buffer[] gradients, Buffer[] sums, float[] weightDecays, float learningRate,
            float epsilon, float gradientScale) {
        String op = "adaGrad";
        Requirements.onePerParameter(op, "weightDecays", weightDecays.length, parameters.length);
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments(op);
        Table table = new Table(parameters.length, weightDecays, weightDecays);
        table.fill(0, check.perParameter("parameters", parameters, parameters));
        table.fill(1, check.perParameter("gradients", gradients, parameters));
        table.fill(2, check.perParameter("sums", sums, parameters));
        table.launch(Kernel.ADA_GRAD, parameters, launch -> launch.with(gradientScale).with(learningRate).with(epsilon));
    }

    /** Adds the arguments of an optimizer to those that all have. */
    private interface Constants {
        Launch add(Launch launch);
    }

    /** What optimization.cu calls Parameter, once for each. */
    private final class Table {

        private final int count;
        private final long[] longs;
        private final List<List<CudaBuffer>> held = new ArrayList<>();

        Table(int count, float[] decays, float[] shrinks) {
            this.count = count;
            this.longs = new long[count * ROW];
            for (int i = 0; i < count; i++) {
                long decay = Integer.toUnsignedLong(Float.floatToRawIntBits(decays[i]));
                longs[i * ROW + 6] = (long) Float.floatToRawIntBits(shrinks[i]) << 32 | decay;
            }
        }

        void fill(int column, List<CudaBuffer> buffers) {
            held.add(buffers);
            for (int i = 0; i < count; i++) {
                longs[i * ROW + column] = buffers.get(i).address();
            }
        }

        void launch(Kernel kernel, Buffer[] parameters, Constants constants) {
            long blocks = 0;
            for (int i = 0; i < count; i++) {
                longs[i * ROW + 4] = parameters[i].length();
                longs[i * ROW + 5] = blocks;
                blocks += Shape.blocks(parameters[i].length(), NUMBERS_OF_BLOCK);
            }
            if (blocks == 0) {
                return;
            }
            try (CudaBuffer table = backend.floats(2L * longs.length)) {
                backend.transfers().write(table.address(), longs);
                constants.add(Launch.of(kernel, Shape.of(blocks, 1, 1, 256)).with(table).with(count)).run(backend);
            } finally {
                Reference.reachabilityFence(held); // until their addresses are in the stream
            }
        }
    }
}
