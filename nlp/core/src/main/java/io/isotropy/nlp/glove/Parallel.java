package io.isotropy.nlp.glove;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tasks on several threads, which take them one by one. */
final class Parallel {

    private Parallel() {}

    interface Task {
        /** Does the task of a number. */
        void run(int number) throws IOException;
    }

    /** Runs {@code task} on 0 … count−1, in any order; returns when all are done, or throws what one of them threw. */
    static void run(int threads, int count, Task task) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Runnable work = () -> {
            try {
                for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                    task.run(number);
                }
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                next.set(count);
            }
        };
        Thread[] helpers = new Thread[Math.min(threads, count) - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = Thread.ofPlatform().daemon().name("glove-" + i).start(work);
        }
        work.run();
        for (Thread helper : helpers) {
            join(helper);
        }
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
