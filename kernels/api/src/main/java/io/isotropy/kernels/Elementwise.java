package io.isotropy.kernels;

/** Arithmetic and functions element by element. Outputs may be the same buffer as an input of the output's own layout. */
public interface Elementwise {

    /** Functions of one number. Errors of the fp32 backends are stated with their implementation; NaN gives NaN. */
    enum Unary {
        /** −x. */
        NEGATE,
        /** |x|. */
        ABS,
        /** x². */
        SQUARE,
        /** √x; NaN below 0. */
        SQRT,
        /** 1/√x; +∞ at 0, NaN below. */
        RSQRT,
        /** 1/x. */
        RECIPROCAL,
        /** eˣ. */
        EXP,
        /** Natural logarithm; −∞ at 0, NaN below. */
        LOG,
        /** Hyperbolic tangent. */
        TANH,
        /** The error function, 2/√π·∫₀ˣ e^(−t²) dt. */
        ERF,
        /** 1/(1 + e^(−x)). */
        SIGMOID,
        /** max(x, 0). */
        RELU,
        /** {@link Activation#GELU}. */
        GELU,
        /** {@link Activation#GELU_TANH}. */
        GELU_TANH
    }

    /** Functions of two numbers. */
    enum Binary {
        /** x + y. */
        ADD,
        /** x − y. */
        SUBTRACT,
        /** x·y. */
        MULTIPLY,
        /** x/y. */
        DIVIDE,
        /** The larger; NaN if either is. */
        MAXIMUM,
        /** The smaller; NaN if either is. */
        MINIMUM,
        /** 1 where x = y, else 0. */
        EQUAL,
        /** 1 where x &lt; y, else 0. */
        LESS,
        /** 1 where x ≤ y, else 0. */
        LESS_EQUAL
    }

    /** How an operand covers a (rows, cols) result. */
    enum Layout {
        /** (rows, cols): element (r, c) is x[r·cols + c]. */
        MATRIX,
        /** (cols), repeated for every row: x[c]. */
        ROW,
        /** (rows), repeated for every column: x[r]. */
        COLUMN,
        /** One number: x[0]. */
        SCALAR;

        /** From an element to the one below it. */
        public int rowStep(int cols) {
            return switch (this) {
                case MATRIX -> cols;
                case COLUMN -> 1;
                case ROW, SCALAR -> 0;
            };
        }

        /** From an element to the one on its right. */
        public int columnStep() {
            return this == MATRIX || this == ROW ? 1 : 0;
        }

        /** The elements of the operand; an empty result needs none. */
        public long elements(int rows, int cols) {
            return rows == 0 || cols == 0 ? 0 : (rows - 1L) * rowStep(cols) + (cols - 1L) * columnStep() + 1;
        }

        /** Whether the operand is as if the result were one row: all of it, or one number for all. */
        public boolean isFlat() {
            return this == MATRIX || this == SCALAR;
        }
    }

    /** y[i] = f(x[i]) for i in 0 … n−1. */
    void unary(Unary function, Buffer x, Buffer y, long n);

    /**
     * dx[i] = dy[i]·f′(x[i]) for i in 0 … n−1, given y[i] = f(x[i]), too. f′ is 0 at 0 for {@link Unary#ABS} and {@link Unary#RELU}, and takes its
     * limits, 0 and 1, at ∓∞ for {@link Unary#GELU} and {@link Unary#GELU_TANH}. dx may be the buffer of any input.
     */
    void unaryGradient(Unary function, Buffer x, Buffer y, Buffer dy, Buffer dx, long n);

    /**
     * y[i] = x[i]/(1 − p) where u ≥ p, else 0, for i in 0 … n−1: Srivastava et al. 2014, scaled in training as PyTorch does. u is the uniform
     * number from + i of {@link PhiloxBlock} for seed and stream. The gradient is the same call on dy: no mask is stored.
     *
     * @param from the index of the first number, not negative
     * @param p the share to drop, 0 … 1
     */
    void dropout(long seed, long stream, long from, float p, Buffer x, Buffer y, long n);

    /** z[r, c] = f(x[r, c], y[r, c]), each operand laid out as said. z: (rows, cols). */
    void binary(Binary function, Buffer x, Layout xLayout, Buffer y, Layout yLayout, Buffer z, int rows, int cols);

    /** y[i] = α·x[i] + β for i in 0 … n−1. */
    void affine(float alpha, float beta, Buffer x, Buffer y, long n);

    /** y[i] = value for i in 0 … n−1. */
    void fill(float value, Buffer y, long n);

    /**
     * y, contiguous in the order of {@code shape}, from x read with {@code strides}: y[i₀, i₁, …] = x[Σ iⱼ·stridesⱼ]. A stride of 0
     * repeats.
     *
     * @param shape sizes, outermost first; empty copies one element
     * @param strides one per size, in elements of x; not negative
     */
    void copy(Buffer x, long[] strides, int[] shape, Buffer y);

    /** The inverse of {@link #copy}: y[Σ iⱼ·stridesⱼ] = x[i₀, i₁, …], x contiguous in the order of {@code shape}; strides positive. */
    void scatter(Buffer x, int[] shape, Buffer y, long[] strides);
}
