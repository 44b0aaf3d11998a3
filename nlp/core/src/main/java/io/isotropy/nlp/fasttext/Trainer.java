package io.isotropy.nlp.fasttext;

import io.isotropy.nlp.DivergedException;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.corpus.EncodedCorpus.Chunk;
import io.isotropy.nlp.parallel.Crew;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Goes through a corpus epoch after epoch. The threads take pieces of it as they come, and learn on the same matrices without locks (Niu,
 * Recht, Ré, Wright 2011). With one thread the pieces come in their order, and random numbers belong to pieces, so that the result depends
 * on the seed alone.
 */
final class Trainer {

    /** Pieces of a chunk, so that threads have something to share where a corpus is but one chunk. */
    private static final int PIECES = 8;
    /** One call in so many tells its loss. */
    private static final int LOSS_EVERY = 16;

    private final EncodedCorpus corpus;
    private final int epochs;
    private final TrainingPlan plan;
    private final Learner learner;
    private final TrainingTables tables;
    private final FastTextConfig config;
    private final long total;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong predictions = new AtomicLong();
    /** The latest mean loss. */
    private double latest = Double.NaN;

    Trainer(EncodedCorpus corpus, FastTextConfig config, TrainingPlan plan, Learner learner, TrainingTables tables) {
        this.corpus = corpus;
        this.epochs = config.epochs();
        this.plan = plan;
        this.learner = learner;
        this.tables = tables;
        this.config = config;
        this.total = Math.max(1, corpus.tokens() * epochs);
    }

    /** Learns to the end. */
    void run() throws IOException {
        try (Crew crew = new Crew(plan.workers(), "fastText")) {
            crew.runWithFiles(plan.workers(), _ -> new Worker().run());
        }
        if (epochs > 0 && predictions.get() == 0) {
            throw new IllegalArgumentException("[fastText] no text has two words to learn from: raise the threshold above which frequent words are "
                    + "left out (--sampling), or give longer texts");
        }
        DivergedException.requireNumbers(tables.input().buffer(), plan.learningRate());
        DivergedException.requireNumbers(tables.output().buffer(), plan.learningRate());
        plan.watch().seen(total, total, latest);
    }

    /** One thread. */
    private final class Worker {

        private final Batch batch = new Batch(tables, config.supervised());
        private double loss;
        private long losses;
        private long calls;

        void run() throws IOException {
            long pieces = (long) corpus.chunks() * PIECES;
            Chunk chunk = null;
            int chunkIndex = -1;
            for (long piece = next.getAndIncrement(); piece < pieces * epochs; piece = next.getAndIncrement()) {
                int index = (int) (piece % pieces / PIECES);
                if (chunk == null || index != chunkIndex) {
                    chunk = corpus.chunk(index);
                    chunkIndex = index;
                }
                learn(chunk, (int) (piece % PIECES), new RandomInts(plan.seed(), piece));
            }
        }

        private void learn(Chunk chunk, int piece, RandomInts random) throws IOException {
            int first = (int) ((long) chunk.texts() * piece / PIECES);
            int last = (int) ((long) chunk.texts() * (piece + 1) / PIECES);
            for (int text = first; text < last; text++) {
                learner.add(chunk, text, random, batch, this::learn);
                done.addAndGet(chunk.offsets()[text + 1] - chunk.offsets()[text]);
            }
            learn();
            tell();
        }

        private void learn() {
            if (batch.isEmpty()) {
                return;
            }
            float rate = (float) (plan.learningRate() * Math.max(0, 1 - (double) done.get() / total));
            boolean wanted = calls++ % LOSS_EVERY == 0;
            int size = batch.predictions();
            predictions.addAndGet(size);
            double sum = config.loss() == FastTextConfig.Loss.SOFTMAX
                    ? batch.learnSoftmax((int) (tables.output().buffer().length() / tables.cols()), rate, wanted)
                    : batch.learn(rate, wanted);
            if (wanted) {
                loss += sum;
                losses += size;
            }
        }

        private void tell() throws IOException {
            if (losses == 0) {
                return;
            }
            if (!Double.isFinite(loss)) {
                throw DivergedException.ofLoss(plan.learningRate(), (double) done.get() / total * epochs);
            }
            synchronized (done) {
                latest = loss / losses;
                if (done.get() < total) {
                    plan.watch().seen(done.get(), total, latest);
                }
            }
            loss = 0;
            losses = 0;
        }
    }
}
