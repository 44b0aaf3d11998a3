package io.isotropy.nlp.repair;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.FolderWriter;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.sentence.EncoderSettings;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Folders of repaired models: the whole folder of the base in {@value #BASE}, what the repair learnt in {@value #TENSORS}, the rest in
 * {@code isotropy.json}, for encoders also the pooling and what else was changed of what their own folder says.
 */
public final class RepairFolder {

    static final String BASE = "base";
    static final String TENSORS = "repair.safetensors";

    private static final String NAME = "name";
    private static final String ENCODER = "encoder";
    private static final String REPAIR = "repair";
    private static final String NORMALIZE = "normalize";

    private RepairFolder() {}

    /** Whether a folder holds a repaired model. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(TENSORS)) && ModelSettings.isIn(folder);
    }

    /** Opens the folder of a base, which may be of any kind. */
    @FunctionalInterface
    public interface BaseLoader {
        EmbeddingModel load(Path folder, Backend backend) throws IOException;
    }

    /**
     * Saves a model, whole or not at all. What was in the folder before is replaced.
     *
     * @param base the folder that the model's base was loaded from
     */
    public static void save(RepairedModel model, Path base, Path folder) throws IOException {
        FolderWriter.write(folder, temporary -> {
            FolderWriter.copy(base, temporary.resolve(BASE));
            SafetensorsWriter.write(temporary.resolve(TENSORS), model.repair().tensors(), Map.of());
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put(NAME, model.name());
            settings.put(NORMALIZE, model.normalize());
            settings.put(REPAIR, model.repair().settings());
            if (model.base() instanceof SentenceEncoder encoder) {
                settings.put(ENCODER, encoder.settings().toMap());
            }
            ModelSettings.write(temporary, model.repair().name(), settings);
        });
    }

    /** Opens a folder. */
    public static RepairedModel load(Path folder, Backend backend, BaseLoader bases) throws IOException {
        Json settings = ModelSettings.read(folder);
        Path place = folder.resolve(BASE);
        if (!Files.isDirectory(place)) {
            throw new ModelFolderException(place, "is missing, the folder of the model whose vectors are repaired");
        }
        EmbeddingModel base = bases.load(place, backend);
        try (SafetensorsFile tensors = SafetensorsFile.open(folder.resolve(TENSORS))) {
            Repair repair = Repair.read(ModelSettings.model(settings), settings.get(REPAIR), tensors, settings, backend);
            EmbeddingModel changed = changed(base, settings);
            if (changed.dimension() != repair.inputDimension()) {
                throw new ModelFolderException(folder.resolve(TENSORS), "repairs vectors of " + repair.inputDimension()
                        + " components, but those of " + place + " have " + changed.dimension() + ": the files belong to different models");
            }
            return new RepairedModel(settings.get(NAME).asString(), changed, repair, settings.get(NORMALIZE).asBoolean());
        } catch (IOException | RuntimeException | Error e) {
            base.close();
            throw e;
        }
    }

    private static EmbeddingModel changed(EmbeddingModel base, Json settings) {
        if (!(base instanceof SentenceEncoder encoder)) {
            return base;
        }
        Json changes = settings.get(ENCODER);
        try {
            return encoder.with(EncoderSettings.of(changes));
        } catch (IllegalArgumentException e) {
            throw changes.error(String.valueOf(e.getMessage()));
        }
    }
}
