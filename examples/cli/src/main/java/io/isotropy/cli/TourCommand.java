package io.isotropy.cli;

import io.isotropy.tour.Leaderboard;
import io.isotropy.tour.Result;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import io.isotropy.tour.TourListener;
import io.isotropy.tour.TourSettings;
import io.isotropy.tour.section.Sections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Every model of the article on one corpus. */
@Command(name = "tour",
        description = "Trains every model of the article on the same texts, and shows in a report what each can and cannot do.",
        footer = {
            "", "A tour that was cut off goes on where it was: give the same --output. Sections, in order: one-hot, bag-of-words, tf-idf,",
            "topics, word2vec, glove, fasttext, averages, doc2vec, bert, infersent, use, sbert, bert-flow, bert-whitening, simcse,",
            "tsdae, published.",
            "", "Examples:", "  isotropy tour --quick", "  isotropy tour --output my-tour bert-whitening", "  isotropy tour --corpus texts.txt --sts sts-test.tsv"
        })
final class TourCommand implements Callable<Integer> {

    private final Streams streams;

    @Parameters(paramLabel = "SECTION", arity = "0..*", description = "Only these, and what they build on. Default: all.")
    List<String> sections = List.of();

    @Option(names = "--quick", description = "Minutes instead of a quarter of an hour: smaller models on a part of the texts, to see that all works.")
    boolean quick;

    @Option(names = "--output", paramLabel = "DIR", description = "The folder for models, results and the report. Default: tour, or tour-quick.")
    @Nullable String output;

    @Option(names = "--corpus", paramLabel = "FILE", description = "Texts to learn from instead of WordNet's glosses, one a line.")
    @Nullable String corpus;

    @Option(names = "--sts", paramLabel = "FILE", description = "Scored pairs to measure by, as of eval sts, instead of WordNet's.")
    @Nullable String sts;

    @Option(names = "--nli", paramLabel = "FILE", description = "Labelled pairs to learn from, as of train infersent, instead of WordNet's.")
    @Nullable String nli;

    @Option(names = "--chinese", description = "The texts are Chinese; give --corpus and --sts, since there is no Chinese WordNet here.")
    boolean chinese;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of all that is drawn. Default: ${DEFAULT-VALUE}. The same "
            + "seed gives the same figures, whatever the number of threads.")
    long seed;

    @Option(names = "--offline", description = "Use the published model only if it is on this machine.")
    boolean offline;

    @Option(names = "--cache", paramLabel = "DIR", description = "The folder that models are kept in; also ISOTROPY_CACHE.")
    @Nullable Path cache;

    @Option(names = {"-q", "--quiet"}, description = "Show no progress.")
    boolean quiet;

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    TourCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        threads.apply();
        try {
            sections.forEach(Sections::of);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("SECTION", e);
        }
        Path folder = Arguments.path(output == null ? quick ? "tour-quick" : "tour" : output, "--output");
        TourSettings settings;
        try {
            settings = new TourSettings(
                    folder, quick ? Scale.QUICK : Scale.DEFAULT, seed, path(corpus, "--corpus"), path(sts, "--sts"), path(nli, "--nli"),
                    chinese, FetchOptions.settings(cache, offline));
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--chinese", e);
        }
        try (Showing showing = new Showing()) {
            Tour tour = open(settings, showing);
            tour.run(sections);
            Path page = tour.report();
            streams.print(table(tour.results().all()));
            if (!quiet) {
                int systems = tour.results().all().size();
                streams.err().printf(Locale.ROOT, "isotropy: %d %s in %.0f s; the report is %s%n",
                        systems, systems == 1 ? "system" : "systems", (System.nanoTime() - start) / 1e9, page);
            }
        }
        return Failures.OK;
    }

    private static Tour open(TourSettings settings, TourListener listener) throws IOException {
        try {
            return Tour.open(settings, listener);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--sts", e);
        }
    }

    private static @Nullable Path path(@Nullable String text, String option) {
        return text == null ? null : Arguments.path(text, option);
    }

    private static String table(List<Result> results) {
        Table table = new Table().row(Leaderboard.HEADER.toArray());
        Leaderboard.rows(results).forEach(row -> table.row(row.toArray()));
        return table.toString();
    }

    /** A line for each section and each system, and between them how training goes on. */
    private final class Showing implements TourListener, AutoCloseable {

        private static final int STEPS = 1000;

        private @Nullable WorkProgress work;
        private long start;

        @Override
        public void entered(Section section) {
            say(section.about().title());
        }

        @Override
        public void skipped(Section section, String reason) {
            say("  left out: " + reason);
        }

        @Override
        public void started(SystemCard card, boolean known) {
            close();
            start = System.nanoTime();
            if (known) {
                say("  " + card.title() + ": known from before");
            } else {
                work = new WorkProgress(streams, quiet, card.id());
            }
        }

        @Override
        public void trained(double share, double loss) {
            if (work != null && share > 0) {
                double seconds = (System.nanoTime() - start) / 1e9;
                String figures = Double.isNaN(loss) ? "" : String.format(Locale.ROOT, "loss %.4f", loss);
                work.at(Math.min(STEPS - 1, (long) (share * STEPS)), STEPS, String.format(Locale.ROOT, "  %.0f %% of the training", 100 * share), figures,
                        seconds / share * (1 - share));
            }
        }

        @Override
        public void shown(Result result) {
            close();
            say(String.format(Locale.ROOT, "  %s: Spearman %.2f, %.1f s", result.card().title(), 100 * result.scores().spearman(), result.cost().seconds()));
        }

        private void say(String line) {
            if (!quiet) {
                streams.err().println("isotropy: " + line);
            }
        }

        @Override
        public void close() {
            if (work != null) {
                work.close();
                work = null;
            }
        }
    }
}
