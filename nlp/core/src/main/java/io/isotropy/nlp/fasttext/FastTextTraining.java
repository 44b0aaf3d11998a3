package io.isotropy.nlp.fasttext;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.HeapRoom;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.fasttext.FastTextDictionary.Entries;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** From a corpus to a model. */
final class FastTextTraining {

    /** The most words of a text: dictionary.h of version 0.9.2. */
    private static final int LONGEST_LINE = 1024;

    private FastTextTraining() {}

    /** A tokenizer with the end of a line behind every text. */
    private record WithLineEnds(Tokenizer words) implements Tokenizer {

        @Override
        public void tokenize(String text, Consumer<String> action) {
            words.tokenize(text, action);
            action.accept(FastTextDictionary.LINE_END);
        }

        @Override
        public String name() {
            return words.name();
        }
    }

    static FastText vectors(Corpus corpus, Tokenizer tokenizer, FastTextConfig config, TrainingPlan plan, Backend backend)
            throws IOException {
        require(!config.supervised() && (config.loss() == FastTextConfig.Loss.NEGATIVE_SAMPLING
                        || config.loss() == FastTextConfig.Loss.HIERARCHICAL_SOFTMAX), "fastText",
                "vectors are trained as skip-gram or CBOW, with negative sampling or hierarchical softmax",
                "architecture", config.architecture(), "loss", config.loss());
        Vocabulary.Limits limits = new Vocabulary.Limits(Math.max(1, config.minCount()), plan.maxWords());
        backend.expectWordTraining();
        try (EncodedCorpus encoded = EncodedCorpus.read(corpus, new WithLineEnds(tokenizer), limits, LONGEST_LINE)) {
            Vocabulary found = encoded.vocabulary();
            if (found.size() == 1 && found.id(FastTextDictionary.LINE_END) == 0) {
                throw corpus.error("has no word that comes " + limits.minCount() + " times or more: lower the least count (--min-count)");
            }
            FastTextDictionary dictionary = new FastTextDictionary(config, Entries.of(found.words(), found.counts()),
                    Entries.of(List.of(), new long[0]), found.tokens(), null, config.buckets());
            TrainingTables tables = tables(corpus, dictionary, dictionary.words().size(), config, plan, backend);
            new Trainer(encoded, config, plan, new WordLearner(config, dictionary), tables).run();
            return new FastText(config, dictionary, tokenizer, tables.finishInput(), tables.finishOutput());
        }
    }

    /** The tokens of a line: its labels, its words, the end of the line. */
    private record WithLabels(Tokenizer words) implements Tokenizer {

        @Override
        public void tokenize(String text, Consumer<String> action) {
            boolean plain = words.equals(Tokenizer.asciiWhitespace());
            StringBuilder rest = new StringBuilder();
            Tokenizer.asciiWhitespace().tokenize(text, token -> {
                if (plain || token.startsWith(FastTextDictionary.LABEL_PREFIX)) {
                    action.accept(token);
                } else {
                    rest.append(rest.isEmpty() ? "" : " ").append(token);
                }
            });
            words.tokenize(rest.toString(), action);
            action.accept(FastTextDictionary.LINE_END);
        }

        @Override
        public String name() {
            return words.name();
        }
    }

    static FastText classifier(LabelledTexts texts, Tokenizer tokenizer, FastTextConfig config, TrainingPlan plan, Backend backend)
            throws IOException {
        require(config.supervised(), "fastText", "a classifier has the architecture SUPERVISED", "architecture", config.architecture());
        Corpus lines = texts.lines();
        backend.expectWordTraining();
        // Rare words count in n-grams of words, and by their n-grams of characters.
        try (EncodedCorpus encoded = EncodedCorpus.read(lines, new WithLabels(tokenizer), Vocabulary.Limits.NONE, 0)) {
            Vocabulary found = encoded.vocabulary();
            Entries labels = entries(found, true, 1, Integer.MAX_VALUE);
            Entries words = entries(found, false, config.minCount(), plan.maxWords());
            if (labels.size() == 0) {
                throw lines.error("has no label; put " + FastTextDictionary.LABEL_PREFIX + " and a label before every text, or give a table with"
                        + " a column of labels");
            }
            if (found.size() - labels.size() < 2 || words.size() == 0) {
                throw lines.error("has no word that comes " + config.minCount() + " times or more: lower the least count (--min-count)");
            }
            boolean grams = config.longest() > 0 || config.wordNGrams() > 1;
            FastTextConfig kept = grams ? config : config.withNGrams(0, 0, config.wordNGrams(), 0); // args.cc: no n-grams, no buckets
            FastTextDictionary dictionary = new FastTextDictionary(kept, words, labels, found.tokens(), null, kept.buckets());
            TrainingTables tables = tables(lines, dictionary, labels.size(), kept, plan, backend);
            new Trainer(encoded, kept, plan, new LabelLearner(kept, dictionary, found), tables).run();
            return new FastText(kept, dictionary, tokenizer, tables.finishInput(), tables.finishOutput());
        }
    }

    private static Entries entries(Vocabulary found, boolean labels, int minCount, int most) {
        int[] ids = IntStream.range(0, found.size())
                .filter(id -> found.word(id).startsWith(FastTextDictionary.LABEL_PREFIX) == labels && found.count(id) >= minCount)
                .limit(most).toArray();
        return Entries.of(IntStream.of(ids).mapToObj(found::word).toList(), IntStream.of(ids).mapToLong(found::count).toArray());
    }

    private static TrainingTables tables(
            Corpus corpus, FastTextDictionary dictionary, int targets, FastTextConfig config, TrainingPlan plan, Backend backend)
            throws IOException {
        long numbers = ((long) dictionary.words().size() + config.buckets() + targets) * TrainingTables.padded(config.dimension());
        String missing = HeapRoom.missingForBuffer(numbers, "use fewer buckets or components");
        if (missing != null) {
            throw corpus.error("makes a model that does not fit the memory: a matrix of " + dictionary.words().size() + " words and "
                    + config.buckets() + " buckets by " + config.dimension() + ": " + missing);
        }
        return TrainingTables.create(backend, dictionary.rows(), targets, config.dimension(), plan.seed());
    }
}
