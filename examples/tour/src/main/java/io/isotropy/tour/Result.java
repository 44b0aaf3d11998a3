package io.isotropy.tour;

import io.isotropy.nlp.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a system.
 *
 * @param neighbours of each probe, the nearest texts of the pool
 * @param similarities the cosines of the compared texts with each other
 * @param losses share of the training done, and the loss there
 * @param map the texts of the pool in two dimensions, by PCA
 */
public record Result(
        SystemCard card, Scores scores, Cost cost, Anatomy anatomy, List<List<Neighbour>> neighbours, List<double[]> similarities,
        List<double[]> losses, List<double[]> map) {

    /**
     * How good the vectors are; NaN where there are no data.
     *
     * @param spearman of cosines with the scores of the test pairs, -1 to 1
     * @param reciprocalRank of the right word among the first ten of the reverse dictionary, the mean
     * @param recall the share of definitions whose word is among the first ten
     */
    public record Scores(double spearman, double pearson, double reciprocalRank, double recall) {}

    /**
     * What they cost.
     *
     * @param seconds of training; 0 where nothing was trained
     * @param textsPerSecond embedded, on this machine
     * @param bytes of the model's folder
     */
    public record Cost(double seconds, double textsPerSecond, long bytes, int dimension) {}

    /**
     * How the vectors of the pool lie.
     *
     * @param meanCosine of two of them: 1 is a line, 0 is all directions
     * @param effectiveRank how many directions they use: Roy and Vetterli 2007
     * @param uniformity Wang and Isola 2020: the lower, the more even
     */
    public record Anatomy(double meanCosine, double effectiveRank, double uniformity) {}

    /** A text of the pool, and how close it is. */
    public record Neighbour(String text, double cosine) {

        private Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("text", text);
            map.put("cosine", cosine);
            return map;
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", card.id());
        map.put("title", card.title());
        map.put("paper", card.paper());
        map.put("equation", card.equation());
        map.put("settings", card.settings());
        put(map, "spearman", scores.spearman);
        put(map, "pearson", scores.pearson);
        put(map, "reciprocal_rank", scores.reciprocalRank);
        put(map, "recall_10", scores.recall);
        put(map, "training_seconds", cost.seconds);
        put(map, "texts_per_second", cost.textsPerSecond);
        map.put("bytes", cost.bytes);
        map.put("dimension", cost.dimension);
        put(map, "mean_cosine", anatomy.meanCosine);
        put(map, "effective_rank", anatomy.effectiveRank);
        put(map, "uniformity", anatomy.uniformity);
        map.put("neighbours", neighbours.stream().map(some -> some.stream().map(Neighbour::toMap).toList()).toList());
        map.put("similarities", lists(similarities));
        map.put("losses", lists(losses));
        map.put("map", lists(this.map));
        return map;
    }

    private static List<List<Double>> lists(List<double[]> rows) {
        return rows.stream().map(row -> Arrays.stream(row).boxed().toList()).toList();
    }

    /** JSON has no NaN: what is undefined is left out. */
    private static void put(Map<String, Object> map, String name, double value) {
        if (Double.isFinite(value)) {
            map.put(name, value);
        }
    }

    static Result of(Json json) {
        return new Result(
                new SystemCard(
                        json.get("id").asString(), json.get("title").asString(), json.get("paper").asString(),
                        json.get("equation").asString(), json.get("settings").asString()),
                new Scores(number(json, "spearman"), number(json, "pearson"), number(json, "reciprocal_rank"), number(json, "recall_10")),
                new Cost(number(json, "training_seconds"), number(json, "texts_per_second"), json.get("bytes").asLong(),
                        json.get("dimension").asInt()),
                new Anatomy(number(json, "mean_cosine"), number(json, "effective_rank"), number(json, "uniformity")),
                json.get("neighbours").asList().stream().map(Result::neighbours).toList(),
                rows(json.get("similarities")), rows(json.get("losses")), rows(json.get("map")));
    }

    private static double number(Json json, String name) {
        @Nullable Json value = json.find(name);
        return value == null ? Double.NaN : value.asDouble();
    }

    private static List<Neighbour> neighbours(Json json) {
        return json.asList().stream().map(one -> new Neighbour(one.get("text").asString(), one.get("cosine").asDouble())).toList();
    }

    private static List<double[]> rows(Json json) {
        List<double[]> rows = new ArrayList<>();
        for (Json row : json.asList()) {
            rows.add(row.asList().stream().mapToDouble(Json::asDouble).toArray());
        }
        return rows;
    }
}
