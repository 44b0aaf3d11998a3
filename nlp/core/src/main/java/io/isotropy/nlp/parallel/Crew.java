package io.isotropy.nlp.parallel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Threads that share numbered tasks. Which thread does a task is luck; what a task does must not depend on it. */
public final class Crew implements AutoCloseable {

    private final int threads;
    private final ExecutorService executor;

    /** A task that may read or write files. */
    @FunctionalInterface
    public interface FileTask {

        /** Does the task of a number. */
        void run(int task) throws IOException;
    }

    /**
     * A crew.
     *
     * @param name of its threads
     */
    public Crew(int threads, String name) {
        if (threads < 1) {
            throw new IllegalArgumentException("[" + name + "] the number of threads must be 1 or more: got " + threads);
        }
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
    }

    /** How many threads there are. */
    public int threads() {
        return threads;
    }

    /**
     * Does the tasks 0 … tasks−1. Each thread makes itself a worker, with scratch of its own, and gives it one task after the other. Where one
     * fails the others go no further, and its exception is thrown. What one thread does, the caller does: to start another would take longer than
     * many a task.
     */
    public void run(int tasks, Supplier<? extends IntConsumer> workers) {
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            try {
                IntConsumer worker = workers.get();
                for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                    worker.accept(task);
                }
            } catch (RuntimeException | Error e) {
                next.set(tasks);
                throw e;
            }
        };
        int busy = Math.min(threads, tasks);
        if (busy == 1) {
            work.run();
            return;
        }
        List<Callable<Object>> all = Collections.nCopies(busy, Executors.callable(work));
        try {
            for (Future<Object> done : executor.invokeAll(all)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    /** As {@link #run}, with tasks that need no scratch and may read or write files. */
    public void runWithFiles(int tasks, FileTask action) throws IOException {
        try {
            run(tasks, () -> task -> {
                try {
                    action.run(task);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static RuntimeException rethrown(ExecutionException failure) {
        if (failure.getCause() instanceof Error error) {
            throw error;
        }
        return failure.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failure);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
