package io.isotropy.kernels.cuda;

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

/** The kernel groups of one CUDA backend. */
record CudaKernels(
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

    CudaKernels(CudaBackend backend) {
        this(
                new CudaBlas(backend),
                new CudaElementwise(backend),
                new CudaReductions(backend),
                new CudaNormalization(backend),
                new CudaEmbedding(backend),
                new CudaAttention(backend),
                new CudaPooling(backend),
                new CudaCrossEntropy(backend),
                new CudaCoupling(backend),
                new CudaOptimization(backend),
                new CudaWordTraining(backend));
    }
}
