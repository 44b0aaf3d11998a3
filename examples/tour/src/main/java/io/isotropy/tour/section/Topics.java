package io.isotropy.tour.section;

import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.topic.Documents;
import io.isotropy.nlp.topic.Lda;
import io.isotropy.nlp.topic.LdaConfig;
import io.isotropy.nlp.topic.Plsa;
import io.isotropy.nlp.topic.StopWords;
import io.isotropy.nlp.topic.TopicFolder;
import io.isotropy.tour.About;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Topic models: a text mixes a few topics, and a topic is a distribution of words. pLSA takes the likeliest mixture; LDA gives mixtures and topics
 * priors, and averages. Both were made for documents: a definition of ten words shows little of its topics.
 */
final class Topics implements Section {

    @Override
    public About about() {
        return new About("topics", "Topic models",
                "A text is a mixture of topics. The vectors are short and can be read, but tell only what a text is about, not what it says.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        String settings = scale.topics() + " topics, words that occur 3 times, without stop words; ";
        return List.of(
                new SystemCard("plsa", "pLSA", "Hofmann 1999", "p(w | d) = Σ_k p(w | k) · p(k | d)", settings + "tempered EM"),
                new SystemCard("lda", "LDA", "Blei et al. 2003; Griffiths and Steyvers 2004, eq. 5",
                        "p(z = k) ∝ (n_dk + α_k) · (n_kw + β) / (n_k + Vβ)", settings + scale.topicIterations() + " passes of Gibbs sampling"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        Scale scale = tour.scale();
        Plsa.Config plsa = new Plsa.Config(
                scale.topics(), scale.topicIterations(), Plsa.Config.DEFAULT.heldOut(), Plsa.Config.DEFAULT.cooling(),
                Plsa.Config.DEFAULT.tolerance(), tour.seed());
        tour.show(cards.get(0),
                progress -> Plsa.train(documents(tour), tour.words(), plsa, tour.threads(),
                        p -> progress.at((double) p.iteration() / p.iterations(), -p.measure())),
                TopicFolder::save);
        LdaConfig lda = LdaConfig.DEFAULT.withTopics(scale.topics()).withIterations(scale.topicIterations())
                .withOptimization(10, scale.topicIterations() / 4).withSeed(tour.seed());
        tour.show(cards.get(1),
                progress -> Lda.train(documents(tour), tour.words(), lda, tour.threads(),
                        p -> progress.at((double) p.iteration() / p.iterations(), -p.measure())),
                TopicFolder::save);
    }

    private static Documents documents(Tour tour) throws IOException {
        Set<String> stopWords = StopWords.english();
        return Documents.read(tour.corpus(), tour.words(), Vocabulary.Limits.ofMinCount(3), stopWords);
    }
}
