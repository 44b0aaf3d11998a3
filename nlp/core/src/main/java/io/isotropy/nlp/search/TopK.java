package io.isotropy.nlp.search;

/**
 * The k highest of many scores, the highest first; of equal scores the lower row stands first, in whatever order they come. A score that is NaN
 * is left out.
 */
public final class TopK {

    private final int[] rows;
    private final double[] scores;
    private int size;

    /**
     * None yet.
     *
     * @param k the most that are kept, 0 or more
     */
    public TopK(int k) {
        if (k < 0) {
            throw new IllegalArgumentException("[topK] k must be 0 or more: got " + k);
        }
        this.rows = new int[k];
        this.scores = new double[k];
    }

    /** Looks at the score of one row. */
    public void add(int row, double score) {
        if (!(score >= least()) || rows.length == 0) {
            return;
        }
        if (size == rows.length && !isBefore(score, row, size - 1)) {
            return;
        }
        int place = place(score, row);
        int moved = (size < rows.length ? size++ : size - 1) - place;
        System.arraycopy(rows, place, rows, place + 1, moved);
        System.arraycopy(scores, place, scores, place + 1, moved);
        rows[place] = row;
        scores[place] = score;
    }

    /** Looks at the scores of rows first, first + 1 and so on. */
    public void addAll(float[] run, int first) {
        for (int i = next(run, 0); i < run.length; i = next(run, i + 1)) {
            add(first + i, run[i]);
        }
    }

    /** The next place whose score may be kept; {@link #add} decides. */
    private int next(float[] run, int from) {
        float least = Math.nextDown((float) least());
        int i = from;
        while (i < run.length && !(run[i] >= least)) {
            i++;
        }
        return i;
    }

    /** Where a score belongs, by bisection. */
    private int place(double score, int row) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBefore(score, row, middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean isBefore(double score, int row, int place) {
        return score > scores[place] || score == scores[place] && row < rows[place];
    }

    /** The lowest score that is kept; −∞ as long as there is room. */
    public double least() {
        return size < rows.length || size == 0 ? Double.NEGATIVE_INFINITY : scores[size - 1];
    }

    /** How many are kept: k, or as many as there were. */
    public int size() {
        return size;
    }

    /** The row with the highest score but {@code place}. */
    public int row(int place) {
        return rows[place];
    }

    /** The highest score but {@code place}. */
    public double score(int place) {
        return scores[place];
    }
}
