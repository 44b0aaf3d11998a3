package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.eval.StsFile;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.repair.Moments;
import io.isotropy.nlp.repair.Repair;
import io.isotropy.nlp.repair.RepairExport;
import io.isotropy.nlp.repair.RepairFolder;
import io.isotropy.nlp.repair.RepairedModel;
import io.isotropy.nlp.sentence.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all repairs of vectors share: a base, the texts to which the repair is fitted, and where the model goes. */
final class RepairOptions {

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    ReadingOptions reading = new ReadingOptions();

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    @Option(names = "--corpus", paramLabel = "FILE", arity = "1..*",
            description = "Texts of the kind that will be embedded: a line each or, in .tsv with a header and .jsonl, a row each; also with "
                    + ".gz or .bz2.")
    List<String> corpus = List.of();

    @Option(names = "--sts", paramLabel = "FILE", arity = "1..*",
            description = "Or files of scored pairs, as eval sts reads them: both sentences of every pair; the scores are not looked at.")
    List<String> pairs = List.of();

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "The folder for the model; the base is copied to it.")
    String output = "";

    @Option(names = "--normalize", negatable = true, fallbackValue = "true",
            description = "Scale the repaired vectors to length 1, or do not. Default: for whitening and flows yes.")
    @Nullable Boolean normalize;

    @Option(names = "--sentence-transformers", paramLabel = "DIR",
            description = "Write a folder besides that sentence-transformers loads in Python, the repair as a dense layer; for encoders.")
    @Nullable String export;

    @Option(names = {"-q", "--quiet"}, description = "Say nothing.")
    boolean quiet;

    /** A base that is open, and its folder. */
    record Base(EmbeddingModel model, Path folder) implements AutoCloseable {
        @Override
        public void close() {
            model.close();
        }
    }

    /** Opens the base, whose own normalization is switched off. */
    Base open(Streams streams) throws IOException {
        Path folder = model.folder(streams, quiet);
        check(output, "--output", folder);
        if (export != null) {
            check(export, "--sentence-transformers", folder);
        }
        reading.check();
        threads.apply();
        EmbeddingModel loaded = ModelFolder.load(folder, Backends.preferred());
        try {
            return new Base(read(loaded), folder);
        } catch (InputException e) {
            loaded.close();
            throw e;
        }
    }

    private EmbeddingModel read(EmbeddingModel loaded) {
        if (loaded instanceof SentenceEncoder encoder) {
            return reading.applied(encoder).withNormalize(false);
        }
        if (reading.given()) {
            throw new InputException("--prefix, --pooling and --max-length are for encoders, which " + model.name() + " is not: leave them out");
        }
        if (export != null) {
            throw new InputException("--sentence-transformers is for encoders, which " + model.name() + " is not: leave it out");
        }
        return loaded;
    }

    /** A folder that may be written: new, or of a model that this command made; not the base, nor in it. */
    private void check(String name, String option, Path base) throws IOException {
        Path folder = OutputFolder.of(name, option);
        Path target = Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
        Path source = base.toRealPath();
        if (target.startsWith(source) || source.startsWith(target)) {
            throw new InputException(option + " " + name + " overlaps the folder of --model; name a folder of its own");
        }
        if (Files.isDirectory(folder) && !isEmpty(folder) && !isOurs(folder, option.equals("--output"))) {
            throw new InputException(option + " " + name + " holds something else already; name a new folder, or empty it");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static boolean isOurs(Path folder, boolean repaired) {
        return repaired ? RepairFolder.isIn(folder) : Files.exists(folder.resolve("modules.json"));
    }

    /** The texts to which the repair is fitted. */
    Corpus texts() throws IOException {
        if (corpus.isEmpty() == pairs.isEmpty()) {
            throw new InputException("one of --corpus and --sts is needed; name files of texts, or of pairs");
        }
        List<Corpus> parts = new ArrayList<>();
        for (String file : corpus) {
            parts.add(Corpus.ofFile(Arguments.path(file, "--corpus"), Corpus.Unit.LINE));
        }
        for (String file : pairs) {
            List<String> sentences = new ArrayList<>();
            for (StsFile.Pair pair : StsFile.read(Arguments.path(file, "--sts")).pairs()) {
                sentences.add(pair.first());
                sentences.add(pair.second());
            }
            parts.add(Corpus.of(file, sentences::forEach));
        }
        return Corpus.concat(parts);
    }

    /** Mean and covariance of the texts' vectors, and how fast they came. */
    Observed observe(Streams streams, Base base) throws IOException {
        Moments moments = new Moments(base.model.dimension());
        return new Observed(moments, embed(streams, base, moments::add));
    }

    /** Hands over the texts' vectors; returns the seconds that took. */
    double embed(Streams streams, Base base, Consumer<float[]> action) throws IOException {
        Corpus texts = texts();
        long[] total = new long[1];
        texts.forEach(_ -> total[0]++);
        if (total[0] < 2) {
            throw texts.error("has " + Plural.of(total[0], "text") + "; two at least are needed");
        }
        long start = System.nanoTime();
        try (WorkProgress progress = new WorkProgress(streams, quiet || !streams.terminal(), "embed")) {
            Moments.forEachVector(base.model, texts, action, done -> {
                double seconds = (System.nanoTime() - start) / 1e9;
                double rate = done / Math.max(seconds, 1e-9);
                progress.at(done, total[0], Plural.of(done, "text"), String.format(Locale.ROOT, "%,.0f vectors/s", rate), (total[0] - done) / rate);
            });
            return (System.nanoTime() - start) / 1e9;
        } catch (IllegalArgumentException e) {
            throw Arguments.about(texts.name(), e);
        }
    }

    /**
     * Saves what was made, and says so.
     *
     * @param unit whether vectors are scaled to length 1 unless --normalize says
     */
    int save(Streams streams, Base base, Repair repair, boolean unit, String figures) throws IOException {
        RepairedModel made = new RepairedModel(base.model, repair, normalize == null ? unit : normalize);
        if (export != null) {
            Path other = Arguments.path(export, "--sentence-transformers");
            OutputException.naming(export, () -> RepairExport.write(made, base.folder, other));
        }
        OutputException.naming(output, () -> RepairFolder.save(made, base.folder, Arguments.path(output, "--output")));
        if (!quiet) {
            streams.err().printf(Locale.ROOT, "isotropy: %s: %s; saved %s%s%n",
                    made.name(), figures, output, export == null ? "" : ", for sentence-transformers " + export);
        }
        return Failures.OK;
    }

    /** What the texts' vectors are like, and how long they took. */
    record Observed(Moments moments, double seconds) {

        /** How many vectors it was, and how fast they came. */
        String figures() {
            String zeros = moments.zeros() == 0 ? "" : String.format(Locale.ROOT, " and %,d without a known word", moments.zeros());
            return String.format(Locale.ROOT, "from %,d vectors%s in %.2f s (%,.0f vectors/s)", moments.count(), zeros, seconds,
                    (moments.count() + moments.zeros()) / Math.max(seconds, 1e-9));
        }
    }
}
