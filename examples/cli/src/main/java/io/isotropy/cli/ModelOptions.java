package io.isotropy.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, and where to look for it. */
final class ModelOptions {

    /** Most commands take one. */
    @Option(names = "--model", paramLabel = "M", defaultValue = "all-MiniLM-L6-v2",
            description = "A name (isotropy models lists them), an id org/name, or a folder. Default: ${DEFAULT-VALUE}.")
    List<String> models = List.of();

    @Mixin
    FetchOptions fetch = new FetchOptions();

    /** The only model. */
    String name() {
        if (models.size() != 1) {
            throw new InputException("--model is given " + models.size() + " times; this command takes one");
        }
        return models.getFirst();
    }

    /** The only model's folder, fetched if it must be. */
    Path folder(Streams streams, boolean quiet) {
        return folder(name(), streams, quiet);
    }

    /** The folder of one of the models. */
    Path folder(String name, Streams streams, boolean quiet) {
        return fetch.folder(name, streams, quiet);
    }
}
