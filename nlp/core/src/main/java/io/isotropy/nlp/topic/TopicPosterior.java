package io.isotropy.nlp.topic;

import io.isotropy.nlp.parallel.Crew;
import io.isotropy.nlp.topic.OnlineLdaConfig.Prior;
import io.isotropy.tensor.Philox;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** The posterior of the topics' words, q(β_k) = Dirichlet(λ_k), and exp(E[ln β]) of the words that a chunk has. */
final class TopicPosterior {

    private static final int WORDS_PER_TASK = 256;
    /** The first λ are drawn from Gamma(100, 1/100). */
    private static final double FIRST_SHAPE = 100;

    private final int words;
    private final int topics;
    private final boolean learnsEta;
    private final double[] eta;
    /** (V, K). */
    private final float[] lambda;
    /** exp(E[ln β]) of the words of the present chunk, divided by the largest of each word, and ln of that. */
    private final float[] expectations;
    private final double[] logScales;
    /** Σ_w λ of each topic over the words of a task: (tasks, K). */
    private final double[][] partialTotals;
    private final double[] totals;

    TopicPosterior(int words, OnlineLdaConfig config, Crew crew) {
        this.words = words;
        this.topics = config.topics();
        if ((long) words * topics > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("[lda] the number of words times that of topics must be below 2^31, got " + words
                    + " words and " + topics + " topics: raise the least count of a word (--min-count)");
        }
        this.learnsEta = config.eta().kind() == Prior.Kind.AUTO;
        this.eta = config.eta().values(words, topics);
        this.lambda = new float[words * topics];
        this.expectations = new float[words * topics];
        this.logScales = new double[words];
        this.partialTotals = new double[tasks()][topics];
        this.totals = new double[topics];
        Philox random = Philox.of(config.seed());
        forEachWord(crew, () -> new float[topics], (word, normals) -> {
            random.normal((long) word * topics, normals, 0, topics);
            for (int k = 0; k < topics; k++) {
                // Wilson and Hilferty 1931: the cube root of a Gamma variable is all but normal.
                double root = 1 - 1 / (9 * FIRST_SHAPE) + normals[k] / (3 * Math.sqrt(FIRST_SHAPE));
                lambda[word * topics + k] = (float) (eta[word] + root * root * root);
            }
        });
        sumUp(crew);
    }

    private int tasks() {
        return (words + WORDS_PER_TASK - 1) / WORDS_PER_TASK;
    }

    private interface WordAction<S> {
        void accept(int word, S scratch);
    }

    private <S> void forEachWord(Crew crew, Supplier<S> scratch, WordAction<S> action) {
        crew.run(tasks(), () -> {
            S own = scratch.get();
            return (IntConsumer) task -> {
                int end = Math.min(words, (task + 1) * WORDS_PER_TASK);
                for (int word = task * WORDS_PER_TASK; word < end; word++) {
                    action.accept(word, own);
                }
            };
        });
    }

    /** Totals of tasks in parallel, then of all in the order of the tasks. */
    private void sumUp(Crew crew) {
        crew.run(tasks(), () -> task -> {
            double[] sums = partialTotals[task];
            Arrays.fill(sums, 0);
            int end = Math.min(words, (task + 1) * WORDS_PER_TASK) * topics;
            for (int row = task * WORDS_PER_TASK * topics; row < end; row += topics) {
                for (int k = 0; k < topics; k++) {
                    sums[k] += lambda[row + k];
                }
            }
        });
        Arrays.fill(totals, 0);
        for (double[] sums : partialTotals) {
            for (int k = 0; k < topics; k++) {
                totals[k] += sums[k];
            }
        }
    }

    /** Makes exp(E[ln β]) = exp(ψ(λ) − ψ(Σλ)) of the words of a chunk. */
    void prepare(OnlineLda.Chunk chunk, Crew crew) {
        double[] factors = Arrays.stream(totals).map(total -> 1 / GammaFunction.expDigamma(total)).toArray();
        forEachWord(crew, () -> new double[topics], (word, row) -> {
            if (chunk.has(word)) {
                for (int k = 0; k < topics; k++) {
                    row[k] = GammaFunction.expDigamma(lambda[word * topics + k]) * factors[k];
                }
                logScales[word] = scaled(row, expectations, word * topics);
            }
        });
    }

    /** Writes a row divided by its largest number; returns ln of that. */
    static double scaled(double[] row, float[] target, int offset) {
        double largest = Double.MIN_NORMAL;
        for (double value : row) {
            largest = Math.max(largest, value);
        }
        for (int k = 0; k < row.length; k++) {
            target[offset + k] = (float) (row[k] / largest);
        }
        return Math.log(largest);
    }

    double copyRow(int word, float[] target) {
        System.arraycopy(expectations, word * topics, target, 0, topics);
        return logScales[word];
    }

    /** λ ← (1 − ρ) λ + ρ (η + scale Σ n φ): eq. 5 and 6. */
    void update(OnlineLda.Chunk chunk, double rho, double scale, Crew crew) {
        float keep = (float) (1 - rho);
        float take = (float) (rho * scale);
        forEachWord(crew, () -> new float[topics], (word, sums) -> {
            int row = word * topics;
            float prior = (float) (rho * eta[word]);
            boolean present = chunk.has(word);
            if (present) {
                gather(chunk, word, sums);
            }
            for (int k = 0; k < topics; k++) {
                float counted = present ? take * sums[k] * expectations[row + k] : 0;
                lambda[row + k] = keep * lambda[row + k] + prior + counted;
            }
        });
        if (learnsEta) {
            learnEta(rho, crew);
        }
        sumUp(crew);
    }

    private static void gather(OnlineLda.Chunk chunk, int word, float[] sums) {
        Arrays.fill(sums, 0);
        for (int i = chunk.wordOffsets[word]; i < chunk.wordOffsets[word + 1]; i++) {
            float ratio = chunk.ratios[chunk.places[i]];
            int[] active = chunk.activeTopics[chunk.texts[i]];
            float[] theta = chunk.activeTheta[chunk.texts[i]];
            for (int a = 0; a < active.length; a++) {
                sums[active[a]] += ratio * theta[a];
            }
        }
    }

    private void learnEta(double rho, Crew crew) {
        double[] before = eta.clone();
        sumUp(crew);
        double[] ofTotals = Arrays.stream(totals).map(GammaFunction::digamma).toArray();
        double[] means = new double[words];
        forEachWord(crew, () -> means, (word, mean) -> {
            for (int k = 0; k < topics; k++) {
                mean[word] += (GammaFunction.digamma(lambda[word * topics + k]) - ofTotals[k]) / topics;
            }
        });
        DirichletEstimate.newtonStep(eta, means, topics, rho);
        forEachWord(crew, () -> before, (word, old) -> {
            for (int k = 0; k < topics; k++) {
                lambda[word * topics + k] += (float) (eta[word] - old[word]);
            }
        });
    }

    /** The topics' part of the bound: E[ln p(β)] − E[ln q(β)]. */
    double bound(Crew crew) {
        double[] ofTotals = Arrays.stream(totals).map(GammaFunction::digamma).toArray();
        double[] parts = new double[words];
        forEachWord(crew, () -> parts, (word, part) -> {
            double ofEta = GammaFunction.logGamma(eta[word]);
            for (int k = 0; k < topics; k++) {
                double value = lambda[word * topics + k];
                part[word] += (eta[word] - value) * (GammaFunction.digamma(value) - ofTotals[k]) + GammaFunction.logGamma(value) - ofEta;
            }
        });
        double etaTerm = GammaFunction.logGamma(Arrays.stream(eta).sum());
        double bound = Arrays.stream(parts).sum();
        for (double total : totals) {
            bound += etaTerm - GammaFunction.logGamma(total);
        }
        return bound;
    }

    /** (V, K). */
    float[] lambda() {
        return lambda;
    }
}
