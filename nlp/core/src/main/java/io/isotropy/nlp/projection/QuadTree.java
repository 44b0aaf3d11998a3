package io.isotropy.nlp.projection;

import java.util.Arrays;

/**
 * Points on the plane in nested squares, for Barnes and Hut 1986: from afar, a square's points pull as one at their mean. Squares stand in the
 * order of a walk through the tree, each with the number of the one that comes after all it holds, so a walk needs no stack.
 */
final class QuadTree {

    /** Below, points count as one: their square is smaller than rounding. */
    private static final int DEEPEST = 48;

    private final double[] x;
    private final double[] y;
    private final int[] order;
    private final int[] scratch;
    private double[] meanX;
    private double[] meanY;
    private double[] count;
    private double[] squaredSide;
    private int[] after;
    private int nodes;

    /**
     * A tree of points.
     *
     * @param places x of point i at 2·i, y behind it
     */
    QuadTree(double[] places) {
        int n = places.length / 2;
        x = new double[n];
        y = new double[n];
        order = new int[n];
        scratch = new int[n];
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.POSITIVE_INFINITY;
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            x[i] = places[2 * i];
            y[i] = places[2 * i + 1];
            order[i] = i;
            left = Math.min(left, x[i]);
            right = Math.max(right, x[i]);
            bottom = Math.min(bottom, y[i]);
            top = Math.max(top, y[i]);
        }
        int room = 2 * n + 16;
        meanX = new double[room];
        meanY = new double[room];
        count = new double[room];
        squaredSide = new double[room];
        after = new int[room];
        if (n > 0) {
            double side = Math.max(Math.max(right - left, top - bottom), Double.MIN_NORMAL);
            build(0, n, (left + right) / 2, (bottom + top) / 2, side, 0);
        }
    }

    /** The points, those of a square next to each other. */
    int[] order() {
        return order;
    }

    /** Adds a square with the points order[from … to − 1] and all squares in it. */
    private void build(int from, int to, double centreX, double centreY, double side, int depth) {
        int node = nodes++;
        if (node == after.length) {
            grow();
        }
        boolean same = true;
        double sumX = 0;
        double sumY = 0;
        double firstX = x[order[from]];
        double firstY = y[order[from]];
        for (int i = from; i < to; i++) {
            double px = x[order[i]];
            double py = y[order[i]];
            sumX += px;
            sumY += py;
            same &= px == firstX && py == firstY;
        }
        meanX[node] = same ? firstX : sumX / (to - from);
        meanY[node] = same ? firstY : sumY / (to - from);
        count[node] = to - from;
        if (same || depth == DEEPEST) {
            squaredSide[node] = -1; // a leaf, however near
        } else {
            squaredSide[node] = side * side;
            int below = split(from, to, centreY, false);
            int lowerLeft = split(from, below, centreX, true);
            int upperLeft = split(below, to, centreX, true);
            double quarter = side / 4;
            int[] bounds = {from, lowerLeft, below, upperLeft, to};
            for (int q = 0; q < 4; q++) {
                if (bounds[q] < bounds[q + 1]) {
                    build(bounds[q], bounds[q + 1], centreX + ((q & 1) == 0 ? -quarter : quarter), centreY + (q < 2 ? -quarter : quarter),
                            side / 2, depth + 1);
                }
            }
        }
        after[node] = nodes;
    }

    /** Puts points below the limit first, otherwise in their order; returns where the others begin. */
    private int split(int from, int to, double limit, boolean horizontally) {
        int less = from;
        int more = 0;
        double[] along = horizontally ? x : y;
        for (int i = from; i < to; i++) {
            int point = order[i];
            if (along[point] < limit) {
                order[less++] = point;
            } else {
                scratch[more++] = point;
            }
        }
        System.arraycopy(scratch, 0, order, less, more);
        return less;
    }

    private void grow() {
        int room = 2 * after.length;
        meanX = Arrays.copyOf(meanX, room);
        meanY = Arrays.copyOf(meanY, room);
        count = Arrays.copyOf(count, room);
        squaredSide = Arrays.copyOf(squaredSide, room);
        after = Arrays.copyOf(after, room);
    }

    /**
     * What all other points do to a point, q_ij = 1/(1 + d²): Σ q² (y_i − y_j) to target[2·i] and behind it. Returns Σ q.
     *
     * @param squaredAngle θ²: a square whose side is less than θ times its distance counts as one point
     */
    double repulsion(int point, double squaredAngle, double[] target) {
        double px = x[point];
        double py = y[point];
        double forceX = 0;
        double forceY = 0;
        double sum = 0;
        for (int node = 0; node < nodes; ) {
            double dx = px - meanX[node];
            double dy = py - meanY[node];
            double squared = dx * dx + dy * dy;
            if (squaredSide[node] < squaredAngle * squared) {
                double q = 1 / (1 + squared);
                double weighted = count[node] * q;
                sum += weighted;
                forceX += weighted * q * dx;
                forceY += weighted * q * dy;
                node = after[node];
            } else {
                node++;
            }
        }
        target[2 * point] = forceX;
        target[2 * point + 1] = forceY;
        return sum - 1; // without the point itself, at distance 0
    }
}
