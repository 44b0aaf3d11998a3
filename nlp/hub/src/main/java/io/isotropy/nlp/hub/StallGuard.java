package io.isotropy.nlp.hub;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Ends the reading of a body on which nothing comes any more; the JDK's client only times its beginning. */
final class StallGuard implements Closeable {
    private final InputStream body;
    private final Thread watch;
    private volatile long lastRead = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream body, Duration timeout) {
        this.body = body;
        this.watch = Thread.ofVirtual().start(() -> watch(timeout));
    }

    int read(byte[] chunk) throws IOException {
        int count = body.read(chunk);
        lastRead = System.nanoTime();
        return count;
    }

    boolean stalled() {
        return stalled;
    }

    private void watch(Duration timeout) {
        try {
            long left = timeout.toNanos();
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = timeout.toNanos() - (System.nanoTime() - lastRead);
            }
            stalled = true;
            body.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the body is read to its end
        } catch (IOException e) {
            return; // closed by its reader at the same moment
        }
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        body.close();
    }
}
