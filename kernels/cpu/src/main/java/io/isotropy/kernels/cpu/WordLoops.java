package io.isotropy.kernels.cpu;

/**
 * The inner loops of {@link CpuWordTraining}: {@link SimdWordLoops} or {@link ScalarWordLoops}, which give the same bits. Products are kept
 * in {@value #PARTIALS} partial sums, element i in number i mod {@value #PARTIALS}, which are then added pairwise, halves first.
 */
interface WordLoops {

    int PARTIALS = 8;

    /** Targets whose products are taken together. */
    int TILE = 6;

    /** The length of the scratch for partial sums: those of {@value #TILE} targets by two groups. */
    int LANES = 2 * TILE * PARTIALS;

    /** The loops to start with, and those to go on with when {@link WarmUp} has compiled them. */
    WordLoops COLD = new ScalarWordLoops();

    WordLoops WARM = VectorMode.CURRENT.simd() ? new SimdWordLoops() : COLD;

    /**
     * Loops that are compiled together, in this order, each part together with those before: a step of one group needs few, and the sigmoid, which
     * takes as long as all others, is the least of a step's work.
     */
    enum Part {
        /** Products with, gather from and scatter to rows at places. */
        ONE_GROUP,
        /** Products of several groups, and sums of rows. */
        GROUPS,
        /** {@link WordLoops#adaGrad}. */
        ADA_GRAD,
        /** {@link WordLoops#sigmoid}. */
        SIGMOID
    }

    /** The loops to use now for a part and those before it. */
    static WordLoops current(Part part) {
        return WarmUp.trainsWords(part) ? WARM : COLD;
    }

    /** s[k·ss + m] = x_k·t_m: {@code groups} rows of x, xs apart, by {@code targets} rows of t, ts apart, each of n numbers. */
    void products(
            float[] x, int xo, int xs, int groups, float[] t, int to, int ts, int targets, int n, float[] s, int ss,
            float[] lanes);

    /** y = (y + g₀·x₀) + g₁·x₁ + … of {@code count} rows of x, xs apart, and factors g[go …], gs apart. */
    void addProducts(float[] g, int go, int gs, int count, float[] x, int xo, int xs, float[] y, int yo, int n);

    /** y = alpha·x + y. */
    void addScaled(float alpha, float[] x, int xo, float[] y, int yo, int n);

    /** s[m] = x·t_m of the {@value #TILE} rows t that begin at places[from …] of a table, m from {@code from} on. */
    void products(float[] x, float[] table, int[] places, int from, int n, float[] s, float[] lanes);

    /** x = g₀·t₀ + g₁·t₁ + … of the {@code count} rows t that begin at places[0 …] of a table. */
    void gather(float[] g, float[] table, int[] places, int count, float[] x, int n);

    /** t_m += g_m·x for the {@code count} rows t that begin at places[0 …] of a table. */
    void scatter(float[] g, float[] x, float[] table, int[] places, int count, int n);

    /** x = σ(x). n is a multiple of 16. */
    void sigmoid(float[] x, int n);

    /** With u = factor·w′ and v = factor·w, both old: w −= u/√s, s += u²; w′ −= v/√s′, s′ += v². */
    void adaGrad(
            float factor, float[] w, int wo, float[] other, int oo, float[] squares, int so, float[] otherSquares, int oso,
            int n);

    /** The pairwise sum of the partial sums at {@code at}. */
    static float combine(float[] lanes, int at) {
        return ((lanes[at] + lanes[at + 4]) + (lanes[at + 2] + lanes[at + 6]))
                + ((lanes[at + 1] + lanes[at + 5]) + (lanes[at + 3] + lanes[at + 7]));
    }
}
