package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Optimization;
import io.isotropy.kernels.Requirements;
import java.util.Arrays;
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
        CpuBuffer[] ps = all(op, "parameters", parameters, parameters);
        CpuBuffer[] gs = all(op, "gradients", gradients, parameters);
        CpuBuffer[] ms = all(op, "firstMoments", firstMoments, parameters);
        CpuBuffer[] vs = all(op, "secondMoments", secondMoments, parameters);
        forEachPiece(ps, (i, from, n) -> Loops.training().adam(
                steps[i], ps[i].array, ps[i].offset + from, gs[i].array, gs[i].offset + from,
                ms[i].array, ms[i].offset + from, vs[i].array, vs[i].offset + from, n));
    }

    @Override
    public void sgd(
            Buffer[] parameters, Buffer[] gradients, Buffer @Nullable [] velocities, float[] weightDecays,
            float learningRate, float momentum, float dampening, boolean nesterov, int step, float gradientScale) {
        Requirements.atLeast("sgd", "step", step, 1);
        Requirements.onePerParameter("sgd", "weightDecays", weightDecays.length, parameters.length);
        if (velocities == null && momentum != 0f) {
            throw Requirements.refused("sgd", "momentum must be 0 without velocities", "momentum = " + momentum);
        }
        CpuBuffer[] ps = all("sgd", "parameters", parameters, parameters);
        CpuBuffer[] gs = all("sgd", "gradients", gradients, parameters);
        CpuBuffer[] vs = velocities == null ? gs : all("sgd", "velocities", velocities, parameters);
        float rate = step == 1 ? 1f : (float) (1.0 - dampening);
        float kept = step == 1 ? 0f : momentum;
        forEachPiece(ps, (i, from, n) -> {
            if (momentum == 0f) {
                descend(ps[i].array, ps[i].offset + from, gs[i].array, gs[i].offset + from, weightDecays[i],
                        learningRate, gradientScale, n);
            } else {
                descend(ps[i].array, ps[i].offset + from, gs[i].array, gs[i].offset + from,
                        vs[i].array, vs[i].offset + from, weightDecays[i], learningRate, kept, rate,
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
        CpuBuffer[] ps = all("adaGrad", "parameters", parameters, parameters);
        CpuBuffer[] gs = all("adaGrad", "gradients", gradients, parameters);
        CpuBuffer[] ss = all("adaGrad", "sums", sums, parameters);
        forEachPiece(ps, (i, from, n) -> adapt(
                ps[i].array, ps[i].offset + from, gs[i].array, gs[i].offset + from, ss[i].array, ss[i].offset + from,
                weightDecays[i], learningRate, epsilon, gradientScale, n));
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

    private CpuBuffer[] all(String op, String name, Buffer[] buffers, Buffer[] parameters) {
        Requirements.onePerParameter(op, name, buffers.length, parameters.length);
        Arguments check = new Arguments(op, backend);
        CpuBuffer[] all = new CpuBuffer[buffers.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = check.buffer(name + "[" + i + "]", buffers[i], parameters[i].length());
        }
        return all;
    }

    /** {@code n} numbers of parameter {@code parameter} from {@code from} on. */
    private interface Piece {
        void accept(int parameter, int from, int n);
    }

    private void forEachPiece(CpuBuffer[] parameters, Piece body) {
        int[] firsts = new int[parameters.length + 1];
        for (int i = 0; i < parameters.length; i++) {
            firsts[i + 1] = firsts[i] + (int) (((long) parameters[i].length + PIECE - 1) / PIECE);
        }
        backend.workers().run(firsts[parameters.length], piece -> {
            int found = Arrays.binarySearch(firsts, piece);
            int i = found < 0 ? -found - 2 : found;
            while (firsts[i + 1] == piece) {
                i++; // parameters without numbers have no piece
            }
            int from = (piece - firsts[i]) * PIECE;
            body.accept(i, from, Math.min(PIECE, parameters[i].length - from));
        });
    }
}
