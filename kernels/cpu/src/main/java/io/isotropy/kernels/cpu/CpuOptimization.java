package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Optimization;
import io.isotropy.kernels.Requirements;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Optimization}: all parameters cut into pieces that the threads share. Bound by memory. */
final class CpuOptimization implements Optimization {

    private static final int PIECE = 1 << 14;

    private final CpuBackend backend;

    CpuOptimization(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void adamW(
            Buffer[] parameters, Buffer[] gradients, Buffer[] firstMoments, Buffer[] secondMoments,
            float[] weightDecays, float learningRate, float beta1, float beta2, float epsilon, int step,
            float gradientScale) {
        AdamStep[] steps = new AdamStep[weightDecays.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = AdamStep.of(true, weightDecays[i], learningRate, beta1, beta2, epsilon, step, gradientScale);
        }
        adam("adamW", steps, step, parameters, gradients, firstMoments, secondMoments);
    }

    @Override
    public void adam(
            Buffer[] parameters, Buffer[] gradients, Buffer[] firstMoments, Buffer[] secondMoments,
            float[] weightDecays, float learningRate, float beta1, float beta2, float epsilon, int step,
            float gradientScale) {
        AdamStep[] steps = new AdamStep[weightDecays.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = AdamStep.of(false, weightDecays[i], learningRate, beta1, beta2, epsilon, step, gradientScale);
        }
        adam("adam", steps, step, parameters, gradients, firstMoments, secondMoments);
    }

    private void adam(
            String op, AdamStep[] steps, int step, Buffer[] parameters, Buffer[] gradients, Buffer[] firstMoments,
            Buffer[] secondMoments) {
        Requirements.atLeast(op, "step", step, 1);
        Requirements.onePerParameter(op, "weightDecays", steps.length, parameters.length);
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments(op);
        List<CpuBuffer> ps = check.perParameter("parameters", parameters, parameters);
        List<CpuBuffer> gs = check.perParameter("gradients", gradients, parameters);
        List<CpuBuffer> ms = check.perParameter("firstMoments", firstMoments, parameters);
        List<CpuBuffer> vs = check.perParameter("secondMoments", secondMoments, parameters);
        forEachPiece(ps, (i, from, n) -> Loops.training().adam(
                steps[i], ps.get(i).array, ps.get(i).offset + from, gs.get(i).array, gs.get(i).offset + from,
                ms.get(i).array, ms.get(i).offset + from, vs.get(i).array, vs.get(i).offset + from, n));
    }

    @Override
    public void sgd(
            Buffer[] parameters, Buffer[] gradients, Buffer @Nullable [] velocities, float[] weightDecays,
            float learningRate, float momentum, float dampening, boolean nesterov, int step, float gradientScale) {
        Requirements.atLeast("sgd", "step", step, 1);
        Requirements.onePerParameter("sgd", "weightDecays", weightDecays.length, parameters.length);
        Requirements.velocities("sgd", velocities, momentum);
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("sgd");
        List<CpuBuffer> ps = check.perParameter("parameters", parameters, parameters);
        List<CpuBuffer> gs = check.perParameter("gradients", gradients, parameters);
        List<CpuBuffer> vs = velocities == null ? gs : check.perParameter("velocities", velocities, parameters);
        float rate = step == 1 ? 1f : (float) (1.0 - dampening);
        float kept = step == 1 ? 0f : momentum;
        forEachPiece(ps, (i, from, n) -> {
            if (momentum == 0f) {
                descend(ps.get(i).array, ps.get(i).offset + from, gs.get(i).array, gs.get(i).offset + from, weightDecays[i],
                        learningRate, gradientScale, n);
            } else {
                descend(ps.get(i).array, ps.get(i).offset + from, gs.get(i).array, gs.get(i).offset + from,
                        vs.get(i).array, vs.get(i).offset + from, weightDecays[i], learningRate, kept, rate,
                        nesterov ? momentum : 0f, nesterov, gradientScale, n);
            }
        });
    }

    private static void descend(
            float[] p, int po, float[] g, int go, float decay, float learningRate, float gradientScale, int n) {
        for (int i = 0; i < n; i++) {
            float gradient = Math.fma(decay, p[po + i], g[go + i] * gradientScale);
            p[po + i] = Math.fma(-learningRate, gradient, p[po + i]);
        }
    }

    /** With kept 0 what the velocity was does not matter, even if it was NaN. */
    private static void descend(
            float[] p, int po, float[] g, int go, float[] v, int vo, float decay, float learningRate, float kept,
            float rate, float ahead, boolean nesterov, float gradientScale, int n) {
        for (int i = 0; i < n; i++) {
            float gradient = Math.fma(decay, p[po + i], g[go + i] * gradientScale);
            float velocity = kept == 0f ? rate * gradient : Math.fma(kept, v[vo + i], rate * gradient);
            v[vo + i] = velocity;
            float direction = nesterov ? Math.fma(ahead, velocity, gradient) : velocity;
            p[po + i] = Math.fma(-learningRate, direction, p[po + i]);
        }
    }

    @Override
    public void adaGrad(
            Buffer[] parameters, Buffer[] gradients, Buffer[] sums, float[] weightDecays, float learningRate,
            float epsilon, float gradientScale) {
        Requirements.onePerParameter("adaGrad", "weightDecays", weightDecays.length, parameters.length);
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("adaGrad");
        List<CpuBuffer> ps = check.perParameter("parameters", parameters, parameters);
        List<CpuBuffer> gs = check.perParameter("gradients", gradients, parameters);
        List<CpuBuffer> ss = check.perParameter("sums", sums, parameters);
        forEachPiece(ps, (i, from, n) -> adapt(
                ps.get(i).array, ps.get(i).offset + from, gs.get(i).array, gs.get(i).offset + from, ss.get(i).array,
                ss.get(i).offset + from, weightDecays[i], learningRate, epsilon, gradientScale, n));
    }

    private static void adapt(
            float[] p, int po, float[] g, int go, float[] s, int so, float decay, float learningRate, float epsilon,
            float gradientScale, int n) {
        for (int i = 0; i < n; i++) {
            float gradient = Math.fma(decay, p[po + i], g[go + i] * gradientScale);
            float sum = Math.fma(gradient, gradient, s[so + i]);
            s[so + i] = sum;
            p[po + i] = Math.fma(-learningRate, gradient / ((float) Math.sqrt(sum) + epsilon), p[po + i]);
        }
    }

    /** {@code n} numbers of parameter {@code parameter} from {@code from} on. */
    private interface Piece {
        void accept(int parameter, int from, int n);
    }

    private void forEachPiece(List<CpuBuffer> parameters, Piece body) {
        int[] firsts = new int[parameters.size() + 1];
        for (int i = 0; i < parameters.size(); i++) {
            firsts[i + 1] = firsts[i] + (int) (((long) parameters.get(i).length + PIECE - 1) / PIECE);
        }
        backend.workers().run(firsts[parameters.size()], piece -> {
            int found = Arrays.binarySearch(firsts, piece);
            int i = found < 0 ? -found - 2 : found;
            while (firsts[i + 1] == piece) {
                i++; // parameters without numbers have no piece
            }
            int from = (piece - firsts[i]) * PIECE;
            body.accept(i, from, Math.min(PIECE, parameters.get(i).length - from));
        });
    }
}
