package io.isotropy.nlp.sentence;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The use of weights that several models share and any thread may close. Calls go on side by side; closing waits for those in flight, since
 * freed memory is soon another's, and refuses those that come later.
 */
final class Usage {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed; // guarded by the lock

    /** Runs a call on the weights. */
    void call(String op, String model, Runnable work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("[" + op + "] a closed model must not be used: got " + model);
            }
            work.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Frees the weights once no call reads them; a second time does nothing. */
    void close(Runnable free) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                free.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
