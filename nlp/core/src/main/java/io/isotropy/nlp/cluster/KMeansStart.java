package io.isotropy.nlp.cluster;

import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;

/**
 * Where k-means begins: Arthur and Vassilvitskii 2007, "k-means++: The Advantages of Careful Seeding", §2.2. Each next centre is a point drawn with
 * a probability that grows with its squared distance to the nearest centre so far, D². As scikit-learn does, a few are drawn and the one is taken
 * that leaves the smallest Σ D² (the paper's §6, "greedy").
 */
final class KMeansStart {

    private final Points points;
    private final PackedPoints packed;
    private final Philox random;
    /** D² of all points, were a candidate the next centre; a row for each. */
    private final double[][] lowered;
    private double[] nearest;
    private long drawn;

    private KMeansStart(Points points, PackedPoints packed, int trials, Philox random) {
        this.points = points;
        this.packed = packed;
        this.random = random;
        this.lowered = new double[trials][points.size()];
        this.nearest = new double[points.size()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    }

    /** k points as centres, (k, D). Where all points lie on fewer than k places some are taken twice. */
    static Tensor centres(Points points, int k, Philox random) {
        int trials = 2 + (int) Math.log(k);
        int[] chosen = new int[k];
        try (PackedPoints packed = new PackedPoints(points)) {
            KMeansStart start = new KMeansStart(points, packed, trials, random);
            chosen[0] = start.takeBest(random.integer(start.drawn++, points.size()));
            for (int i = 1; i < k; i++) {
                double[] cumulated = start.cumulated();
                int[] candidates = new int[trials];
                Arrays.setAll(candidates, _ -> start.draw(cumulated));
                chosen[i] = start.takeBest(candidates);
            }
        }
        return points.matrix().gather(IntTensor.of(points.backend(), Shape.of(k), chosen));
    }

    private double[] cumulated() {
        double[] cumulated = nearest.clone();
        for (int i = 1; i < cumulated.length; i++) {
            cumulated[i] += cumulated[i - 1];
        }
        return cumulated;
    }

    private int draw(double[] cumulated) {
        double total = cumulated[cumulated.length - 1];
        long bits = Integer.toUnsignedLong(random.bits(drawn++)) << 32 | Integer.toUnsignedLong(random.bits(drawn++));
        double aim = total * ((bits >>> 11) * 0x1p-53);
        int low = 0;
        int high = cumulated.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulated[middle] > aim) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Makes that candidate a centre that leaves the smallest Σ D², of equally good ones the first. */
    private int takeBest(int... candidates) {
        for (int j = 0; j < candidates.length; j++) {
            System.arraycopy(nearest, 0, lowered[j], 0, nearest.length);
        }
        try (Scope _ = Scope.open()) {
            packed.lower(lowered, points.matrix().gather(IntTensor.of(points.backend(), Shape.of(candidates.length), candidates)));
        }
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < candidates.length; j++) {
            lowered[j][candidates[j]] = 0; // but for rounding
            double sum = sum(lowered[j]);
            if (sum < least) {
                least = sum;
                best = j;
            }
        }
        double[] taken = lowered[best];
        lowered[best] = nearest;
        nearest = taken;
        return candidates[best];
    }

    /** In four partial sums: an addition need not wait for the one before. */
    private static double sum(double[] x) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < x.length; i++) {
            a += x[i];
        }
        return a + b + (c + d);
    }
}
