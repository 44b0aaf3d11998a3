package io.isotropy.nlp.cluster;

/**
 * How far two ways to group the same items agree, clusters and classes, from the counts of items that both have in common; figures as
 * scikit-learn's.
 *
 * @param homogeneity 1 − H(class | cluster)/H(class): 1 where each cluster holds one class only, and where there is but one class
 * @param completeness 1 − H(cluster | class)/H(cluster): 1 where each class lies in one cluster
 * @param vMeasure their harmonic mean (Rosenberg and Hirschberg 2007, eq. 1 with β = 1), which is the mutual information over the mean of the entropies;
 *     0 where both are 0
 * @param adjustedRand the share of pairs of items on which both agree, corrected so that chance gives 0 and equal groups give 1 (Hubert and Arabie
 *     1985, eq. 5)
 */
public record Agreement(double homogeneity, double completeness, double vMeasure, double adjustedRand) {

    /**
     * Compares.
     *
     * @param classes the class of each item, from 0
     * @param clusters the cluster of each, from 0
     */
    public static Agreement of(int[] classes, int[] clusters) {
        if (classes.length != clusters.length || classes.length == 0) {
            throw new IllegalArgumentException("[agreement] each item must have a class and a cluster, and there must be one: got "
                    + classes.length + " classes, " + clusters.length + " clusters");
        }
        long[][] counts = new long[1 + max(classes)][1 + max(clusters)];
        for (int i = 0; i < classes.length; i++) {
            counts[classes[i]][clusters[i]]++;
        }
        long[] ofClass = new long[counts.length];
        long[] ofCluster = new long[counts[0].length];
        for (int c = 0; c < counts.length; c++) {
            for (int k = 0; k < ofCluster.length; k++) {
                ofClass[c] += counts[c][k];
                ofCluster[k] += counts[c][k];
            }
        }
        double mutual = mutualInformation(counts, ofClass, ofCluster, classes.length);
        double homogeneity = share(mutual, entropy(ofClass, classes.length));
        double completeness = share(mutual, entropy(ofCluster, classes.length));
        double sum = homogeneity + completeness;
        return new Agreement(homogeneity, completeness, sum == 0 ? 0 : 2 * homogeneity * completeness / sum,
                adjustedRand(counts, ofClass, ofCluster, classes.length));
    }

    private static int max(int[] values) {
        int max = 0;
        for (int value : values) {
            if (value < 0) {
                throw new IllegalArgumentException("[agreement] classes and clusters must be 0 or more: got " + value);
            }
            max = Math.max(max, value);
        }
        return max;
    }

    private static double share(double mutual, double entropy) {
        return entropy == 0 ? 1 : mutual / entropy;
    }

    private static double entropy(long[] counts, double total) {
        double entropy = 0;
        for (long count : counts) {
            entropy -= count == 0 ? 0 : count / total * Math.log(count / total);
        }
        return entropy;
    }

    /** Never below 0, where rounding may put it. */
    private static double mutualInformation(long[][] counts, long[] ofClass, long[] ofCluster, double total) {
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            for (int k = 0; k < ofCluster.length; k++) {
                if (counts[c][k] > 0) {
                    sum += counts[c][k] / total * Math.log(counts[c][k] * total / ((double) ofClass[c] * ofCluster[k]));
                }
            }
        }
        return Math.max(0, sum);
    }

    private static double adjustedRand(long[][] counts, long[] ofClass, long[] ofCluster, long total) {
        double together = 0;
        for (long[] row : counts) {
            together += pairs(row);
        }
        double inClasses = pairs(ofClass);
        double inClusters = pairs(ofCluster);
        double all = pairs(total);
        double expected = all == 0 ? 0 : inClasses * inClusters / all;
        double most = (inClasses + inClusters) / 2;
        return most == expected ? 1 : (together - expected) / (most - expected);
    }

    private static double pairs(long... counts) {
        double sum = 0;
        for (long count : counts) {
            sum += count * (count - 1) / 2.0;
        }
        return sum;
    }
}
