package io.isotropy.tour;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.FolderWriter;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.hub.HubSettings;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.text.TextFile;
import io.isotropy.tour.section.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Trains the models of the article on the same texts, measures them in the same way, and keeps what came of it in a folder: {@code models/},
 * {@code results/} with a JSON file for each system, and the report. A tour that was cut off goes on where it was.
 *
 * <pre>{@code
 * Tour tour = Tour.open(new TourSettings(folder, Scale.QUICK, 42, null, null, null, false, HubSettings.fromEnvironment()), TourListener.SILENT);
 * tour.run(List.of());
 * Path page = tour.report();
 * }</pre>
 */
public final class Tour {

    private final TourSettings settings;
    private final TourData data;
    private final Results results;
    private final Measuring measuring;
    private final TourListener listener;
    private final Backend backend = Backends.preferred();

    private Tour(TourSettings settings, TourData data, Results results, TourListener listener) {
        this.settings = settings;
        this.data = data;
        this.results = results;
        this.measuring = new Measuring(data, backend);
        this.listener = listener;
    }

    /**
     * Reads the data and what the folder has already.
     *
     * @throws IOException if a file cannot be read, or the folder has a tour of other settings; the message names it
     */
    public static Tour open(TourSettings settings, TourListener listener) throws IOException {
        Results results = Results.open(settings);
        return new Tour(settings, DataReading.read(settings), results, listener);
    }

    /** Runs the sections of these ids, and before them those they need; all of them for none. */
    public void run(List<String> ids) throws IOException {
        for (Section section : chosen(ids)) {
            listener.entered(section);
            section.run(this);
        }
    }

    /** What has been shown so far. */
    public Results results() {
        return results;
    }

    /** In the order of the article. */
    private static List<Section> chosen(List<String> ids) {
        Set<String> wanted = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(ids.isEmpty() ? Sections.ALL.stream().map(section -> section.about().id()).toList() : ids);
        while (!open.isEmpty()) {
            String id = open.removeLast();
            if (wanted.add(id)) {
                open.addAll(Sections.of(id).about().needs());
            }
        }
        return Sections.ALL.stream().filter(section -> wanted.contains(section.about().id())).toList();
    }

    /** Learns from the tour's texts. */
    @FunctionalInterface
    public interface Training<M> {
        M train(Progress progress) throws IOException;
    }

    /** Writes a model's folder. */
    @FunctionalInterface
    public interface Saving<M> {
        void save(M model, Path folder) throws IOException;
    }

    /** Trains a system, saves it, opens what was saved, and measures that. */
    public <M extends EmbeddingModel> void show(SystemCard card, Training<M> training, Saving<? super M> saving) throws IOException {
        boolean known = results.has(card);
        listener.started(card, known);
        if (known) {
            return;
        }
        Path folder = folder(card.id());
        FolderWriter.delete(folder);
        Files.createDirectories(folder);
        Progress progress = new Progress(listener);
        long start = System.nanoTime();
        double seconds;
        try (M model = training.train(progress)) {
            seconds = (System.nanoTime() - start) / 1e9;
            saving.save(model, folder);
        }
        try (EmbeddingModel opened = load(card.id())) {
            keep(card, opened, folder, seconds, progress.curve());
        }
    }

    /** Measures a system that needs no training of its own: other vectors of a model that is there. */
    public void show(SystemCard card, EmbeddingModel model, Path folder) throws IOException {
        boolean known = results.has(card);
        listener.started(card, known);
        if (!known) {
            keep(card, model, folder, 0, List.of());
        }
    }

    private void keep(SystemCard card, EmbeddingModel model, Path folder, double seconds, List<double[]> losses) throws IOException {
        Result result = measuring.of(card, model, seconds, Folders.bytes(folder), losses);
        results.add(result);
        listener.shown(result);
    }

    /** Says that a section cannot be shown here. */
    public void skip(Section section, String reason) {
        listener.skipped(section, reason);
    }

    /** Whether there is nothing of a kind to learn from, which is then said. */
    public boolean lacks(Section section, List<?> examples, String kind) {
        if (examples.isEmpty()) {
            skip(section, "there are no " + kind + " to learn from");
        }
        return examples.isEmpty();
    }

    /** Writes {@code report.html}, {@code report.md} and {@code report.json}; returns the first. */
    public Path report() throws IOException {
        Path page = settings.output().resolve("report.html");
        TourReport.of(this, results).write(page);
        TextFile.write(settings.output().resolve("report.md"), out -> out.append(Leaderboard.markdown(results.all())));
        JsonWriter.write(settings.output().resolve("report.json"), results.all().stream().map(Result::toMap).toList());
        return page;
    }

    /** The folder of a system's model. */
    public Path folder(String system) {
        return settings.output().resolve("models").resolve(system);
    }

    /** Opens the model of a system that was shown before. */
    public EmbeddingModel load(String system) throws IOException {
        return ModelFolder.load(folder(system), backend);
    }

    /** The texts, without labels. */
    public Corpus corpus() {
        return data.corpus();
    }

    /** All data. */
    public TourData data() {
        return data;
    }

    /** What cuts texts into words. */
    public Tokenizer words() {
        return data.words();
    }

    /** Whether the texts are Chinese. */
    public boolean chinese() {
        return settings.chinese();
    }

    /** How large it is. */
    public Scale scale() {
        return settings.scale();
    }

    /** Of everything that is drawn. */
    public long seed() {
        return settings.seed();
    }

    /** Where published models are looked for. */
    public HubSettings hub() {
        return settings.hub();
    }

    /** What models are computed on. */
    public Backend backend() {
        return backend;
    }

    /** Threads to learn with; results do not depend on them. */
    public int threads() {
        return backend.threads();
    }
}
