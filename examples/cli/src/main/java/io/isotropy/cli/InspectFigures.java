package io.isotropy.cli;

import io.isotropy.nlp.anatomy.Anatomy;
import io.isotropy.nlp.anatomy.Hubness;
import io.isotropy.nlp.anatomy.Space;
import io.isotropy.nlp.anatomy.WordFrequency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The figures of {@code inspect}: what they are called, what they mean, and how they are written. */
final class InspectFigures {

    /**
     * A figure of a space.
     *
     * @param key its name in JSON
     * @param format of {@link String#format}
     */
    record Figure(String key, String label, String format, String meaning, ToDoubleFunction<Space> value) {

        String text(Space space) {
            double number = value.applyAsDouble(space);
            return Double.isNaN(number) ? "NaN" : String.format(Locale.ROOT, format, number);
        }
    }

    static final List<Figure> ALL = List.of(
            new Figure("vectors", "vectors", "%.0f", "Texts whose vector is not zero; a vector of zeros has no direction and is left out.",
                    space -> space.geometry().vectors()),
            new Figure("zeros", "zero vectors", "%.0f", "Texts without any word that the model knows.", space -> space.geometry().zeros()),
            new Figure("dimension", "dimension", "%.0f", "Components of a vector.", space -> space.geometry().dimension()),
            new Figure("meanNorm", "mean norm", "%.4f", "The mean length of the vectors.", space -> space.geometry().meanNorm()),
            new Figure("meanCosine", "mean cosine", "%.4f",
                    "Of all pairs of two different texts (Ethayarajh 2019). 0: no common direction. 1: all vectors point the same way.",
                    space -> space.geometry().meanCosine()),
            new Figure("coneDegrees", "cone angle (°)", "%.2f",
                    "The angle whose cosine is the mean cosine of the vectors with their common direction: half the opening of the cone they lie in.",
                    space -> space.geometry().coneDegrees()),
            new Figure("isoScore", "IsoScore", "%.4f",
                    "The share of dimensions that are used alike (Rudman et al. 2022, algorithm 1). 1: all. 0: one alone.",
                    space -> space.geometry().isoScore()),
            new Figure("partitionIsotropy", "partition isotropy", "%.4f",
                    "min Z(c)/max Z(c), Z(c) = Σ exp(cᵀv), over the eigenvectors c of VᵀV (Mu and Viswanath 2018). 1: isotropic.",
                    space -> space.spectrum().partitionIsotropy()),
            new Figure("effectiveRank", "effective rank", "%.2f",
                    "exp of the entropy of the singular values' shares, of the centred vectors (Roy and Vetterli 2007).",
                    space -> space.spectrum().effectiveRank()),
            new Figure("participationRatio", "participation ratio", "%.2f",
                    "(Σλ)²/Σλ² of the covariance's eigenvalues: as many directions if the variance were the same in each.",
                    space -> space.geometry().participationRatio()),
            new Figure("rank", "rank", "%.0f", "Singular values above the rounding of floats.", space -> space.spectrum().rank()),
            new Figure("condition", "condition", "%.1f", "The largest singular value over the smallest of the rank.",
                    space -> space.spectrum().condition()),
            new Figure("uniformity", "uniformity", "%.4f",
                    "ln E exp(−2‖u − v‖²) of unit vectors, in nat (Wang and Isola 2020). Less is more uniform; the least is −4.",
                    space -> space.geometry().uniformity()),
            new Figure("alignment", "alignment", "%.4f",
                    "E‖u − v‖² of the unit vectors of positive pairs, those with a score above 4 (Wang and Isola 2020). Less is closer.",
                    space -> space.geometry().alignment()),
            new Figure("positives", "positive pairs", "%.0f", "Pairs behind the alignment.", space -> space.geometry().positives()),
            new Figure("hubness", "hubness", "%.4f",
                    "Skewness of how often a text is among the " + Hubness.NEIGHBOURS
                            + " nearest of others, by cosine (Radovanović et al. 2010). 0: no hubs.",
                    space -> space.hubness().skewness()),
            new Figure("antihubs", "anti-hubs", "%.4f", "The share of texts that are near neighbours of none.", space -> space.hubness().antihubs()),
            new Figure("largestHub", "largest hub", "%.0f", "How many texts have the same one among their nearest.", space -> space.hubness().largest()),
            new Figure("lengthCosine", "length and cosine (ρ)", "%.4f",
                    "Spearman's ρ of the difference of two texts' lengths with their cosine, over 50,000 random pairs. Below 0, texts of one length "
                            + "look alike.",
                    space -> space.lengthBias().cosine()),
            new Figure("lengthNorm", "length and norm (ρ)", "%.4f",
                    "Spearman's ρ of the vectors' lengths with the texts'. Not defined where all vectors are of length 1.",
                    space -> space.lengthBias().norm()));

    private InspectFigures() {}

    static String table(Anatomy anatomy) {
        Table table = new Table();
        table.row(cells("", anatomy.spaces().stream().map(Space::name).toList()));
        for (Figure figure : ALL) {
            table.row(cells(figure.label, anatomy.spaces().stream().map(figure::text).toList()));
        }
        StringBuilder text = new StringBuilder(table.toString());
        WordFrequency words = anatomy.words();
        if (words != null && !words.bins().isEmpty()) {
            Table bins = new Table().row(anatomy.wordUnit().toUpperCase(Locale.ROOT) + " BY RANK", "FREQUENCY", "MEAN NORM", "MEAN SPREAD");
            words.bins().forEach(bin -> bins.row(ranks(bin), bin.most() + " to " + bin.least(), four(bin.norm()), four(bin.spread())));
            bins.row("ρ with frequency", "", four(words.norm()), four(words.spread()));
            text.append('\n').append(bins);
        }
        if (!anatomy.layers().isEmpty()) {
            Table layers = new Table().row("LAYER", "POOLING", "MEAN COSINE", "ISOSCORE", "PARTICIPATION", "UNIFORMITY", "ALIGNMENT");
            anatomy.layers().forEach(layer -> layers.row(layer.number(), layer.pooling().word(), four(layer.geometry().meanCosine()),
                    four(layer.geometry().isoScore()), four(layer.geometry().participationRatio()), four(layer.geometry().uniformity()),
                    four(layer.geometry().alignment())));
            text.append('\n').append(layers);
        }
        return text.toString();
    }

    private static Object[] cells(String first, List<String> others) {
        List<Object> cells = new ArrayList<>();
        cells.add(first);
        cells.addAll(others);
        return cells.toArray();
    }

    static String ranks(WordFrequency.Bin bin) {
        return bin.first() + " to " + bin.last();
    }

    static String four(double value) {
        return Double.isNaN(value) ? "NaN" : String.format(Locale.ROOT, "%.4f", value).replaceFirst("^-(0\\.0+)$", "$1");
    }

    static Map<String, Object> json(Anatomy anatomy) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", anatomy.name());
        all.put("texts", anatomy.sample().measured());
        all.put("lengthUnit", anatomy.lengthUnit());
        List<Object> spaces = new ArrayList<>();
        for (Space space : anatomy.spaces()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("name", space.name());
            ALL.forEach(figure -> facts.put(figure.key, number(figure.value.applyAsDouble(space))));
            int hub = space.hubness().hub();
            facts.put("largestHubText", hub < 0 ? null : anatomy.sample().texts().get(hub));
            facts.put("singularValues", numbers(space.spectrum().singularValues()));
            facts.put("cosineShares", numbers(space.geometry().cosines()));
            facts.put("positiveCosineShares", numbers(space.positiveCosines()));
            spaces.add(facts);
        }
        all.put("spaces", spaces);
        all.put("words", words(anatomy));
        List<Object> layers = new ArrayList<>();
        for (Anatomy.Layer layer : anatomy.layers()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("layer", layer.number());
            facts.put("pooling", layer.pooling().word());
            facts.put("meanCosine", number(layer.geometry().meanCosine()));
            facts.put("coneDegrees", number(layer.geometry().coneDegrees()));
            facts.put("isoScore", number(layer.geometry().isoScore()));
            facts.put("participationRatio", number(layer.geometry().participationRatio()));
            facts.put("uniformity", number(layer.geometry().uniformity()));
            facts.put("alignment", number(layer.geometry().alignment()));
            layers.add(facts);
        }
        all.put("layers", layers);
        return all;
    }

    private static @Nullable Map<String, Object> words(Anatomy anatomy) {
        WordFrequency words = anatomy.words();
        if (words == null) {
            return null;
        }
        List<Object> bins = new ArrayList<>();
        for (WordFrequency.Bin bin : words.bins()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("firstRank", bin.first());
            facts.put("lastRank", bin.last());
            facts.put("leastFrequency", bin.least());
            facts.put("mostFrequency", bin.most());
            facts.put("meanNorm", number(bin.norm()));
            facts.put("meanSpread", number(bin.spread()));
            bins.add(facts);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("unit", anatomy.wordUnit());
        all.put("frequencyNorm", number(words.norm()));
        all.put("frequencySpread", number(words.spread()));
        all.put("bins", bins);
        return all;
    }

    private static @Nullable Object number(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Object) (long) value : (Object) value;
    }

    private static List<Double> numbers(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
