package io.isotropy.kernels.reference;

import io.isotropy.kernels.Attention;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling;
import io.isotropy.kernels.CrossEntropy;
import io.isotropy.kernels.Elementwise;
import io.isotropy.kernels.Embedding;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.Normalization;
import io.isotropy.kernels.Optimization;
import io.isotropy.kernels.Pooling;
import io.isotropy.kernels.Reductions;
import io.isotropy.kernels.Requirements;
import io.isotropy.kernels.WordTraining;

/** Plain loops in double precision on the calling thread. */
final class ReferenceBackend implements Backend, Kernels {

    static final String NAME = "reference";

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Blas blas = new ReferenceBlas(this);
    private final Elementwise elementwise = new ReferenceElementwise(this);
    private final Reductions reductions = new ReferenceReductions(this);
    private final Normalization normalization = new ReferenceNormalization(this);
    private final Embedding embedding = new ReferenceEmbedding(this);
    private final Attention attention = new ReferenceAttention(this);
    private final Pooling pooling = new ReferencePooling(this);
    private final CrossEntropy crossEntropy = new ReferenceCrossEntropy(this);
    private final Coupling coupling = new ReferenceCoupling(this);
    private final Optimization optimization = new ReferenceOptimization(this);
    private final WordTraining wordTraining = new ReferenceWordTraining(this);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "plain loops in double precision, one thread: the definition of every kernel";
    }

    @Override
    public Kernels kernels() {
        return this;
    }

    @Override
    public Buffer allocate(long length) {
        return new ReferenceBuffer(this, new double[arrayLength("allocate", length)]);
    }

    @Override
    public Buffer allocateUninitialized(long length) {
        return allocate(length);
    }

    @Override
    public IntBuffer allocateInts(long length) {
        return new ReferenceIntBuffer(this, new int[arrayLength("allocateInts", length)]);
    }

    private static int arrayLength(String op, long length) {
        Requirements.notNegative(op, "length", length);
        if (length > LONGEST_ARRAY) {
            throw Requirements.refused(op, "length must be at most " + LONGEST_ARRAY, "length = " + length);
        }
        return (int) length;
    }

    @Override
    public void setThreads(int threads) {
        Requirements.atLeast("setThreads", "threads", threads, 1);
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public Blas blas() {
        return blas;
    }

    @Override
    public Elementwise elementwise() {
        return elementwise;
    }

    @Override
    public Reductions reductions() {
        return reductions;
    }

    @Override
    public Normalization normalization() {
        return normalization;
    }

    @Override
    public Embedding embedding() {
        return embedding;
    }

    @Override
    public Attention attention() {
        return attention;
    }

    @Override
    public Pooling pooling() {
        return pooling;
    }

    @Override
    public CrossEntropy crossEntropy() {
        return crossEntropy;
    }

    @Override
    public Coupling coupling() {
        return coupling;
    }

    @Override
    public Optimization optimization() {
        return optimization;
    }

    @Override
    public WordTraining wordTraining() {
        return wordTraining;
    }
}
