package io.isotropy.nlp.hub;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Chooses what to fetch of a repository: configs, vocabularies and safetensors, of the model and its modules. */
final class RemoteFiles {
    private static final Pattern SHARD = Pattern.compile("model-\\d+-of-\\d+\\.safetensors");

    private final String id;
    private final List<String> names;

    private RemoteFiles(String id, List<String> names) {
        this.id = id;
        this.names = names;
    }

    /** The answer of the endpoint; a name that would lead out of the model's folder condemns all of it. */
    static RemoteFiles of(String id, Json answer) {
        try {
            List<String> names = answer.get("siblings").asList().stream()
                    .map(file -> file.get("rfilename").asString())
                    .toList();
            names.forEach(name -> requireInside(id, name));
            return new RemoteFiles(id, names);
        } catch (JsonException e) {
            throw new HubException(
                    "The endpoint's list of the files of " + id + " is not understood: " + e.getMessage(), e);
        }
    }

    private static void requireInside(String id, String name) {
        boolean inside = !name.isEmpty()
                && !name.startsWith("/")
                && name.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':');
        for (String part : name.split("/", -1)) {
            inside &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        // The check of the checker: whatever the rules above miss must still end up below the folder.
        Path folder = Path.of("folder").toAbsolutePath();
        if (!inside || !folder.resolve(name).normalize().startsWith(folder)) {
            throw new HubException("The endpoint lists a file of " + id
                    + " with a name that leads out of its folder: \"" + name + "\"; nothing was fetched");
        }
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /**
     * The files to fetch.
     *
     * @param folders of the modules, "" for the model itself
     */
    Set<String> needed(Set<String> folders) {
        Set<String> needed = new LinkedHashSet<>();
        for (String folder : folders) {
            String prefix = folder.isEmpty() ? "" : folder + "/";
            Predicate<String> direct = name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0;
            boolean single = has(prefix + "model.safetensors");
            for (String name : names) {
                String file = name.substring(Math.min(prefix.length(), name.length()));
                boolean weights = single ? file.equals("model.safetensors") : SHARD.matcher(file).matches();
                boolean index = file.equals("model.safetensors.index.json");
                boolean text = (file.endsWith(".json") || file.endsWith(".txt")) && !index;
                if (direct.test(name) && (text || weights || (index && !single))) {
                    needed.add(name);
                }
            }
        }
        if (needed.stream().noneMatch(name -> name.endsWith("config.json"))) {
            throw new HubException(id + " has no config.json: it is no model that can be loaded");
        }
        if (needed.stream().noneMatch(name -> name.endsWith(".safetensors"))) {
            throw new HubException(id + " has no safetensors weights"
                    + (names.stream().anyMatch(name -> name.endsWith(".bin")) ? ", only weights in pickle format" : "")
                    + "; choose a revision or a model that has them");
        }
        return needed;
    }
}
