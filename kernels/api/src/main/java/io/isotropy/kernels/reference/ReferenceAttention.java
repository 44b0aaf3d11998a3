package io.isotropy.kernels.reference;

import io.isotropy.kernels.Attention;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;

/** {@link Attention} one query at a time: Vaswani et al. 2017, eq. 1. */
final class ReferenceAttention implements Attention {

    private final Backend backend;

    ReferenceAttention(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void segmentAttention(
            Buffer qBuffer, Buffer kBuffer, Buffer vBuffer, int ld, IntBuffer offsetsBuffer, int segments,
            int heads, int headDim, float scale, Buffer outBuffer, int ldOut) {
        String op = "segmentAttention";
        Requirements.notNegative(op, "heads", heads);
        Requirements.notNegative(op, "headDim", headDim);
        Requirements.leadingDimension(op, "ld", ld, (long) heads * headDim);
        Requirements.leadingDimension(op, "ldOut", ldOut, (long) heads * headDim);
        int[] offsets = ReferenceIntBuffer.offsets(backend, op, offsetsBuffer, segments);
        long needed = Requirements.extent(offsets[segments], (long) heads * headDim, ld);
        ReferenceBuffer q = ReferenceBuffer.of(backend, op, "q", qBuffer, needed);
        ReferenceBuffer k = ReferenceBuffer.of(backend, op, "k", kBuffer, needed);
        ReferenceBuffer v = ReferenceBuffer.of(backend, op, "v", vBuffer, needed);
        long neededOut = Requirements.extent(offsets[segments], (long) heads * headDim, ldOut);
        ReferenceBuffer out = ReferenceBuffer.of(backend, op, "out", outBuffer, neededOut);
        for (int s = 0; s < segments; s++) {
            int first = offsets[s];
            int count = offsets[s + 1] - first;
            for (int h = 0; h < heads; h++) {
                for (int i = first; i < first + count; i++) {
                    double[] weights = new double[count];
                    for (int j = 0; j < count; j++) {
                        for (int d = h * headDim; d < (h + 1) * headDim; d++) {
                            weights[j] += q.get((long) i * ld + d) * k.get((long) (first + j) * ld + d);
                        }
                        weights[j] *= scale;
                    }
                    ReferenceNormalization.softmax(weights);
                    for (int d = h * headDim; d < (h + 1) * headDim; d++) {
                        double sum = 0;
                        for (int j = 0; j < count; j++) {
                            sum += weights[j] * v.get((long) (first + j) * ld + d);
                        }
                        out.set((long) i * ldOut + d, sum);
                    }
                }
            }
        }
    }
}
