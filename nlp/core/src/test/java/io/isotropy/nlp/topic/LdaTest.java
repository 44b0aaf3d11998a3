package io.isotropy.nlp.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.parallel.Crew;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LdaTest {

    private static final Documents DOCUMENTS = SyntheticTopics.of(5, 300, 30, 1);
    private static final LdaConfig CONFIG = LdaConfig.DEFAULT.withTopics(5).withIterations(100);

    @TempDir
    Path folder;

    private static TopicModel train(LdaConfig config, int threads) {
        return Lda.train(DOCUMENTS, Tokenizer.whitespace(), config, threads, TopicProgress.Listener.NONE);
    }

    @Test
    void findsTheTopicsOfItsCorpus() {
        List<Double> measures = new ArrayList<>();
        TopicModel model = Lda.train(DOCUMENTS, Tokenizer.whitespace(), CONFIG, 2, progress -> measures.add(progress.measure()));
        assertThat(SyntheticTopics.recovered(model)).isTrue();
        assertThat(measures).hasSize(100);
        assertThat(measures.get(99)).isGreaterThan(Math.log(1.0 / 50)); // what a model without topics gives
        double[] found = model.infer("w0 w3 w7 w9 w41 w42 unheard-of");
        assertThat(Arrays.stream(found).sum()).isCloseTo(1, within(1e-12));
        double[] sorted = found.clone();
        Arrays.sort(sorted);
        assertThat(sorted[4]).isBetween(0.4, 0.7);
        assertThat(sorted[3]).isBetween(0.2, 0.5);
    }

    /** Of each document the first word's topic is drawn from eq. 5 with counts that are known. */
    @Test
    void drawsFromTheConditionalDistribution() {
        int topics = 19; // two blocks, the second one not full
        int[] words = {0, 0, 1, 4, 0, 1, 2, 3, 1, 1, 1, 1, 2, 0, 3, 4};
        Documents documents = new Documents(SyntheticTopics.vocabulary(5), words, new int[] {0, 4, 8, 12, 13, 16});
        double[] alpha = new double[topics];
        for (int k = 0; k < topics; k++) {
            alpha[k] = 0.05 + 0.03 * k;
        }
        double[] expected = new double[topics];
        double[] variance = new double[topics];
        double[] drawn = new double[topics];
        int changed = 0;
        try (Crew crew = new Crew(1, "topics")) {
            for (int seed = 0; seed < 4000; seed++) {
                GibbsSampler sampler = new GibbsSampler(documents, CONFIG.withTopics(topics).withSeed(seed));
                sampler.setPriors(alpha, 0.2);
                char[] before = sampler.assignments().clone();
                sampler.iterate(crew);
                for (int text = 0; text < documents.texts(); text++) {
                    double[] exact = conditional(documents, before, text, alpha, 0.2);
                    for (int k = 0; k < topics; k++) {
                        expected[k] += exact[k];
                        variance[k] += exact[k] * (1 - exact[k]);
                    }
                    int place = documents.offsets()[text];
                    drawn[sampler.assignments()[place]]++;
                    changed += sampler.assignments()[place] != before[place] ? 1 : 0;
                }
            }
        }
        assertThat(changed).isGreaterThan(1000);
        for (int k = 0; k < topics; k++) {
            assertThat(drawn[k]).as("topic " + k).isCloseTo(expected[k], within(4.5 * Math.sqrt(variance[k])));
        }
    }

    private static double[] conditional(Documents documents, char[] topics, int text, double[] alpha, double beta) {
        int place = documents.offsets()[text];
        double[] mass = new double[alpha.length];
        double sum = 0;
        for (int k = 0; k < mass.length; k++) {
            int ofText = 0;
            int ofWord = 0;
            int total = 0;
            for (int other = 0; other < topics.length; other++) {
                if (other != place && topics[other] == k) {
                    total++;
                    ofWord += documents.words()[other] == documents.words()[place] ? 1 : 0;
                    ofText += other >= place && other < documents.offsets()[text + 1] ? 1 : 0;
                }
            }
            mass[k] = (ofText + alpha[k]) * (ofWord + beta) / (total + beta * documents.vocabulary().size());
            sum += mass[k];
        }
        for (int k = 0; k < mass.length; k++) {
            mass[k] /= sum;
        }
        return mass;
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() {
        LdaConfig config = new LdaConfig(20, 30, 5, 0.01, 10, 5, false, 7);
        TopicModel one = train(config, 1);
        TopicModel three = train(config, 3);
        assertThat(three.weights()).isEqualTo(one.weights());
        assertThat(three.inference().prior()).isEqualTo(one.inference().prior());
        assertThat(train(config.withSeed(8), 1).weights()).isNotEqualTo(one.weights());
    }

    @Test
    void estimatesPriors() {
        double[] alpha = train(CONFIG.withOptimization(10, 20), 2).inference().prior();
        assertThat(Arrays.stream(alpha).sum()).isBetween(0.5, 4.0); // two of five topics in a text: below 1 each
        assertThat(alpha).doesNotContain(1.0);
        double[] symmetric = train(new LdaConfig(5, 60, 5, 0.01, 10, 20, true, 42), 2).inference().prior();
        assertThat(Arrays.stream(symmetric).distinct().count()).isEqualTo(1);
    }

    @Test
    void aModelComesBackAndInfersTheSame() throws IOException {
        TopicModel model = train(CONFIG, 2);
        TopicFolder.save(model, folder);
        try (TopicModel read = (TopicModel) ModelFolder.load(folder)) {
            assertThat(read.name()).isEqualTo("lda");
            assertThat(read.dimension()).isEqualTo(5);
            String text = "w1 w2 w30 w31 w1";
            assertThat(read.infer(text)).isEqualTo(model.infer(text));
            assertThat(read.embed(List.of(text, "", "unheard-of"))).containsExactly(
                    model.embed(text), new float[5], new float[5]);
            assertThat(read.infer("unheard-of")).containsExactly(0.2, 0.2, 0.2, 0.2, 0.2);
            assertThat(read.share(0)).isEqualTo(model.share(0));
            TopicFolder.save(read, folder.resolve("again"));
            assertThat(folder.resolve("again/isotropy.json")).hasSameTextualContentAs(folder.resolve("isotropy.json"));
            assertThat(folder.resolve("again/model.safetensors")).hasSameBinaryContentAs(folder.resolve("model.safetensors"));
        }
        Files.writeString(folder.resolve("terms.tsv"), "w0\t1\n");
        assertThatThrownBy(() -> TopicFolder.load(folder)).hasMessageContaining("the files belong to different models");
    }

    @Test
    void reportsTopicsWithTexts() throws IOException {
        TopicReport report = TopicReport.of(train(CONFIG, 1), 3, Corpus.of(List.of("w1 w2 w3", "none", "w11 w12 w13 w3")), 1);
        assertThat(report.topics()).hasSize(5);
        assertThat(report.unknownTexts()).isEqualTo(1);
        assertThat(report.topics().stream().mapToDouble(TopicReport.Topic::share).sum()).isCloseTo(1, within(1e-9));
        assertThat(report.topics()).allSatisfy(topic -> assertThat(topic.words()).hasSize(3));
        assertThat(report.topics().stream().flatMap(topic -> topic.examples().stream()).filter(example -> example.share() > 0.4)
                .map(TopicReport.Example::place)).containsExactlyInAnyOrder(0, 2);
    }

    @Test
    void readsDocuments() throws IOException {
        Corpus corpus = Corpus.of(List.of("the cat and the cat", "", "a dog", "zebra the"));
        Documents documents = Documents.read(corpus, Tokenizer.words(), new Vocabulary.Limits(1, 2), Set.of("the", "and"));
        assertThat(documents.vocabulary().words()).containsExactly("cat", "a");
        assertThat(documents.texts()).isEqualTo(4);
        assertThat(documents.emptyTexts()).isEqualTo(2);
        assertThat(documents.text(0)).containsExactly(0, 0);
        assertThatThrownBy(() -> Documents.read(Corpus.of(List.of()), Tokenizer.words(), Vocabulary.Limits.NONE, Set.of()))
                .hasMessageContaining("holds no word");
        assertThatThrownBy(() -> Documents.read(Corpus.of(List.of("the")), Tokenizer.words(), Vocabulary.Limits.NONE, Set.of("the")))
                .hasMessageContaining("no word left once the stop words are out");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> CONFIG.withTopics(1)).hasMessageContaining("the number of topics must be 2 to 65536: got 1");
        assertThatThrownBy(() -> CONFIG.withIterations(0)).hasMessageContaining("iterations must be 1 or more");
        assertThatThrownBy(() -> new LdaConfig(2, 1, Double.NaN, 0.1, 0, 0, false, 1)).hasMessageContaining("alpha must be above 0");
        assertThatThrownBy(() -> new TopicModel(Tokenizer.words(), SyntheticTopics.vocabulary(1), new float[] {1, Float.NaN},
                new TopicInference.Collapsed(new double[] {1, 1}), java.util.Map.of())).hasMessageContaining("\"w0\" in topic 1 is NaN");
    }

    @Test
    void topicsAndWordsThatAreNotThereAreRefused() {
        TopicModel model = new TopicModel(Tokenizer.words(), SyntheticTopics.vocabulary(3), new float[] {1, 2, 3, 4, 5, 6},
                new TopicInference.Collapsed(new double[] {1, 1}), java.util.Map.of());
        assertThat(model.topWords(1, 9)).hasSize(3);
        assertThatThrownBy(() -> model.topWords(2, 5)).hasMessage("[lda] a topic must be 0 to 1: got 2");
        assertThatThrownBy(() -> model.topWords(0, -1)).hasMessage("[lda] the number of words must be 0 or more: got -1");
        assertThatThrownBy(() -> model.wordProbability(0, -1)).hasMessage("[lda] a topic must be 0 to 1: got -1");
        assertThatThrownBy(() -> model.wordProbability(3, 0)).hasMessage("[lda] a word's id must be 0 to 2: got 3");
        assertThatThrownBy(() -> model.infer(0, 9)).hasMessage("[lda] a word's id must be 0 to 2: got 9");
        assertThatThrownBy(() -> model.share(5)).hasMessage("[lda] a topic must be 0 to 1: got 5");
    }
}
