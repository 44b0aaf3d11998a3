package io.isotropy.nlp.fasttext;

import java.util.Arrays;

/**
 * The binary tree of the hierarchical softmax over N targets: Huffman's, by how often they occur. Nodes 0 to N−1 are the targets, the others
 * follow in the order in which they join two; the last one is the root. Row n of the output matrix belongs to node N + n.
 */
final class LabelTree {

    private final int targets;
    private final int[] parent;
    private final int[] left;
    private final int[] right;

    private LabelTree(int targets) {
        this.targets = targets;
        this.parent = new int[nodes()];
        this.left = new int[nodes()];
        this.right = new int[nodes()];
    }

    /**
     * The tree of targets with falling counts.
     */
    static LabelTree of(long[] counts) {
        LabelTree tree = new LabelTree(counts.length);
        long[] sums = Arrays.copyOf(counts, tree.nodes());
        Arrays.fill(tree.parent, -1);
        int leaf = counts.length - 1;
        int inner = counts.length;
        for (int node = counts.length; node < tree.nodes(); node++) {
            int[] smallest = new int[2];
            for (int j = 0; j < 2; j++) {
                boolean takesLeaf = leaf >= 0 && (inner >= node || sums[leaf] < sums[inner]);
                smallest[j] = takesLeaf ? leaf-- : inner++;
                tree.parent[smallest[j]] = node;
            }
            tree.left[node] = smallest[0];
            tree.right[node] = smallest[1];
            sums[node] = sums[smallest[0]] + sums[smallest[1]];
        }
        return tree;
    }

    private int nodes() {
        return Math.max(0, 2 * targets - 1);
    }

    int root() {
        return nodes() - 1;
    }

    boolean isTarget(int node) {
        return node < targets;
    }

    /** The row of the output matrix of a node that is no target. */
    int row(int node) {
        return node - targets;
    }

    int left(int node) {
        return left[node];
    }

    int right(int node) {
        return right[node];
    }

    int parent(int node) {
        return parent[node];
    }

    /** Whether a node is the right one of its parent's. */
    boolean isRight(int node) {
        return right[parent[node]] == node;
    }
}
