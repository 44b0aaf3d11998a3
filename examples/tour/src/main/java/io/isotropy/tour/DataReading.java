package io.isotropy.tour;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.ScoredPair;
import io.isotropy.nlp.data.Example.Triplet;
import io.isotropy.nlp.data.Labels;
import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.eval.StsFile;
import io.isotropy.tour.TourData.Entry;
import io.isotropy.tour.TourData.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data of a tour: WordNet's, or what files have instead. */
final class DataReading {

    private static final List<String> PROBES = List.of(
            "a large animal that lives in the sea", "a tool for cutting wood", "someone who plays music for money",
            "a feeling of great happiness");

    /** Pairs that mean the same in other words, the opposite in almost the same ones, and something else in just the same ones. */
    private static final List<String> COMPARED = List.of(
            "a big dog", "a large hound", "a happy child", "an unhappy child", "the dog bites the man", "the man bites the dog",
            "a tool for cutting wood", "a saw");

    private static final int MOST_TEXTS = 1_000_000;

    private final TourSettings settings;
    private final Scale scale;
    private final @Nullable WordNetData wordNet;

    private DataReading(TourSettings settings) throws IOException {
        this.settings = settings;
        this.scale = settings.scale();
        this.wordNet = settings.chinese() ? null : WordNetData.read(settings.seed());
    }

    static TourData read(TourSettings settings) throws IOException {
        return new DataReading(settings).data();
    }

    private TourData data() throws IOException {
        Tokenizer words = settings.chinese() ? Tokenizer.byName("chinese") : Tokenizer.words();
        List<String> texts = texts();
        StsFile test = settings.sts() == null ? wordNet().test(scale.testPairs()) : StsFile.read(settings.sts());
        if (test.pairs().isEmpty()) {
            throw new IllegalArgumentException("[tour] " + settings.sts() + " has no scored pair to measure by");
        }
        List<LabelledPair> inference = inference();
        List<Item> pool = wordNet == null || settings.sts() != null ? sentences(test) : wordNet.pool(scale.pool());
        List<String> chinese = sentences(test).stream().map(Item::text).limit(COMPARED.size()).toList();
        return new TourData(
                source(), words, texts, test,
                wordNet == null ? List.of() : wordNet.scored(scale.trainingPairs()), inference, triplets(inference),
                wordNet == null ? List.of() : dictionary(wordNet, texts, words), pool,
                wordNet == null ? chinese.subList(0, Math.min(PROBES.size(), chinese.size())) : PROBES,
                wordNet == null ? chinese : COMPARED);
    }

    private WordNetData wordNet() {
        return Objects.requireNonNull(wordNet, "a Chinese tour brings its own data");
    }

    private List<String> texts() throws IOException {
        if (settings.corpus() == null) {
            return wordNet().texts(scale.texts());
        }
        List<String> texts = new ArrayList<>();
        Corpus corpus = Corpus.ofFile(settings.corpus(), Corpus.Unit.LINE);
        corpus.forEach(text -> {
            if (texts.size() < Math.min(MOST_TEXTS, scale.texts())) {
                texts.add(text);
            }
        });
        if (texts.isEmpty()) {
            throw corpus.error("has no text to learn from");
        }
        return texts;
    }

    private List<LabelledPair> inference() throws IOException {
        if (settings.nli() == null) {
            return wordNet == null ? List.of() : wordNet.inference(scale.trainingPairs());
        }
        List<LabelledPair> pairs = TrainingFile.labelledPairs(settings.nli(), Labels.NLI).examples();
        return pairs.subList(0, Math.min(pairs.size(), scale.trainingPairs()));
    }

    /** WordNet's, or premises with what follows from them and what contradicts them, as supervised SimCSE's: Gao et al. 2021, §4. */
    private List<Triplet> triplets(List<LabelledPair> inference) {
        if (settings.nli() == null) {
            return wordNet == null ? List.of() : wordNet.triplets(scale.trainingPairs());
        }
        Map<String, String> entailed = new HashMap<>();
        for (LabelledPair pair : inference) {
            if (pair.label() == Labels.NLI.number("entailment")) {
                entailed.put(pair.first(), pair.second());
            }
        }
        List<Triplet> triplets = new ArrayList<>();
        for (LabelledPair pair : inference) {
            String positive = entailed.get(pair.first());
            if (positive != null && pair.label() == Labels.NLI.number("contradiction")) {
                triplets.add(new Triplet(pair.first(), positive, pair.second()));
            }
        }
        return triplets;
    }

    private List<Entry> dictionary(WordNetData from, List<String> texts, Tokenizer words) {
        Set<String> known = new HashSet<>();
        texts.forEach(text -> words.tokenize(text, known::add));
        return from.dictionary(scale.pool(), known);
    }

    /** The sentences of the pairs, each once. */
    private List<Item> sentences(StsFile test) {
        Set<String> texts = new LinkedHashSet<>();
        for (StsFile.Pair pair : test.pairs()) {
            texts.add(pair.first());
            texts.add(pair.second());
        }
        return texts.stream().limit(scale.pool()).map(text -> new Item(text, "")).toList();
    }

    private String source() {
        List<String> parts = new ArrayList<>();
        parts.add(settings.corpus() == null ? "texts: WordNet 3.1's glosses" : "texts: " + name(settings.corpus()));
        parts.add(settings.sts() == null ? "test pairs: WordNet's taxonomy" : "test pairs: " + name(settings.sts()));
        parts.add(settings.nli() != null ? "inference: " + name(settings.nli()) : wordNet == null ? "no inference" : "inference: WordNet's");
        return String.join("; ", parts);
    }

    private static String name(Path file) {
        Path last = file.getFileName();
        return last == null ? file.toString() : last.toString();
    }
}
