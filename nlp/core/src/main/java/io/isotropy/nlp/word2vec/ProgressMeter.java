package io.isotropy.nlp.word2vec;

/** Counts what all threads do, and reports. */
final class ProgressMeter {

    private static final long INTERVAL = 250_000_000;

    private final TrainingProgress.Listener listener;
    private final long words;
    private final int epochs;
    private final long start = System.nanoTime();
    private long nextReport = start + INTERVAL;
    private long done;
    private double loss;
    private long lossGroups;

    ProgressMeter(TrainingProgress.Listener listener, long wordsOfEpoch, int epochs) {
        this.listener = listener;
        this.words = wordsOfEpoch;
        this.epochs = epochs;
    }

    synchronized void lost(double sum, long groups) {
        loss += sum;
        lossGroups += groups;
    }

    synchronized void trained(long more) {
        done += more;
        long now = System.nanoTime();
        if (now >= nextReport) {
            nextReport = now + INTERVAL;
            report(now);
        }
    }

    synchronized void finished() {
        report(System.nanoTime());
    }

    private void report(long now) {
        double seconds = Math.max(1e-9, (now - start) / 1e9);
        double share = words == 0 ? 1 : (double) done / words;
        listener.trained(new TrainingProgress(
                share, epochs, loss / lossGroups, done / seconds, seconds / Math.max(1e-9, share) * Math.max(0, epochs - share)));
        loss = 0;
        lossGroups = 0;
    }
}
