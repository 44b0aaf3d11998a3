package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.topic.Documents;
import io.isotropy.nlp.topic.TopicFolder;
import io.isotropy.nlp.topic.TopicModel;
import io.isotropy.nlp.topic.TopicProgress;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Mixin;

/** What the commands that train topic models share: a corpus with stop words, threads, and how training goes on. */
final class TopicTraining {

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    StopWordOptions stopWords = new StopWordOptions();

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    private double measure = Double.NaN;

    /** What trains a model. */
    interface Method {
        TopicModel train(Documents documents, int threads, TopicProgress.Listener listener);
    }

    /** Reads the corpus, trains, and saves. */
    int run(Streams streams, String name, String measured, Method method) throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace(name);
        threads.apply();
        Documents documents = Documents.read(corpus.texts(), corpus.tokens(), corpus.limits(), stopWords.of());
        if (!corpus.quiet) {
            streams.err().printf(Locale.ROOT, "isotropy: %s with %,d words, %,d different ones; %,d without a known word%n",
                    Plural.of(documents.texts(), "text"), documents.tokens(), documents.vocabulary().size(), documents.emptyTexts());
        }
        TopicModel model;
        try (WorkProgress work = corpus.progress(streams, name)) {
            model = method.train(documents, Backends.preferred().threads(), progress -> show(work, measured, progress));
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
        return corpus.save(streams, model, start, folder -> TopicFolder.save(model, folder));
    }

    private void show(WorkProgress work, String measured, TopicProgress progress) {
        measure = Double.isNaN(progress.measure()) ? measure : progress.measure();
        String figures = String.format(Locale.ROOT, "%s%,.0f tokens/s",
                Double.isNaN(measure) ? "" : String.format(Locale.ROOT, "%s %.4f, ", measured, measure), progress.tokensPerSecond());
        work.at(progress.iteration(), progress.iterations(),
                String.format(Locale.ROOT, "iteration %,d of %,d", progress.iteration(), progress.iterations()), figures, progress.secondsLeft());
    }
}
