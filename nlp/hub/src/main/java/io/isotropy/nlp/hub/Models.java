package io.isotropy.nlp.hub;

import io.isotropy.nlp.sentence.SentenceEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What models there are. */
public final class Models {
    private Models() {}

    /**
     * A model and whether it is at hand.
     *
     * @param name to resolve it by; for a model from an endpoint, its folder's name
     * @param known its facts; null for a model that came from an endpoint
     * @param folder in the cache; null if it is not there
     * @param bytes of the folder; of the download if it is not there
     */
    public record State(String name, @Nullable KnownModel known, @Nullable Path folder, long bytes) {
        public boolean cached() {
            return folder != null;
        }
    }

    /** All models with names of their own. */
    public static List<KnownModel> known() {
        return Catalogue.MODELS;
    }

    public static Optional<KnownModel> find(String name) {
        return Catalogue.MODELS.stream().filter(model -> model.isCalled(name)).findFirst();
    }

    /**
     * Loads a model by name, id or folder: {@code Models.load("all-MiniLM-L6-v2")}. The first time it is fetched and cached, as
     * {@link Hub#resolve} says.
     *
     * @throws HubException if it cannot be had
     * @throws IOException if its folder cannot be read; the message names the file
     */
    public static SentenceEncoder load(String nameOrPath) throws IOException {
        return load(nameOrPath, HubSettings.fromEnvironment());
    }

    /** As {@link #load(String)}, with settings of one's own. */
    public static SentenceEncoder load(String nameOrPath, HubSettings settings) throws IOException {
        return SentenceEncoder.load(Hub.resolve(nameOrPath, settings));
    }

    /** The known models, then what else is in the cache. */
    public static List<State> list(HubSettings settings) {
        return list(settings, Catalogue.MODELS);
    }

    static List<State> list(HubSettings settings, List<KnownModel> catalogue) {
        ModelCache cache = new ModelCache(settings.cache());
        List<String> cached = new ArrayList<>(cache.names());
        List<State> states = new ArrayList<>();
        for (KnownModel model : catalogue) {
            Path folder = cached.remove(model.name()) ? cache.place(model.name()) : null;
            long bytes = folder == null ? model.artifact().bytes() : size(folder);
            states.add(new State(model.name(), model, folder, bytes));
        }
        for (String name : cached) {
            states.add(new State(name, null, cache.place(name), size(cache.place(name))));
        }
        return states;
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(Models::fileSize).sum();
        } catch (IOException | UncheckedIOException e) {
            throw new HubException("The folder " + folder + " cannot be read: " + HubException.reason(e), e);
        }
    }

    private static long fileSize(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
