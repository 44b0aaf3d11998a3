package io.isotropy.nlp.fasttext;

import io.isotropy.nlp.corpus.EncodedCorpus.Chunk;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.fasttext.FastTextConfig.Loss;
import io.isotropy.nlp.text.IntSink;

/**
 * The classifier: Joulin et al. 2017, §2. A text's words, with their n-grams, and its n-grams of words predict one of its labels, drawn anew
 * each time, or by one-vs-all each for itself.
 */
final class LabelLearner implements Learner {

    private final FastTextConfig config;
    private final FastTextDictionary dictionary;
    private final Targets targets;
    /** By the corpus's numbers of tokens: the label, or −1 for words. */
    private final int[] labels;

    private final int[] hashes;
    private final int[] rows;
    private final int[] rowOffsets;

    LabelLearner(FastTextConfig config, FastTextDictionary dictionary, Vocabulary tokens) {
        this.config = config;
        this.dictionary = dictionary;
        this.targets = Targets.of(config, dictionary.labelCounts());
        this.labels = new int[tokens.size()];
        this.hashes = new int[tokens.size()];
        this.rowOffsets = new int[tokens.size() + 1];
        IntSink all = new IntSink(1 << 10);
        for (int id = 0; id < labels.length; id++) {
            String token = tokens.word(id);
            labels[id] = dictionary.label(token);
            hashes[id] = NGrams.hash(token);
            if (labels[id] < 0) {
                dictionary.addWord(token, all);
            }
            rowOffsets[id + 1] = all.size();
        }
        this.rows = all.toArray();
    }

    @Override
    public void add(Chunk chunk, int text, RandomInts random, Batch batch, Runnable learn) {
        IntSink own = new IntSink(4);
        int first = chunk.offsets()[text];
        int last = chunk.offsets()[text + 1];
        int[] line = new int[config.wordNGrams() > 1 ? last - first : 0];
        int words = 0;
        for (int at = first; at < last; at++) {
            int id = chunk.ids()[at];
            if (labels[id] >= 0) {
                own.add(labels[id]);
                continue;
            }
            batch.addRows(rows, rowOffsets[id], rowOffsets[id + 1]);
            if (line.length > 0) {
                line[words++] = hashes[id];
            }
        }
        if (own.size() > 0) {
            if (words > 0) {
                int firstBucket = dictionary.words().size();
                NGrams.ofWords(line, words, config.wordNGrams(), config.buckets(), bucket -> batch.addRow(firstBucket + bucket));
            }
            if (config.loss() == Loss.ONE_VS_ALL) {
                batch.predictEach(own, dictionary.labels().size());
            } else {
                batch.predict(targets, own.get(own.size() == 1 ? 0 : random.below(own.size())), random);
            }
        }
        batch.end();
        if (batch.isFull()) {
            learn.run();
        }
    }
}
