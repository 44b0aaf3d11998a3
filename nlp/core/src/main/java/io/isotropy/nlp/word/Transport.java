package io.isotropy.nlp.word;

import java.util.Arrays;

/**
 * The cheapest way to carry what some places have to others that want it, exactly: the transportation problem, by successive shortest paths
 * with potentials (Ahuja, Magnanti and Orlin, "Network Flows", §9.7; Dijkstra's search over a dense bipartite graph, as in the Hungarian
 * method). Amounts are whole numbers, so that nothing is lost to rounding.
 */
final class Transport {

    private final long[] supply;
    private final long[] demand;
    private final double[][] costs;
    /** What goes from each place to each. */
    private final long[][] flow;
    /** Dual prices: costs[i][j] − sources[i] − targets[j] ≥ 0, and 0 where something flows. */
    private final double[] sources;
    private final double[] targets;

    private Transport(long[] supply, long[] demand, double[][] costs) {
        this.supply = supply.clone();
        this.demand = demand.clone();
        this.costs = costs;
        this.flow = new long[supply.length][demand.length];
        this.sources = new double[supply.length];
        this.targets = new double[demand.length];
    }

    /**
     * The least Σ flow · cost.
     *
     * @param supply (n), what each place has
     * @param demand (m), what each wants; as much in all
     * @param costs (n, m), of carrying one, none negative
     */
    static double cost(long[] supply, long[] demand, double[][] costs) {
        if (Arrays.stream(supply).sum() != Arrays.stream(demand).sum()) {
            throw new IllegalArgumentException("[transport] as much must be wanted as there is: got " + Arrays.stream(supply).sum() + " and "
                    + Arrays.stream(demand).sum());
        }
        Transport transport = new Transport(supply, demand, costs);
        for (int j = 0; j < demand.length; j++) {
            double least = Double.POSITIVE_INFINITY;
            for (double[] row : costs) {
                least = Math.min(least, row[j]);
            }
            transport.targets[j] = least;
        }
        for (int i = 0; i < supply.length; i++) {
            while (transport.supply[i] > 0) {
                transport.carry(i);
            }
        }
        double sum = 0;
        for (int i = 0; i < supply.length; i++) {
            for (int j = 0; j < demand.length; j++) {
                sum += transport.flow[i][j] * costs[i][j];
            }
        }
        return sum;
    }

    /** Carries as much as the cheapest path allows from a place to one that wants. */
    private void carry(int start) {
        int m = demand.length;
        double[] distance = new double[m];
        int[] before = new int[m];
        boolean[] done = new boolean[m];
        double[] rowDistance = new double[supply.length];
        int[] rowBefore = new int[supply.length];
        boolean[] rowDone = new boolean[supply.length];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        rowDone[start] = true;
        relax(start, 0, distance, before, done);
        int target;
        while (true) {
            target = closest(distance, done);
            done[target] = true;
            if (demand[target] > 0) {
                break;
            }
            for (int i = 0; i < supply.length; i++) { // back along what flows, at no reduced cost
                if (flow[i][target] > 0 && !rowDone[i]) {
                    rowDone[i] = true;
                    rowDistance[i] = distance[target];
                    rowBefore[i] = target;
                    relax(i, distance[target], distance, before, done);
                }
            }
        }
        for (int i = 0; i < supply.length; i++) {
            sources[i] += rowDone[i] ? distance[target] - rowDistance[i] : 0;
        }
        for (int j = 0; j < m; j++) {
            targets[j] -= done[j] ? distance[target] - distance[j] : 0;
        }
        long amount = Math.min(supply[start], demand[target]);
        for (int j = target, i = before[j]; i != start; i = before[j]) {
            j = rowBefore[i];
            amount = Math.min(amount, flow[i][j]);
        }
        supply[start] -= amount;
        demand[target] -= amount;
        for (int j = target; ; ) {
            int i = before[j];
            flow[i][j] += amount;
            if (i == start) {
                return;
            }
            j = rowBefore[i];
            flow[i][j] -= amount;
        }
    }

    private void relax(int i, double from, double[] distance, int[] before, boolean[] done) {
        for (int j = 0; j < distance.length; j++) {
            double reached = from + Math.max(0, costs[i][j] - sources[i] - targets[j]);
            if (!done[j] && reached < distance[j]) {
                distance[j] = reached;
                before[j] = i;
            }
        }
    }

    private static int closest(double[] distance, boolean[] done) {
        int closest = -1;
        for (int j = 0; j < distance.length; j++) {
            if (!done[j] && (closest < 0 || distance[j] < distance[closest])) {
                closest = j;
            }
        }
        return closest;
    }
}
