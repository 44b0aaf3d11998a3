package io.isotropy.nlp.word2vec;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.WordTraining.Composition;
import io.isotropy.nlp.DivergedException;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.parallel.Crew;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Trains two tables on the blocks that a sampler makes of an encoded corpus, epoch after epoch, chunk after chunk. The learning rate falls
 * linearly with the words that come before in the corpus.
 *
 * <p>Without locks, each thread makes and takes the steps of its own chunks, all in the same tables (Niu et al. 2011). Deterministically, the
 * caller takes all steps in the order of the corpus, while other threads make those of the chunks to come.
 *
 * @param composition how rows of a group are put together
 * @param divide whether the error of a group is divided by its rows
 * @param alpha the first learning rate
 * @param minAlpha the last one
 */
public record BlockTraining(
        VectorTable input, VectorTable output, Composition composition, boolean divide, double alpha, double minAlpha, int epochs) {

    /** Every so many calls of the kernel tell their loss, which takes a while to compute. */
    private static final int LOSS_EVERY = 16;

    /** Makes the blocks of a text's words. Of one thread. */
    public interface Sampler {

        /**
         * Makes the blocks of a chunk, the same for the same chunk and epoch.
         *
         * @param position the number of words before it in the corpus
         */
        void sample(EncodedCorpus.Chunk chunk, int epoch, long position, Sink sink);
    }

    /** Where blocks go. */
    public interface Sink {

        /** Those to add to. */
        Blocks blocks();

        /** To be called at times; takes the blocks if there are enough of them. {@code words} of the chunk are behind. */
        void pass(int words);
    }

    private record Task(int epoch, int chunk) {}

    private record Prepared(Blocks blocks, int words) {}

    /** Goes through the corpus. */
    public void run(
            EncodedCorpus corpus, Supplier<Sampler> samplers, boolean deterministic, int threads, TrainingProgress.Listener listener)
            throws IOException {
        if (threads < 1) {
            throw new IllegalArgumentException("[training] the number of threads must be 1 or more: got " + threads);
        }
        ProgressMeter meter = new ProgressMeter(listener, corpus.tokens(), epochs);
        try {
            if (threads == 1) {
                new Worker(corpus, samplers.get(), meter).work(new AtomicInteger(), new AtomicBoolean());
            } else if (deterministic) {
                inOrder(corpus, samplers, threads, meter);
            } else {
                atOnce(corpus, samplers, threads, meter);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (meter.groups() == 0) {
            throw new IllegalArgumentException("[training] no text has two words to learn from: raise the threshold above which frequent words are "
                    + "left out (--sample), or give longer texts");
        }
        DivergedException.requireNumbers(input.buffer(), alpha);
        DivergedException.requireNumbers(output.buffer(), alpha);
        meter.finished();
    }

    private void atOnce(EncodedCorpus corpus, Supplier<Sampler> samplers, int threads, ProgressMeter meter) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stopped = new AtomicBoolean();
        try (Crew crew = new Crew(threads, "word-training")) {
            crew.runWithFiles(threads, _ -> {
                try {
                    new Worker(corpus, samplers.get(), meter).work(next, stopped);
                } finally {
                    stopped.set(true); // where this one failed, the others need not go on
                }
            });
        }
    }

    private void inOrder(EncodedCorpus corpus, Supplier<Sampler> samplers, int threads, ProgressMeter meter) throws IOException {
        Step step = new Step(meter);
        ArrayDeque<Future<List<Prepared>>> ahead = new ArrayDeque<>();
        ThreadLocal<Sampler> own = ThreadLocal.withInitial(samplers);
        ExecutorService executor = executor(threads - 1);
        try {
            int tasks = epochs * corpus.chunks();
            for (int next = 0, taken = 0; taken < tasks; taken++) {
                for (; next < tasks && ahead.size() < 2 * threads; next++) {
                    Task task = task(corpus, next);
                    ahead.add(executor.submit(() -> prepare(corpus, own.get(), task)));
                }
                Task task = task(corpus, taken);
                int words = 0;
                for (Prepared prepared : result(ahead.remove())) {
                    step.take(prepared.blocks, rate(corpus, task, prepared.words));
                    meter.trained(prepared.words - words);
                    words = prepared.words;
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<Prepared> prepare(EncodedCorpus corpus, Sampler sampler, Task task) throws IOException {
        List<Prepared> all = new ArrayList<>();
        gather(corpus, sampler, task, new Blocks(), (blocks, words) -> {
            all.add(new Prepared(blocks, words));
            return new Blocks();
        });
        return all;
    }

    /** Takes blocks when there are enough; returns those to go on with. */
    private interface Taker {
        Blocks take(Blocks blocks, int words);
    }

    private static void gather(EncodedCorpus corpus, Sampler sampler, Task task, Blocks first, Taker taker) throws IOException {
        EncodedCorpus.Chunk chunk = corpus.chunk(task.chunk);
        Sink sink = new Sink() {
            private Blocks blocks = first;

            @Override
            public Blocks blocks() {
                return blocks;
            }

            @Override
            public void pass(int words) {
                if (blocks.full()) {
                    blocks = taker.take(blocks, words);
                }
            }
        };
        sampler.sample(chunk, task.epoch, corpus.start(task.chunk), sink);
        taker.take(sink.blocks(), chunk.ids().length);
    }

    private static Task task(EncodedCorpus corpus, int number) {
        return new Task(number / corpus.chunks(), number % corpus.chunks());
    }

    private float rate(EncodedCorpus corpus, Task task, int words) {
        double done = (double) corpus.tokens() * task.epoch + corpus.start(task.chunk) + words;
        return (float) Math.max(minAlpha, alpha - (alpha - minAlpha) * done / ((double) corpus.tokens() * epochs));
    }

    private static ExecutorService executor(int threads) {
        return Executors.newFixedThreadPool(threads, task -> Thread.ofPlatform().daemon().name("word-training").unstarted(task));
    }

    private static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    /** Makes and takes the steps of one chunk after the other. */
    private final class Worker {

        private final EncodedCorpus corpus;
        private final Sampler sampler;
        private final ProgressMeter meter;
        private final Step step;
        private final Blocks blocks = new Blocks();
        private int before;

        private Worker(EncodedCorpus corpus, Sampler sampler, ProgressMeter meter) {
            this.corpus = corpus;
            this.sampler = sampler;
            this.meter = meter;
            this.step = new Step(meter);
        }

        private void work(AtomicInteger next, AtomicBoolean stopped) throws IOException {
            int tasks = epochs * corpus.chunks();
            for (int number = next.getAndIncrement(); number < tasks && !stopped.get(); number = next.getAndIncrement()) {
                Task task = task(corpus, number);
                before = 0;
                gather(corpus, sampler, task, blocks, (_, words) -> {
                    step.take(blocks, rate(corpus, task, words));
                    meter.trained(words - before);
                    before = words;
                    blocks.clear();
                    return blocks;
                });
            }
        }
    }

    /** Takes steps; of one thread. */
    private final class Step {

        private final Backend backend = input.buffer().backend();
        private final Blocks.Lists lists = new Blocks.Lists(backend);
        private final Buffer loss = backend.allocate(1);
        private final float[] value = new float[1];
        private final ProgressMeter meter;
        private int calls;

        private Step(ProgressMeter meter) {
            this.meter = meter;
        }

        private void take(Blocks blocks, float rate) {
            boolean tells = calls++ % LOSS_EVERY == 0;
            lists.train(blocks, input, output, composition, divide, 0, true, rate, tells ? loss : null);
            meter.taken(blocks.groups());
            if (tells) {
                loss.read(0, value, 0, 1);
                if (!Float.isFinite(value[0])) {
                    throw new UncheckedIOException(DivergedException.ofLoss(alpha, meter.epochs()));
                }
                meter.lost(value[0], blocks.groups());
            }
        }
    }
}
