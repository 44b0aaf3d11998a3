package io.isotropy.cli;

import io.isotropy.nlp.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for models: what an option names, checked before any work, so that nothing is learnt without a place. */
final class OutputFolder {

    private OutputFolder() {}

    /** The folder that an option names: it is there and can be written, or it can be made. */
    static Path of(String name, String option) {
        Path folder = Arguments.path(name, option);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException(option + " " + name + " is a file; name a folder for the model");
        }
        Path above = folder.toAbsolutePath().normalize();
        while (above.getParent() != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (!Files.isDirectory(above)) {
            throw new InputException(option + " " + name + " cannot be made: " + above + " is a file");
        }
        if (!Files.isWritable(above)) {
            throw new InputException(option + " " + name + " cannot be written: permission denied");
        }
        return folder;
    }

    /** Complains where a folder holds a model of another kind, whose files would lie among those of the new one. */
    static void requireOnly(String kind, Path folder, String option) throws IOException {
        String there = kind(folder);
        if (!there.isEmpty() && !there.equals(kind)) {
            throw new InputException(option + " " + folder + " holds another model (" + there + "); name a folder of its own");
        }
    }

    /** What isotropy.json calls the model in a folder, or encoder for one of the layouts that others have set; empty if there is none. */
    private static String kind(Path folder) throws IOException {
        if (ModelSettings.isIn(folder)) {
            return ModelSettings.model(ModelSettings.read(folder));
        }
        boolean encoder = Files.exists(folder.resolve("config.json")) || Files.exists(folder.resolve("modules.json"));
        return encoder ? "an encoder" : "";
    }
}
