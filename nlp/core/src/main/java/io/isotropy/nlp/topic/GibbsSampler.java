package io.isotropy.nlp.topic;

import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.nlp.parallel.Crew;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Collapsed Gibbs sampling: Griffiths and Steyvers 2004, eq. 5,
 *
 * <pre>p(z = k) ∝ (n_dk + α_k) (n_wk + β) / (n_k + βV), all counts without the token itself.</pre>
 *
 * <p>The counts of documents are up to date; those of words are as of the start of the iteration (Newman et al. 2009, AD-LDA, with a
 * processor per document), less the token itself. So documents do not see each other, and the random number of a token is one of (seed,
 * iteration, place): the result is the same for any number of threads.
 *
 * <p>As in SparseLDA (Yao et al. 2009, §3.4) the mass is a sum of parts: of the topic the token has, which mostly stays; n_dk (…) over the
 * few topics of the document; α_k (…), of which the sum is known beforehand and which is seldom drawn.
 */
final class GibbsSampler {

    /** The stream of random numbers that gives the first topics; those of iterations come after it. */
    private static final long START = 0;

    private static final int TOKENS_PER_TASK = 1 << 12;

    private final Documents documents;
    private final int topics;
    private final long seed;
    private final char[] assignments;
    private final TopicCounts counts;
    private final int[] taskOffsets;
    private double[] alpha;
    private double beta;
    private int iteration;

    GibbsSampler(Documents documents, LdaConfig config) {
        this.documents = documents;
        this.topics = config.topics();
        this.seed = config.seed();
        this.alpha = new double[topics];
        Arrays.fill(alpha, config.alpha() / topics);
        this.beta = config.beta();
        this.assignments = new char[documents.tokens()];
        int[] block = new int[4];
        for (int place = 0; place < assignments.length; place++) {
            if ((place & 3) == 0) {
                PhiloxBlock.fill(seed, START, place >>> 2, block);
            }
            assignments[place] = (char) (Integer.toUnsignedLong(block[place & 3]) * topics >>> 32);
        }
        this.counts = new TopicCounts(documents, assignments, topics);
        this.taskOffsets = tasks(documents);
    }

    /** Whole documents with some thousand tokens a task. */
    private static int[] tasks(Documents documents) {
        int[] offsets = new int[documents.texts() + 1];
        int tasks = 0;
        for (int text = 1; text <= documents.texts(); text++) {
            int tokens = documents.offsets()[text] - documents.offsets()[offsets[tasks]];
            if (tokens >= TOKENS_PER_TASK || text == documents.texts()) {
                offsets[++tasks] = text;
            }
        }
        return Arrays.copyOf(offsets, tasks + 1);
    }

    /** One pass over all tokens. */
    void iterate(Crew crew) {
        iteration++;
        counts.renew(alpha, beta, crew);
        long[] changes = new long[topics];
        crew.run(taskOffsets.length - 1, () -> new Sweep(changes));
        for (int k = 0; k < topics; k++) {
            counts.totals[k] += changes[k];
        }
    }

    /** Brings the counts up to the last iteration. */
    TopicCounts finish(Crew crew) {
        counts.renew(alpha, beta, crew);
        return counts;
    }

    char[] assignments() {
        return assignments;
    }

    double[] alpha() {
        return alpha;
    }

    double beta() {
        return beta;
    }

    void setPriors(double[] newAlpha, double newBeta) {
        alpha = newAlpha;
        beta = newBeta;
    }

    /** One thread's way through documents. */
    private final class Sweep implements IntConsumer {

        private final int[] words = documents.words();
        private final int[] wordTopics = counts.counts;
        private final float priorOfWords = (float) beta;
        private final float[] priorOfTopics = new float[topics];
        /** n_dk of the present document. */
        private final int[] documentTopics = new int[topics];
        /** Its topics, in no order; where each topic stands in it; n_dk / (n_k + βV) of those there. */
        private final int[] present = new int[topics];
        private final int[] slots = new int[topics];
        private final float[] weights = new float[topics];
        private final float[] cumulated = new float[topics];
        private final int[] block = new int[4];
        private final int[] own = new int[topics];
        private final long[] changes;
        private int size;

        Sweep(long[] changes) {
            this.changes = changes;
            for (int k = 0; k < topics; k++) {
                priorOfTopics[k] = (float) alpha[k];
            }
        }

        @Override
        public void accept(int task) {
            for (int document = taskOffsets[task]; document < taskOffsets[task + 1]; document++) {
                sample(documents.offsets()[document], documents.offsets()[document + 1]);
            }
            synchronized (changes) {
                for (int k = 0; k < topics; k++) {
                    changes[k] += own[k];
                    own[k] = 0;
                }
            }
        }

        private void sample(int from, int to) {
            for (int place = from; place < to; place++) {
                enter(assignments[place]);
            }
            for (int place = from; place < to; place++) {
                if (place == from || (place & 3) == 0) {
                    PhiloxBlock.fill(seed, iteration, place >>> 2, block);
                }
                int old = assignments[place];
                int topic = draw(words[place], old, PhiloxBlock.uniform(block[place & 3]));
                if (topic != old) {
                    leave(old);
                    enter(topic);
                    own[old]--;
                    own[topic]++;
                    assignments[place] = (char) topic;
                }
            }
            for (int i = 0; i < size; i++) {
                documentTopics[present[i]] = 0;
            }
            size = 0;
        }

        private void enter(int topic) {
            int count = ++documentTopics[topic];
            if (count == 1) {
                slots[topic] = size;
                present[size++] = topic;
            }
            weights[slots[topic]] = count * counts.inverse[topic];
        }

        private void leave(int topic) {
            int count = --documentTopics[topic];
            int slot = slots[topic];
            if (count > 0) {
                weights[slot] = count * counts.inverse[topic];
                return;
            }
            int last = present[--size];
            present[slot] = last;
            weights[slot] = weights[size];
            slots[last] = slot;
        }

        private int draw(int word, int old, float uniform) {
            int row = word * topics;
            int slot = slots[old];
            float weight = weights[slot];
            weights[slot] = 0;
            float sum = 0;
            for (int i = 0; i < size; i++) {
                sum += weights[i] * (wordTopics[row + present[i]] + priorOfWords);
                cumulated[i] = sum;
            }
            weights[slot] = weight;
            int count = wordTopics[row + old];
            float stay = (documentTopics[old] - 1 + priorOfTopics[old]) * (count - 1 + priorOfWords) * counts.inverseWithout[old];
            float rest = Math.max(0, counts.masses[word] - counts.alphaInverse[old] * (count + priorOfWords));
            float point = uniform * (stay + sum + rest);
            if (point < stay) {
                return old;
            }
            point -= stay;
            if (point >= sum) {
                return drawByPrior(word, old, point - sum);
            }
            int i = 0;
            while (cumulated[i] <= point) {
                i++;
            }
            return present[i];
        }

        /** A topic other than {@code old} in proportion to α_k (n_wk + β) / (n_k + βV). */
        private int drawByPrior(int word, int old, float from) {
            int row = word * topics;
            float point = from;
            int last = old == 0 ? 1 : 0;
            for (int b = 0; b < counts.blocks; b++) {
                float mass = counts.blockMasses[word * counts.blocks + b];
                if (old / TopicCounts.BLOCK == b) {
                    mass -= counts.alphaInverse[old] * (wordTopics[row + old] + priorOfWords);
                }
                if (point >= mass && b < counts.blocks - 1) {
                    point -= mass;
                    continue;
                }
                int end = Math.min(topics, (b + 1) * TopicCounts.BLOCK);
                for (int k = b * TopicCounts.BLOCK; k < end; k++) {
                    if (k != old) {
                        last = k;
                        point -= counts.alphaInverse[k] * (wordTopics[row + k] + priorOfWords);
                        if (point < 0) {
                            return k;
                        }
                    }
                }
                return last; // the sums in another order were a rounding error apart
            }
            return last;
        }
    }
}
