package io.isotropy.kernels;

import org.jspecify.annotations.Nullable;

/**
 * Steps of stochastic gradient descent on tables of word vectors, many in one call. They are taken in their order, each seeing what the
 * ones before changed, on the calling thread.
 *
 * <p>Unlike all other kernels, these may be called on the same tables from several threads at once, without locks (Niu, Recht, Ré, Wright
 * 2011, "Hogwild!"). Then some additions get lost and the bits of the tables are undefined; with one caller they are not. Rows run fastest
 * where cols is a multiple of 8: pad with zeros, which all steps leave zero.
 *
 * <p>A loss, where wanted, is the sum over all steps of the call, of each before its own change.
 */
public interface WordTraining {

    /** How the rows of a group become its vector x. */
    enum Composition {
        /** Their mean; zero without rows. */
        MEAN,
        /** Their sum. */
        SUM,
        /** One after the other: all groups of a call have the same number of rows, n, and x has n·cols numbers, as has a row of output. */
        CONCATENATION
    }

    /**
     * Logistic regression of labelled pairs: negative sampling (Mikolov et al. 2013, "Distributed Representations of Words and Phrases",
     * eq. 4) and hierarchical softmax (eq. 3) for skip-gram, CBOW, subwords and paragraph vectors. Each block has groups of rows of
     * {@code input} (group k, vector x_k) and targets (target m, row t_m of {@code output}, label y_m), and every group meets every target:
     *
     * <pre>
     * loss = −Σ_km log σ(±x_k·t_m), + where y_m = 1;   g_km = lr·(y_m − σ(x_k·t_m))
     * t_m += Σ_k g_km·x_k;   every row of group k += c·Σ_m g_km·t_m
     * </pre>
     *
     * all from the numbers before the block; a row that occurs twice takes both additions. c is 1/n for the n rows of the group with
     * {@code divide}, else 1. The gradient is divided means and undivided sums; word2vec.c and gensim add the whole error to each row of
     * a mean, gensim divides that of a sum. A concatenation gives each row its own part, and is not divided. Unlike in those programs, σ is
     * not cut off at ±6.
     *
     * @param input (V, cols); rows below {@code firstLearned} do not change
     * @param output (V′, cols), for concatenations (V′, n·cols); changes with {@code outputLearns}
     * @param rows the rows of all groups of all blocks, those of group k at rowOffsets[k] … rowOffsets[k + 1] − 1
     * @param groupOffsets (blocks + 1): the groups of block b are groupOffsets[b] … groupOffsets[b + 1] − 1
     * @param targets of all blocks: row t with label 1 as t, with label 0 as ~t, that is −t − 1
     * @param targetOffsets (blocks + 1), into targets
     * @param loss (1), or null
     * @throws IndexOutOfBoundsException if a row is not in its table
     */
    void logistic(
            Buffer input, Buffer output, int cols, Composition composition, boolean divide, IntBuffer rows,
            IntBuffer rowOffsets, IntBuffer groupOffsets, IntBuffer targets, IntBuffer targetOffsets, int blocks,
            int firstLearned, boolean outputLearns, float learningRate, @Nullable Buffer loss);

    /**
     * Softmax regression on means of rows, Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification", §2. Example e has rows
     * rowOffsets[e] … rowOffsets[e + 1] − 1 and label targets[e]; with h their mean, W the table {@code output}, p = softmax(W·h):
     *
     * <pre>
     * loss = −log p_target;   g_l = lr·([l = target] − p_l);   W_l += g_l·h;   each of its n rows += 1/n·Σ_l g_l·W_l
     * </pre>
     *
     * all from the numbers before the example. input: (V, cols); output: (labels, cols); loss: (1), or null.
     *
     * @throws IndexOutOfBoundsException if a row or a label is not in its table
     */
    void softmax(
            Buffer input, Buffer output, int labels, int cols, IntBuffer rows, IntBuffer rowOffsets, IntBuffer targets,
            int examples, float learningRate, @Nullable Buffer loss);

    /**
     * AdaGrad on cells of a co-occurrence matrix, Pennington et al. 2014, eq. 8-9. Cell (i, j, count), with vector w and bias b of row
     * words[i] of {@code input}, w′ and b′ of row contexts[i] of {@code output}, s the running square beside each number of them:
     *
     * <pre>
     * d = w·w′ + b + b′ − log count;   loss = f·d²/2, f = min(1, (count/xMax)^alpha)
     * u = lr·f·d·w′ (for w), lr·f·d·w (for w′), lr·f·d (for biases);   w −= u/√s;   s += u²
     * </pre>
     *
     * all from the numbers before the cell. As in the original program the squares contain the learning rate; they start at 1.
     *
     * @param input (V, leading): a row is its vector, cols numbers, and its bias; more is not touched
     * @param inputSquares as input
     * @param output (V′, leading)
     * @param outputSquares as output
     * @param counts above 0
     * @param leading at least cols + 1
     * @param loss (1), or null
     * @throws IndexOutOfBoundsException if a row is not in its table
     */
    void glove(
            Buffer input, Buffer inputSquares, Buffer output, Buffer outputSquares, int cols, int leading, IntBuffer words,
            IntBuffer contexts, Buffer counts, int cells, float xMax, float alpha, float learningRate, @Nullable Buffer loss);
}
