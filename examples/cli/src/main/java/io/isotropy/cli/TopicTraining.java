package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.topic.Documents;
import io.isotropy.nlp.topic.TopicFolder;
import io.isotropy.nlp.topic.TopicModel;
import io.isotropy.nlp.topic.TopicProgress;
import java.io.IOException;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What the commands that train topic models share: a corpus with stop words, threads, and how training goes on. */
final class TopicTraining {

    /** Seconds between lines where there is no terminal. */
    private static final double INTERVAL = 10;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    StopWordOptions stopWords = new StopWordOptions();

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    private @Nullable ProgressBar bar;
    private double measure = Double.NaN;
    private long nextLine;

    /** What trains a model. */
    interface Method {
        TopicModel train(Documents documents, int threads, TopicProgress.Listener listener);
    }

    /** Reads the corpus, trains, and saves. */
    int run(Streams streams, String name, String measured, Method method) throws IOException {
        long start = System.nanoTime();
        corpus.folder();
        threads.apply();
        Documents documents = Documents.read(corpus.texts(), corpus.tokens(), corpus.limits(1), stopWords.of());
        if (!corpus.quiet) {
            streams.err().printf(Locale.ROOT, "isotropy: %,d texts with %,d words, %,d different ones; %,d without a known word%n",
                    documents.texts(), documents.tokens(), documents.vocabulary().size(), documents.emptyTexts());
        }
        nextLine = System.nanoTime() + (long) (INTERVAL * 1e9);
        TopicModel model;
        try {
            model = method.train(documents, Backends.preferred().threads(), progress -> show(streams, name, measured, progress));
        } catch (IllegalArgumentException e) {
            throw Arguments.about("train " + name, e);
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
        return corpus.save(streams, model, start, folder -> TopicFolder.save(model, folder));
    }

    private void show(Streams streams, String name, String measured, TopicProgress progress) {
        if (corpus.quiet) {
            return;
        }
        measure = Double.isNaN(progress.measure()) ? measure : progress.measure();
        String figures = String.format(Locale.ROOT, "%s%,.0f tokens/s",
                Double.isNaN(measure) ? "" : String.format(Locale.ROOT, "%s %.4f, ", measured, measure), progress.tokensPerSecond());
        if (streams.terminal()) {
            bar = bar == null ? Bars.steps(streams, name, 0, progress.iterations()) : bar;
            bar.stepTo(progress.iteration()).setExtraMessage(figures);
        } else if (System.nanoTime() >= nextLine || progress.iteration() == progress.iterations()) {
            nextLine = System.nanoTime() + (long) (INTERVAL * 1e9);
            streams.err().printf(Locale.ROOT, "isotropy: iteration %,d of %,d, %s, %.0f s left%n",
                    progress.iteration(), progress.iterations(), figures, progress.secondsLeft());
        }
    }
}
