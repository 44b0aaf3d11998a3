package io.isotropy.nlp.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.topic.OnlineLdaConfig.Prior;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineLdaTest {

    private static final Documents DOCUMENTS = SyntheticTopics.of(4, 400, 30, 3);

    @TempDir
    Path folder;

    private static OnlineLdaConfig config(int chunksize, int passes, double decay, Prior prior) {
        return new OnlineLdaConfig(4, chunksize, passes, decay, 1, prior, Prior.SYMMETRIC, 100, 1e-5, 11);
    }

    private static TopicModel train(OnlineLdaConfig config, int threads) {
        return OnlineLda.train(DOCUMENTS, Tokenizer.whitespace(), config, threads, TopicProgress.Listener.NONE);
    }

    @Test
    void findsTheTopicsOfItsCorpus() {
        TopicModel model = train(config(50, 20, 0.5, Prior.SYMMETRIC), 2);
        assertThat(SyntheticTopics.recovered(model)).isTrue();
        double[] found = model.infer("w0 w3 w7 w9 w31 w32 unheard-of");
        double[] sorted = found.clone();
        Arrays.sort(sorted);
        assertThat(sorted[3]).isBetween(0.55, 0.75);
        assertThat(Arrays.stream(found).sum()).isCloseTo(1, within(1e-12));
    }

    /** With all texts in a chunk and nothing forgotten it is batch variational Bayes, coordinate ascent of the bound. */
    @Test
    void theBoundRises() {
        List<Double> bounds = new ArrayList<>();
        OnlineLda.train(DOCUMENTS, Tokenizer.whitespace(), config(400, 30, 0, Prior.SYMMETRIC), 2,
                progress -> bounds.add(progress.measure()));
        assertThat(bounds).hasSize(30);
        for (int i = 1; i < bounds.size(); i++) {
            assertThat(bounds.get(i)).as("pass " + i).isGreaterThan(bounds.get(i - 1) - 1e-5);
        }
        assertThat(bounds.getLast()).isBetween(bounds.getFirst() + 0.2, 0.0);
    }

    /** γ solves γ = α + Σ n φ(γ), computed here without leaving any topic out; and the bound has its maximum there. */
    @Test
    void aTextsPosteriorIsAFixedPoint() {
        double[] alpha = {0.02, 0.01, 0.3, 0.01, 0.05};
        double[][] beta = {{.5, .1, .1, .2, .01}, {.1, .3, .1, .1, .4}, {.2, .2, .01, .3, .1}};
        WordBag text = new WordBag(new int[] {0, 1, 2}, new int[] {4, 1, 2}, 7);
        VariationalText posterior = new VariationalText(5);
        posterior.infer(text, (word, target) -> TopicPosterior.scaled(beta[word], target, 0), alpha, 2000, 1e-9);
        double[] expected = alpha.clone();
        for (int word = 0; word < 3; word++) {
            double norm = 0;
            for (int k = 0; k < 5; k++) {
                norm += beta[word][k] * Math.exp(GammaFunction.digamma(posterior.gamma()[k]));
            }
            for (int k = 0; k < 5; k++) {
                expected[k] += text.counts()[word] * beta[word][k] * Math.exp(GammaFunction.digamma(posterior.gamma()[k])) / norm;
            }
        }
        assertThat(posterior.gamma()).containsExactly(expected, within(1e-4));
        double best = bound(posterior.gamma(), alpha, beta, text);
        assertThat(posterior.bound(text, alpha)).isCloseTo(best, within(1e-4));
        for (int k = 0; k < 5; k++) {
            double[] moved = posterior.gamma().clone();
            moved[k] *= 1.05;
            assertThat(bound(moved, alpha, beta, text)).isLessThan(best + 1e-6);
        }
    }

    /** E[ln p(θ) − ln q(θ)] + Σ n ln Σ_k exp(E[ln θ_k]) β_k. */
    private static double bound(double[] gamma, double[] alpha, double[][] beta, WordBag text) {
        double gammaSum = Arrays.stream(gamma).sum();
        double bound = GammaFunction.logGamma(Arrays.stream(alpha).sum()) - GammaFunction.logGamma(gammaSum);
        double[] logs = new double[gamma.length];
        for (int k = 0; k < gamma.length; k++) {
            logs[k] = GammaFunction.digamma(gamma[k]) - GammaFunction.digamma(gammaSum);
            bound += GammaFunction.logGamma(gamma[k]) - GammaFunction.logGamma(alpha[k]) + (alpha[k] - gamma[k]) * logs[k];
        }
        for (int word = 0; word < beta.length; word++) {
            double norm = 0;
            for (int k = 0; k < gamma.length; k++) {
                norm += beta[word][k] * Math.exp(logs[k]);
            }
            bound += text.counts()[word] * Math.log(norm);
        }
        return bound;
    }

    /** A word of a later chunk alone has λ = η in all topics by then, and exp(ψ(1/100)) is 0 as a float. */
    @Test
    void learnsWordsThatComeLate() {
        int topics = 100;
        Documents documents = new Documents(SyntheticTopics.vocabulary(3), new int[] {0, 0, 1, 1, 2, 2, 2}, new int[] {0, 4, 7});
        TopicModel model = OnlineLda.train(documents, Tokenizer.whitespace(),
                new OnlineLdaConfig(topics, 1, 1, 0.5, 1, Prior.SYMMETRIC, Prior.SYMMETRIC, 50, 1e-3, 1), 1, TopicProgress.Listener.NONE);
        double best = 0;
        for (int k = 0; k < topics; k++) {
            best = Math.max(best, model.wordProbability(2, k));
        }
        assertThat(best).isGreaterThan(0.5);
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() {
        OnlineLdaConfig auto = new OnlineLdaConfig(6, 70, 2, 0.5, 1, Prior.of("auto"), Prior.of("auto"), 50, 1e-3, 5);
        TopicModel one = train(auto, 1);
        TopicModel three = train(auto, 3);
        assertThat(three.weights()).isEqualTo(one.weights());
        assertThat(three.inference().prior()).isEqualTo(one.inference().prior()).isNotEqualTo(Prior.SYMMETRIC.values(6, 6));
    }

    @Test
    void aModelComesBackAndInfersTheSame() throws IOException {
        TopicModel model = train(config(100, 3, 0.7, Prior.of("asymmetric")), 2);
        TopicFolder.save(model, folder);
        try (TopicModel read = (TopicModel) ModelFolder.load(folder)) {
            assertThat(read.inference()).isInstanceOf(TopicInference.Variational.class);
            assertThat(read.infer("w1 w2 w30 w1")).isEqualTo(model.infer("w1 w2 w30 w1"));
            assertThat(read.infer("unheard-of")[0]).isGreaterThan(read.infer("unheard-of")[3]);
            assertThat(read.embed("unheard-of")).containsOnly(0);
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> config(0, 1, 0.5, Prior.SYMMETRIC)).hasMessageContaining("chunksize must be 1 or more");
        assertThatThrownBy(() -> config(1, 1, 1.5, Prior.SYMMETRIC)).hasMessageContaining("decay must be 0 to 1: got 1.5");
        assertThatThrownBy(() -> Prior.of("lots")).hasMessageContaining("symmetric, asymmetric, auto or a number: got lots");
        assertThatThrownBy(() -> new OnlineLdaConfig(4, 1, 1, 0.5, 1, Prior.SYMMETRIC, Prior.of("asymmetric"), 1, 0, 1))
                .hasMessageContaining("eta cannot be asymmetric");
    }
}
