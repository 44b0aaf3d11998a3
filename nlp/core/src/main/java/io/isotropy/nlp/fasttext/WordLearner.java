package io.isotropy.nlp.fasttext;

import io.isotropy.nlp.corpus.EncodedCorpus.Chunk;

/**
 * Skip-gram and CBOW with subwords: Bojanowski et al. 2017, §3. In skip-gram all words around a word, with their negative samples, are the
 * targets of one prediction: its n-grams are averaged once and changed once for all of them, where the original does so for each.
 */
final class WordLearner implements Learner {

    private final FastTextConfig config;
    private final SubwordRows subwords;
    private final Targets targets;
    /** The probability of keeping each word. */
    private final float[] kept;

    WordLearner(FastTextConfig config, FastTextDictionary dictionary) {
        this.config = config;
        this.subwords = SubwordRows.of(dictionary);
        this.targets = Targets.of(config, dictionary.wordCounts());
        this.kept = kept(dictionary, config.sampling());
    }

    /** √(t/f) + t/f: dictionary.cc of version 0.9.2, after Mikolov et al. 2013. */
    private static float[] kept(FastTextDictionary dictionary, double threshold) {
        float[] kept = new float[dictionary.words().size()];
        for (int word = 0; word < kept.length; word++) {
            double frequency = (double) dictionary.count(word) / dictionary.tokens();
            kept[word] = threshold == 0 ? 1 : (float) (Math.sqrt(threshold / frequency) + threshold / frequency);
        }
        return kept;
    }

    @Override
    public void add(Chunk chunk, int text, RandomInts random, Batch batch, Runnable learn) {
        int[] line = new int[chunk.offsets()[text + 1] - chunk.offsets()[text]];
        int length = 0;
        for (int at = chunk.offsets()[text]; at < chunk.offsets()[text + 1]; at++) {
            int word = chunk.ids()[at];
            if (kept[word] >= 1 || random.uniform() <= kept[word]) {
                line[length++] = word;
            }
        }
        for (int center = 0; center < length; center++) {
            int reach = 1 + random.below(config.window());
            int first = Math.max(0, center - reach);
            int last = Math.min(length - 1, center + reach);
            for (int at = first; at <= last; at++) {
                if (at == center) {
                    continue;
                }
                if (config.architecture() == FastTextConfig.Architecture.CBOW) {
                    subwords.addTo(batch, line[at]);
                } else {
                    batch.predict(targets, line[at], random);
                }
            }
            if (config.architecture() == FastTextConfig.Architecture.CBOW) {
                batch.predict(targets, line[center], random);
            } else {
                subwords.addTo(batch, line[center]);
            }
            batch.end();
            if (batch.isFull()) {
                learn.run();
            }
        }
    }
}
