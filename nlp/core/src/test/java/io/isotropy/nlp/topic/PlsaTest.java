package io.isotropy.nlp.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.parallel.Crew;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlsaTest {

    private static final Documents DOCUMENTS = SyntheticTopics.of(4, 300, 40, 5);

    @TempDir
    Path folder;

    private static TopicModel train(Plsa.Config config, int threads) {
        return Plsa.train(DOCUMENTS, Tokenizer.whitespace(), config, threads, TopicProgress.Listener.NONE);
    }

    @Test
    void everyStepRaisesTheLikelihood() {
        List<Double> likelihoods = new ArrayList<>();
        TopicModel model = Plsa.train(DOCUMENTS, Tokenizer.whitespace(), new Plsa.Config(4, 60, 0, 0.9, 0, 2), 2,
                progress -> likelihoods.add(progress.measure()));
        assertThat(likelihoods.size()).isGreaterThan(10);
        for (int i = 1; i < likelihoods.size(); i++) {
            assertThat(likelihoods.get(i)).as("step " + i).isGreaterThan(likelihoods.get(i - 1) - 1e-6);
        }
        assertThat(likelihoods.getLast()).isGreaterThan(likelihoods.getFirst() + 0.3);
        assertThat(SyntheticTopics.recovered(model)).isTrue();
    }

    /** Figures of one step worked out by hand: eq. 3 to 6 in double. */
    @Test
    void aStepIsTheFormula() {
        int[] words = {0, 0, 1, 1, 2};
        Documents documents = new Documents(SyntheticTopics.vocabulary(3), words, new int[] {0, 3, 5});
        try (Crew crew = new Crew(1, "topics")) {
            for (double temperature : new double[] {1, 0.6}) {
                ExpectationMaximization em = new ExpectationMaximization(documents, 2, 4, crew);
                em.step(1);
                em.step(1);
                float[] before = em.wordsOfTopics().clone();
                double[] shares = em.shares().clone();
                double[][] texts = em.topicsOfTexts();
                em.step(temperature);
                double[] sums = new double[6];
                double[] totals = new double[2];
                for (int place = 0; place < words.length; place++) {
                    double[] posterior = new double[2];
                    for (int k = 0; k < 2; k++) {
                        posterior[k] = Math.pow(shares[k], 1 - temperature)
                                * Math.pow(texts[place < 3 ? 0 : 1][k] * before[words[place] * 2 + k], temperature);
                    }
                    for (int k = 0; k < 2; k++) {
                        double share = posterior[k] / (posterior[0] + posterior[1]);
                        sums[words[place] * 2 + k] += share;
                        totals[k] += share;
                    }
                }
                for (int i = 0; i < sums.length; i++) {
                    assertThat((double) em.wordsOfTopics()[i]).isCloseTo(sums[i] / totals[i % 2], within(1e-5));
                }
                assertThat(em.shares()[0]).isCloseTo(totals[0] / 5, within(1e-5));
            }
        }
    }

    @Test
    void temperingHelpsWordsThatWereHeldOut() throws IOException {
        Documents sparse = SyntheticTopics.of(4, 100, 12, 6);
        List<String> unseen = List.of("w1 w2 w3 w4 w5 w6 w7 w8", "w31 w32 w33 w11 w34 w15", "w21 w3 w24 w25");
        TopicModel plain = Plsa.train(sparse, Tokenizer.whitespace(), new Plsa.Config(8, 200, 0, 0.9, 1e-7, 2), 1,
                TopicProgress.Listener.NONE);
        TopicModel tempered = Plsa.train(sparse, Tokenizer.whitespace(), new Plsa.Config(8, 200, 0.1, 0.9, 1e-5, 2), 1,
                TopicProgress.Listener.NONE);
        assertThat(((TopicInference.FoldingIn) tempered.inference()).temperature()).isLessThan(1);
        assertThat(perplexity(tempered, unseen)).isLessThan(perplexity(plain, unseen));
    }

    private static double perplexity(TopicModel model, List<String> texts) throws IOException {
        return HeldOut.read(Corpus.of(texts), model).completionPerplexity(model);
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() {
        Plsa.Config config = new Plsa.Config(5, 30, 0.1, 0.9, 1e-4, 3);
        TopicModel one = train(config, 1);
        TopicModel three = train(config, 3);
        assertThat(three.weights()).isEqualTo(one.weights());
        assertThat(three.inference().prior()).isEqualTo(one.inference().prior());
    }

    @Test
    void aModelComesBackAndFoldsInTheSame() throws IOException {
        TopicModel model = train(new Plsa.Config(4, 60, 0.1, 0.9, 1e-5, 2), 2);
        TopicFolder.save(model, folder);
        try (TopicModel read = (TopicModel) ModelFolder.load(folder)) {
            assertThat(read.name()).isEqualTo("plsa");
            double[] found = read.infer("w0 w3 w7 w9 w31 w32 unheard-of");
            assertThat(found).isEqualTo(model.infer("w0 w3 w7 w9 w31 w32"));
            double[] sorted = found.clone();
            Arrays.sort(sorted);
            assertThat(sorted[3]).isBetween(0.55, 0.8);
            assertThat(Arrays.stream(found).sum()).isCloseTo(1, within(1e-9));
            assertThat(read.infer("unheard-of")).containsExactly(model.inference().prior(), within(1e-12));
            assertThat(read.embed("unheard-of")).containsOnly(0);
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new Plsa.Config(1, 1, 0, 0.9, 0, 1)).hasMessageContaining("the number of topics must be 2 or more: got 1");
        assertThatThrownBy(() -> new Plsa.Config(2, 1, 0.9, 0.9, 0, 1)).hasMessageContaining("the held-out part must be 0 to 0.5");
        Documents empty = new Documents(SyntheticTopics.vocabulary(3), new int[0], new int[] {0, 0});
        assertThatThrownBy(() -> Plsa.train(empty, Tokenizer.whitespace(), Plsa.Config.DEFAULT, 1, TopicProgress.Listener.NONE))
                .hasMessageContaining("the documents have no known word");
    }
}
