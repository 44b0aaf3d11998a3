package io.isotropy.nlp.logistic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimizes a smooth function: limited-memory BFGS (Liu and Nocedal 1989; Nocedal and Wright 2006, algorithms 7.4 and 7.5), with a line search
 * that bisects until both Wolfe conditions hold (Lewis and Overton 2013, algorithm 2.6).
 */
final class Lbfgs {

    /** Pairs that are remembered, as in scipy's L-BFGS-B. */
    private static final int MEMORY = 10;
    /** The Wolfe conditions' constants: Nocedal and Wright's for quasi-Newton steps. */
    private static final double DECREASE = 1e-4;

    private static final double CURVATURE = 0.9;
    private static final int MOST_TRIALS = 40;

    /** A function of many numbers. */
    interface Objective {

        /** The value at {@code x}; writes the gradient. */
        double at(double[] x, double[] gradient);
    }

    /** Where the last step went, x⁺ − x, and how the gradient changed. */
    private record Pair(double[] step, double[] change, double product) {}

    private final Objective objective;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private double[] x;
    private double[] gradient;
    private double value;

    private Lbfgs(Objective objective, double[] start) {
        this.objective = objective;
        this.x = start.clone();
        this.gradient = new double[start.length];
        this.value = objective.at(x, gradient);
    }

    /**
     * The minimum that is found from {@code start} on: where no component of the gradient is larger than {@code tolerance}, after {@code
     * iterations} steps at the latest, or where rounding hides all further descent.
     */
    static double[] minimize(Objective objective, double[] start, double tolerance, int iterations) {
        Lbfgs search = new Lbfgs(objective, start);
        for (int i = 0; i < iterations && largest(search.gradient) > tolerance; i++) {
            if (!search.step()) {
                break;
            }
        }
        return search.x;
    }

    private boolean step() {
        double[] direction = direction();
        double slope = dot(direction, gradient);
        if (!(slope < 0)) {
            return false;
        }
        // Before anything is known of the curvature a step of length 1 at most.
        double length = pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double[] nextGradient = new double[x.length];
        for (int trial = 0; trial < MOST_TRIALS; trial++) {
            double[] next = plus(x, length, direction);
            double nextValue = objective.at(next, nextGradient);
            if (!(nextValue <= value + DECREASE * length * slope)) {
                high = length;
            } else if (dot(nextGradient, direction) < CURVATURE * slope) {
                low = length;
            } else {
                accept(next, nextGradient, nextValue);
                return true;
            }
            length = high == Double.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
        }
        return false;
    }

    private void accept(double[] next, double[] nextGradient, double nextValue) {
        double[] step = plus(next, -1, x);
        double[] change = plus(nextGradient, -1, gradient);
        double product = dot(step, change);
        if (product > 1e-10 * dot(change, change)) {
            pairs.addFirst(new Pair(step, change, product));
            if (pairs.size() > MEMORY) {
                pairs.removeLast();
            }
        }
        x = next;
        gradient = nextGradient;
        value = nextValue;
    }

    /** −H·gradient by the two loops of algorithm 7.4, the newest pair first and then last. */
    private double[] direction() {
        double[] q = gradient.clone();
        double[] alphas = new double[pairs.size()];
        int i = 0;
        for (Pair pair : pairs) {
            alphas[i] = dot(pair.step, q) / pair.product;
            add(q, -alphas[i++], pair.change);
        }
        Pair newest = pairs.peekFirst();
        double scale = newest == null ? 1 : newest.product / dot(newest.change, newest.change); // eq. 7.20
        for (int j = 0; j < q.length; j++) {
            q[j] *= scale;
        }
        for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
            Pair pair = oldest.next();
            add(q, alphas[--i] - dot(pair.change, q) / pair.product, pair.step);
        }
        for (int j = 0; j < q.length; j++) {
            q[j] = -q[j];
        }
        return q;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static void add(double[] x, double factor, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += factor * y[i];
        }
    }

    private static double[] plus(double[] x, double factor, double[] y) {
        double[] sum = x.clone();
        add(sum, factor, y);
        return sum;
    }
}
