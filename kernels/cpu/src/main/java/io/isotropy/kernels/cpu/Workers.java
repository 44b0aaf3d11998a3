package io.isotropy.kernels.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The backend's threads: runs the chunks of one kernel on the caller and the idle workers. Which thread runs a chunk is a matter of
 * luck; what a chunk computes is not, so results do not depend on the number of threads.
 *
 * <p>A forward pass is dozens of kernels of a few microseconds to milliseconds, so a worker that runs out of chunks spins for a moment
 * before it sleeps, and the caller never waits for a worker that is still asleep: it takes all chunks itself. A second caller at the same
 * time, or a kernel called from within a chunk, runs its chunks alone.
 */
final class Workers {

    private static final long SPIN_NANOS = 200_000;

    private final ReentrantLock owner = new ReentrantLock();
    private volatile int threads;
    private volatile Worker[] pool = new Worker[0];
    private volatile @Nullable Job current;

    Workers(int threads) {
        this.threads = threads;
    }

    int threads() {
        return threads;
    }

    void setThreads(int count) {
        threads = count;
    }

    /** The number of chunks to cut {@code work} into (any unit, about an operation) so that each is worth handing out. */
    int chunks(long work, long smallest, int most) {
        if (threads == 1 || most <= 1) {
            return 1;
        }
        return (int) Math.clamp(work / smallest, 1, Math.min(most, 4L * threads));
    }

    /** Runs {@code body} on 0 … chunks−1, in any order, on any of the threads; returns when all are done. */
    void run(int chunks, IntConsumer body) {
        int helpers = Math.min(threads, chunks) - 1;
        if (helpers < 1 || owner.isHeldByCurrentThread() || !owner.tryLock()) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                body.accept(chunk);
            }
            return;
        }
        try {
            Job job = new Job(chunks, body);
            current = job;
            wake(helpers);
            job.work();
            job.await();
        } finally {
            current = null;
            owner.unlock();
        }
    }

    /** Cuts 0 … count−1 into {@code chunks} runs of almost equal length and runs {@code body} on each. */
    void ranges(int chunks, int count, Range body) {
        run(chunks, chunk -> body.accept(
                (int) ((long) count * chunk / chunks), (int) ((long) count * (chunk + 1) / chunks)));
    }

    /** A kernel on the elements from … to−1. */
    interface Range {
        void accept(int from, int to);
    }

    private void wake(int helpers) {
        Worker[] workers = pool;
        if (workers.length < helpers) {
            workers = grow(helpers);
        }
        for (int i = 0; i < helpers; i++) {
            if (workers[i].asleep) {
                LockSupport.unpark(workers[i].thread);
            }
        }
    }

    private Worker[] grow(int size) {
        Worker[] grown = java.util.Arrays.copyOf(pool, size);
        for (int i = pool.length; i < size; i++) {
            grown[i] = new Worker(i);
        }
        pool = grown;
        for (Worker worker : grown) {
            if (!worker.thread.isAlive()) {
                worker.thread.start();
            }
        }
        return grown;
    }

    /** One kernel call: its chunks are claimed one by one. */
    private static final class Job {
        private final int chunks;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Job(int chunks, IntConsumer body) {
            this.chunks = chunks;
            this.body = body;
        }

        @SuppressWarnings("CatchingUnchecked") // rethrown to the caller by await
        void work() {
            for (int chunk; next.get() < chunks && (chunk = next.getAndIncrement()) < chunks; ) {
                try {
                    body.accept(chunk);
                } catch (RuntimeException | Error thrown) {
                    failure = thrown;
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        void await() {
            while (done.get() < chunks) {
                Thread.onSpinWait();
            }
            switch (failure) {
                case null -> {}
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    private final class Worker implements Runnable {
        private final int index;
        private final Thread thread;
        private volatile boolean asleep;

        Worker(int index) {
            this.index = index;
            this.thread = Thread.ofPlatform()
                    .daemon()
                    .name("isotropy-cpu-" + (index + 1))
                    .unstarted(this);
        }

        @Override
        public void run() {
            Job last = null;
            long idleSince = System.nanoTime();
            while (true) {
                Job job = current;
                if (job != null && job != last && index < threads - 1) {
                    job.work();
                    last = job;
                    idleSince = System.nanoTime();
                } else if (System.nanoTime() - idleSince < SPIN_NANOS) {
                    Thread.onSpinWait();
                } else {
                    last = null; // a sleeping worker must not keep the last kernel's buffers alive
                    sleep(job);
                    idleSince = System.nanoTime();
                }
            }
        }

        private void sleep(@Nullable Job seen) {
            asleep = true;
            if (current == seen || current == null) {
                LockSupport.park(this);
            }
            asleep = false;
        }
    }
}
