package io.isotropy.nlp.word2vec;

/** Counts what all threads do, and reports. */
final class ProgressMeter {

    private static final long INTERVAL = 250_000_000;

    private final TrainingProgress.Listener listener;
    private final long words;
    private final int ofEpochs;
    private final long start = System.nanoTime();
    private long nextReport = start + INTERVAL;
    private long done;
    private double loss;
    private long lossGroups;
    private long groups;

    ProgressMeter(TrainingProgress.Listener listener, long wordsOfEpoch, int epochs) {
        this.listener = listener;
        this.words = wordsOfEpoch;
        this.ofEpochs = epochs;
    }

    synchronized void lost(double sum, long groups) {
        loss += sum;
        lossGroups += groups;
    }

    /** So many groups were learnt from. */
    synchronized void taken(long more) {
        groups += more;
    }

    /** The number of groups that were learnt from. */
    synchronized long groups() {
        return groups;
    }

    /** The epochs that are done, with the part of the present one. */
    synchronized double epochs() {
        return words == 0 ? 1 : (double) done / words;
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
        double share = epochs();
        listener.trained(new TrainingProgress(
                share, ofEpochs, loss / lossGroups, done / seconds, seconds / Math.max(1e-9, share) * Math.max(0, ofEpochs - share)));
        loss = 0;
        lossGroups = 0;
    }
}
