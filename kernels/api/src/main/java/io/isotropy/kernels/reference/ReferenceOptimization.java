package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Optimization;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Optimization} number by number. */
final class ReferenceOptimization implements Optimization {

    private final Backend backend;

    ReferenceOptimization(Backend backend) {
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
            Buffer[] secondMoments, float[] weightDecays, double learningRate, double beta1, double beta2,
            double epsilon, int step, double gradientScale) {
        Requirements.atLeast(op, "step", step, 1);
        Requirements.onePerParameter(op, "weightDecays", weightDecays.length, parameters.length);
        ReferenceBuffer[] ps = all(op, "parameters", parameters, parameters);
        ReferenceBuffer[] gs = all(op, "gradients", gradients, parameters);
        ReferenceBuffer[] ms = all(op, "firstMoments", firstMoments, parameters);
        ReferenceBuffer[] vs = all(op, "secondMoments", secondMoments, parameters);
        for (int t = 0; t < ps.length; t++) {
            for (long i = 0; i < ps[t].length(); i++) {
                double p = ps[t].get(i);
                double g = gs[t].get(i) * gradientScale + (decoupled ? 0 : weightDecays[t] * p);
                double m = beta1 * ms[t].get(i) + (1 - beta1) * g;
                double v = beta2 * vs[t].get(i) + (1 - beta2) * g * g;
                double decayed = decoupled ? p * (1 - learningRate * weightDecays[t]) : p;
                double meanHat = m / (1 - Math.pow(beta1, step));
                double squareHat = v / (1 - Math.pow(beta2, step));
                ps[t].set(i, decayed - learningRate * meanHat / (Math.sqrt(squareHat) + epsilon));
                ms[t].set(i, m);
                vs[t].set(i, v);
            }
        }
    }

    @Override
    public void sgd(
            Buffer[] parameters, Buffer[] gradients, Buffer @Nullable [] velocities, float[] weightDecays,
            float learningRate, float momentum, float dampening, boolean nesterov, int step, float gradientScale) {
        String op = "sgd";
        Requirements.atLeast(op, "step", step, 1);
        Requirements.onePerParameter(op, "weightDecays", weightDecays.length, parameters.length);
        Requirements.velocities(op, velocities, momentum);
        ReferenceBuffer[] ps = all(op, "parameters", parameters, parameters);
        ReferenceBuffer[] gs = all(op, "gradients", gradients, parameters);
        ReferenceBuffer[] vs = velocities == null ? gs : all(op, "velocities", velocities, parameters);
        for (int t = 0; t < ps.length; t++) {
            for (long i = 0; i < ps[t].length(); i++) {
                double p = ps[t].get(i);
                double g = gs[t].get(i) * gradientScale + weightDecays[t] * p;
                if (momentum != 0) {
                    double v = step == 1 ? g : momentum * vs[t].get(i) + (1.0 - dampening) * g;
                    vs[t].set(i, v);
                    g = nesterov ? g + momentum * v : v;
                }
                ps[t].set(i, p - learningRate * g);
            }
        }
    }

    @Override
    public void adaGrad(
            Buffer[] parameters, Buffer[] gradients, Buffer[] sums, float[] weightDecays, float learningRate,
            float epsilon, float gradientScale) {
        String op = "adaGrad";
        Requirements.onePerParameter(op, "weightDecays", weightDecays.length, parameters.length);
        ReferenceBuffer[] ps = all(op, "parameters", parameters, parameters);
        ReferenceBuffer[] gs = all(op, "gradients", gradients, parameters);
        ReferenceBuffer[] ss = all(op, "sums", sums, parameters);
        for (int t = 0; t < ps.length; t++) {
            for (long i = 0; i < ps[t].length(); i++) {
                double p = ps[t].get(i);
                double g = gs[t].get(i) * gradientScale + weightDecays[t] * p;
                double sum = ss[t].get(i) + g * g;
                ss[t].set(i, sum);
                ps[t].set(i, p - learningRate * g / (Math.sqrt(sum) + epsilon));
            }
        }
    }

    private ReferenceBuffer[] all(String op, String name, Buffer[] buffers, Buffer[] parameters) {
        Requirements.onePerParameter(op, name, buffers.length, parameters.length);
        ReferenceBuffer[] all = new ReferenceBuffer[buffers.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = ReferenceBuffer.of(backend, op, name + "[" + i + "]", buffers[i], parameters[i].length());
        }
        return all;
    }
}
