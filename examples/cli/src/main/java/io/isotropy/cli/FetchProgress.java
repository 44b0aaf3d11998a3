package io.isotropy.cli;

import io.isotropy.nlp.hub.Progress;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how a model is fetched: a bar on a terminal, a line per step elsewhere. */
final class FetchProgress implements Progress, AutoCloseable {

    private final Streams streams;
    private final boolean quiet;
    private String step = "";
    private @Nullable ProgressBar bar;

    FetchProgress(Streams streams, boolean quiet) {
        this.streams = streams;
        this.quiet = quiet;
    }

    @Override
    public synchronized void update(Phase phase, String what, long done, long total) {
        if (quiet) {
            return;
        }
        String name = phase.name().toLowerCase(Locale.ROOT) + " " + what;
        if (!name.equals(step)) {
            close();
            step = name;
            if (streams.terminal()) {
                bar = Bars.bytes(streams, name, total);
            } else {
                streams.err().println(
                        "isotropy: " + name + (total < 0 ? "" : String.format(Locale.ROOT, " (%.1f MB)", total / 1e6)));
            }
        }
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
