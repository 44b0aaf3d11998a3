package io.isotropy.nlp.cluster;

import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Philox;
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
    private final Philox random;
    private final double[] nearest;
    private long drawn;

    private KMeansStart(Points points, Philox random) {
        this.points = points;
        this.random = random;
        this.nearest = new double[points.size()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    }

    /** k points as centres, (k, D). Where all points lie on fewer than k places some are taken twice. */
    static Tensor centres(Points points, int k, Philox random) {
        KMeansStart start = new KMeansStart(points, random);
        int[] chosen = new int[k];
        chosen[0] = random.integer(start.drawn++, points.size());
        start.take(start.withCandidates(chosen[0])[0]);
        int trials = 2 + (int) Math.log(k);
        for (int i = 1; i < k; i++) {
            int[] candidates = new int[trials];
            double[] cumulated = start.cumulated();
            for (int j = 0; j < trials; j++) {
                candidates[j] = start.draw(cumulated);
            }
            chosen[i] = start.takeBest(candidates);
        }
        return points.matrix().gather(IntTensor.of(points.matrix().backend(), Shape.of(k), chosen));
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

    private int takeBest(int[] candidates) {
        double[][] distances = withCandidates(candidates);
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < candidates.length; j++) {
            double sum = 0;
            for (double distance : distances[j]) {
                sum += distance;
            }
            if (sum < least) {
                least = sum;
                best = j;
            }
        }
        take(distances[best]);
        return candidates[best];
    }

    /** D² of all points, were a candidate the next centre; one array for each. */
    private double[][] withCandidates(int... candidates) {
        Tensor others = points.matrix().gather(IntTensor.of(points.matrix().backend(), Shape.of(candidates.length), candidates));
        double[][] with = new double[candidates.length][points.size()];
        points.forEachBlock(others, (from, count, distances) -> {
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < candidates.length; j++) {
                    with[j][from + i] = Math.min(nearest[from + i], distances[i * candidates.length + j]);
                }
            }
        });
        for (int j = 0; j < candidates.length; j++) {
            with[j][candidates[j]] = 0; // but for rounding
        }
        return with;
    }

    private void take(double[] distances) {
        System.arraycopy(distances, 0, nearest, 0, nearest.length);
    }
}
