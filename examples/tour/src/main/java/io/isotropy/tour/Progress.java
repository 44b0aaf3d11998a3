package io.isotropy.tour;

import java.util.ArrayList;
import java.util.List;

/** How a training goes on: what a section reports, for the listener and for the curve of the loss. */
public final class Progress {

    private static final int MOST_POINTS = 200;

    private final TourListener listener;
    private final List<double[]> curve = new ArrayList<>();

    Progress(TourListener listener) {
        this.listener = listener;
    }

    /**
     * So much is done.
     *
     * @param share of the work, 0 to 1
     * @param loss the latest; NaN if none was computed
     */
    public synchronized void at(double share, double loss) {
        if (Double.isFinite(loss)) {
            curve.add(new double[] {share, loss});
        }
        listener.trained(share, loss);
    }

    /** Share and loss, some 200 times; each loss is the mean of those around it. */
    synchronized List<double[]> curve() {
        int window = Math.max(1, (curve.size() + MOST_POINTS - 1) / MOST_POINTS);
        List<double[]> thinned = new ArrayList<>();
        for (int from = 0; from < curve.size(); from += window) {
            List<double[]> some = curve.subList(from, Math.min(curve.size(), from + window));
            double loss = some.stream().mapToDouble(point -> point[1]).average().orElseThrow();
            thinned.add(new double[] {some.getLast()[0], loss});
        }
        return thinned;
    }
}
