package io.isotropy.cli;

import io.isotropy.cli.ComparisonOptions.Judged;
import io.isotropy.nlp.eval.TaskResult;
import io.isotropy.nlp.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results as MTEB keeps them (Muennighoff et al. 2023): {@code DIR/model/no_revision_available/task.json}, with its names for tasks' figures.
 *
 * @param folder DIR
 */
record ResultFiles(Path folder) {

    /** MTEB's name for the revision of a model that has none. */
    private static final String REVISION = "no_revision_available";

    /** Files in a folder that is made if it is not there: before the work, so that what cannot be written is said at once. */
    static ResultFiles in(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException("--output " + folder + " is a file; give a folder");
        }
        Files.createDirectories(folder);
        return new ResultFiles(folder);
    }

    /** Writes one result. */
    void write(Judged judged, String language) throws IOException {
        Path models = folder.resolve(fileName(judged.model())).resolve(REVISION);
        Files.createDirectories(models);
        JsonWriter.write(models.resolve(fileName(taskName(judged.result())) + ".json"), facts(judged, language));
    }

    /** All results: an object for one, a list for several. */
    static String text(List<Judged> judged, String language) {
        List<Object> all = new ArrayList<>();
        judged.forEach(one -> all.add(facts(one, language)));
        return JsonWriter.toText(all.size() == 1 ? all.getFirst() : all);
    }

    /** The same data may serve tasks of several kinds. */
    private static String taskName(TaskResult result) {
        return result.task() + "-" + result.kind().name().toLowerCase(Locale.ROOT);
    }

    /** As MTEB does with the slash of an id. */
    private static String fileName(String name) {
        return name.replaceAll("[/\\\\]+", "__").replaceAll("[^\\p{L}\\p{N}._+ -]", "_");
    }

    private static Map<String, @Nullable Object> facts(Judged judged, String language) {
        TaskResult result = judged.result();
        Map<String, @Nullable Object> scores = new LinkedHashMap<>();
        result.scores().forEach((name, figure) -> scores.put(name, defined(figure)));
        scores.put("main_score", defined(result.main()));
        scores.put("hf_subset", "default");
        scores.put("languages", List.of(language));
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("dataset_revision", null);
        facts.put("task_name", taskName(result));
        facts.put("mteb_version", null);
        facts.put("isotropy_version", Isotropy.version());
        facts.put("model_name", judged.model());
        facts.put("scores", Map.of("test", List.of(scores)));
        facts.put("remarks", result.remarks());
        facts.put("evaluation_time", judged.seconds());
        facts.put("kg_co2_emissions", null);
        return facts;
    }

    private static @Nullable Double defined(double figure) {
        return Double.isNaN(figure) ? null : figure;
    }
}
