package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.fasttext.FastText;
import io.isotropy.nlp.folder.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A classifier, and which of its labels are wanted. */
final class ClassifierOptions {

    @Option(names = "--model", paramLabel = "DIR|FILE", required = true, description = "A classifier's folder, or a .bin file of fastText.")
    String model = "";

    @Option(names = {"--top", "-k"}, paramLabel = "K", defaultValue = "1", description = "At most K labels a text. Default: ${DEFAULT-VALUE}.")
    int top;

    @Option(names = "--threshold", paramLabel = "P", defaultValue = "0",
            description = "Only labels with this probability at least. Default: ${DEFAULT-VALUE}.")
    double threshold;

    FastText load() throws IOException {
        if (top < 1) {
            throw new InputException("--top must be 1 or more, got " + top);
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new InputException("--threshold must be a probability, 0 to 1, got " + threshold);
        }
        Path path = Arguments.path(model, "--model");
        if (!Files.exists(path)) {
            throw new InputException("--model " + model + " does not exist");
        }
        EmbeddingModel loaded = Files.isDirectory(path) ? ModelFolder.load(path) : FastText.load(path, Backends.preferred());
        if (loaded instanceof FastText classifier && classifier.config().supervised()) {
            return classifier;
        }
        loaded.close();
        throw new InputException("--model " + model + " holds " + loaded.name() + ", which gives vectors but no labels; train classifier makes one");
    }
}
