package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Attention;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Coupling;
import io.isotropy.kernels.CrossEntropy;
import io.isotropy.kernels.Elementwise;
import io.isotropy.kernels.Embedding;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.Normalization;
import io.isotropy.kernels.Optimization;
import io.isotropy.kernels.Pooling;
import io.isotropy.kernels.Reductions;
import io.isotropy.kernels.WordTraining;

/** The kernel groups of one CPU backend, sharing its threads. */
record CpuKernels(
        Blas blas,
        Elementwise elementwise,
        Reductions reductions,
        Normalization normalization,
        Embedding embedding,
        Attention attention,
        Pooling pooling,
        CrossEntropy crossEntropy,
        Coupling coupling,
        Optimization optimization,
        WordTraining wordTraining)
        implements Kernels {

    CpuKernels(CpuBackend backend) {
        this(
                new CpuBlas(backend),
                new CpuElementwise(backend),
                new CpuReductions(backend),
                new CpuNormalization(backend),
                new CpuEmbedding(backend),
                new CpuAttention(backend),
                new CpuPooling(backend),
                new CpuCrossEntropy(backend),
                new CpuCoupling(backend),
                new CpuOptimization(backend),
                new CpuWordTraining(backend));
    }
}
