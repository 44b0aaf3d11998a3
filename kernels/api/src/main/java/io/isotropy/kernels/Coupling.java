package io.isotropy.kernels;

import org.jspecify.annotations.Nullable;

/**
 * Couplings of normalizing flows (Dinh et al. 2015, §3.2; Dinh et al. 2017, eq. 4-5): some columns are scaled and shifted, row by row, by what a
 * network has made of the others.
 */
public interface Coupling {

    /** What the logarithm l of a column's factor is. */
    enum Scale {
        /** 0: shifts alone (Dinh et al. 2015). */
        NONE,
        /** factor·u with u = tanh(raw): Dinh et al. 2017, §4.1. */
        TANH,
        /** log(u + {@value #FLOOR}) with u = σ(raw + 2): the program of Kingma and Dhariwal 2018, with a floor as in Durkan et al. 2019. */
        SIGMOID
    }

    /** What is added to the factors of {@link Scale#SIGMOID}, so that their inverses stay finite. */
    float FLOOR = 1e-3f;

    /** What is added to the raw numbers of {@link Scale#SIGMOID}, so that factors begin near 1. */
    float RAISE = 2;

    /**
     * y[r, from + j] = x[r, from + j]·e^l[r, j] + shift[r, j] for j in 0 … k−1, k = to − from; the other columns are those of x.
     *
     * @param x (rows, cols); y likewise
     * @param network (rows, 2k), of each row k raw numbers, then k shifts; for {@link Scale#NONE} (rows, k), the shifts
     * @param factor (k), for {@link Scale#TANH} alone
     * @param squashed (rows, k), receives u, which the gradient needs; null for {@link Scale#NONE}
     * @param logDeterminant (rows), receives Σ_j l[r, j]
     * @param from the first column that changes; {@code to} the first after it that does not
     */
    void couple(
            Scale scale, Buffer x, Buffer network, @Nullable Buffer factor, Buffer y, @Nullable Buffer squashed,
            Buffer logDeterminant, int rows, int cols, int from, int to);

    /**
     * The gradients of {@link #couple}. dx may be the buffer of dy.
     *
     * @param squashed u, as {@link #couple} gave it
     * @param dLogDeterminant (rows), or null for 0 everywhere
     * @param dNetwork as the network; overwritten
     * @param dFactor (k), for {@link Scale#TANH} alone; added to
     */
    void coupleGradient(
            Scale scale, Buffer x, @Nullable Buffer squashed, @Nullable Buffer factor, Buffer dy,
            @Nullable Buffer dLogDeterminant, Buffer dx, Buffer dNetwork, @Nullable Buffer dFactor, int rows, int cols, int from,
            int to);
}
