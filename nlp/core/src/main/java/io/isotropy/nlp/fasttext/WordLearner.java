package io.isotropy.nlp.fasttext;

import io.isotropy.nlp.corpus.EncodedCorpus.Chunk;
import io.isotropy.nlp.word2vec.Subsampling;

/**
 * Skip-gram and CBOW with subwords: Bojanowski et al. 2017, §3. In skip-gram all words around a word, with their negative samples, are the
 * targets of one prediction: its n-grams are averaged once and changed once for all of them, where the original does so for each.
 */
final class WordLearner implements Learner {

    private final FastTextConfig config;
    private final SubwordRows subwords;
    private final Targets targets;
    private final Subsampling subsampling;

    WordLearner(FastTextConfig config, FastTextDictionary dictionary) {
        this.config = config;
        this.subwords = SubwordRows.of(dictionary);
        this.targets = Targets.of(config, dictionary.wordCounts());
        this.subsampling = Subsampling.of(dictionary.wordCounts(), dictionary.tokens(), config.sampling()); // of all tokens: dictionary.cc
    }

    @Override
    public void add(Chunk chunk, int text, RandomInts random, Batch batch, Runnable learn) {
        int[] line = new int[chunk.offsets()[text + 1] - chunk.offsets()[text]];
        int length = 0;
        for (int at = chunk.offsets()[text]; at < chunk.offsets()[text + 1]; at++) {
            int word = chunk.ids()[at];
            if (subsampling.keeps(word, random.next())) {
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
