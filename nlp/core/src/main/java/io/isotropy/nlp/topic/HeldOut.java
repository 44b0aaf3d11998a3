package io.isotropy.nlp.topic;

import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.nlp.corpus.Corpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts that a model was not trained on, and how surprised it is by them: perplexity, exp(−ln p(words) / words), smaller is better. Words
 * that the model does not know are left out.
 */
public final class HeldOut {

    /** Known words in the order of each text. */
    private final List<int[]> texts;
    private final long unknownWords;
    private final int emptyTexts;

    private HeldOut(List<int[]> texts, long unknownWords, int emptyTexts) {
        this.texts = texts;
        this.unknownWords = unknownWords;
        this.emptyTexts = emptyTexts;
    }

    /**
     * Reads texts with a model's words.
     *
     * @throws IOException if they cannot be read, or none of them has a known word
     */
    public static HeldOut read(Corpus corpus, TopicModel model) throws IOException {
        List<int[]> texts = new ArrayList<>();
        long[] unknown = new long[1];
        int[] empty = new int[1];
        corpus.forEach(text -> {
            int[] ids = model.tokenizer().tokens(text).stream().mapToInt(model.vocabulary()::id).toArray();
            int[] known = Arrays.stream(ids).filter(id -> id >= 0).toArray();
            unknown[0] += ids.length - known.length;
            if (known.length == 0) {
                empty[0]++;
            } else {
                texts.add(known);
            }
        });
        if (texts.isEmpty()) {
            throw corpus.error("has no word that the model knows");
        }
        return new HeldOut(texts, unknown[0], empty[0]);
    }

    /** The number of texts with a known word. */
    public int texts() {
        return texts.size();
    }

    /** The number of texts without one. */
    public int emptyTexts() {
        return emptyTexts;
    }

    /** The number of known words. */
    public long words() {
        return texts.stream().mapToLong(text -> text.length).sum();
    }

    /** The number of words that the model does not know. */
    public long unknownWords() {
        return unknownWords;
    }

    /**
     * By document completion (Rosen-Zvi et al. 2004; Wallach et al. 2009, §5.1): the words at even places of a text, counted from 0, tell
     * its topics, and those at odd places are predicted, p(word) = Σ_k θ_k φ_wk. Texts of one word take no part; NaN if all are.
     */
    public double completionPerplexity(TopicModel model) {
        double[] sums = texts.parallelStream()
                .filter(text -> text.length > 1)
                .map(text -> completion(text, model))
                .toList().stream() // summed in their order
                .reduce(new double[2], (sum, part) -> new double[] {sum[0] + part[0], sum[1] + part[1]});
        return Math.exp(-sums[0] / sums[1]);
    }

    private static double[] completion(int[] text, TopicModel model) {
        int[] seen = new int[(text.length + 1) / 2];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = text[2 * i];
        }
        double[] topics = model.infer(seen);
        double[] words = new double[topics.length];
        double sum = 0;
        for (int i = 1; i < text.length; i += 2) {
            model.wordProbabilities(text[i], words);
            double probability = 0;
            for (int k = 0; k < topics.length; k++) {
                probability += topics[k] * words[k];
            }
            sum += Math.log(Math.max(probability, Double.MIN_NORMAL));
        }
        return new double[] {sum, text.length / 2};
    }

    /**
     * By the left-to-right estimate of p(all words of a text | topics) for LDA: Wallach et al. 2009, algorithm 3, without resampling
     * earlier words, as MALLET's {@code evaluate-topics} has it by default. Each of some particles samples the topics of the words one
     * after the other; p(word n | words before) is the mean of Σ_k φ_wk (n_k + α_k) / (n − 1 + Σα).
     *
     * @param particles 10 in MALLET
     */
    public double leftToRightPerplexity(TopicModel model, int particles, long seed) {
        if (particles < 1) {
            throw new IllegalArgumentException("[leftToRight] the number of particles must be 1 or more: got " + particles);
        }
        Integer[] numbers = new Integer[texts.size()];
        Arrays.setAll(numbers, i -> i);
        double sum = Arrays.stream(numbers).parallel()
                .map(number -> leftToRight(texts.get(number), model, particles, seed, number))
                .toList().stream().mapToDouble(part -> part).sum();
        return Math.exp(-sum / words());
    }

    private static double leftToRight(int[] text, TopicModel model, int particles, long seed, int stream) {
        int topics = model.topics();
        double[] alpha = model.inference().prior();
        double alphaSum = Arrays.stream(alpha).sum();
        int[][] counts = new int[particles][topics];
        double[] words = new double[topics];
        double[] cumulated = new double[topics];
        double sum = 0;
        for (int n = 0; n < text.length; n++) {
            model.wordProbabilities(text[n], words);
            double probability = 0;
            for (int r = 0; r < particles; r++) {
                double mass = 0;
                for (int k = 0; k < topics; k++) {
                    mass += words[k] * (counts[r][k] + alpha[k]);
                    cumulated[k] = mass;
                }
                probability += mass / (n + alphaSum);
                double point = mass * PhiloxBlock.uniform(seed, stream, (long) n * particles + r);
                int topic = 0;
                while (topic < topics - 1 && cumulated[topic] <= point) {
                    topic++;
                }
                counts[r][topic]++;
            }
            sum += Math.log(Math.max(probability / particles, Double.MIN_NORMAL));
        }
        return sum;
    }
}
