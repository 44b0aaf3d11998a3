package io.isotropy.nlp.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldOutTest {

    private static TopicModel model(double alpha, float... weights) {
        return new TopicModel(Tokenizer.whitespace(), SyntheticTopics.vocabulary(weights.length / 2), weights,
                new TopicInference.Collapsed(new double[] {alpha, alpha}), Map.of());
    }

    @Test
    void topicsThatAreAlikePredictAsOneDistribution() throws IOException {
        TopicModel model = model(0.5, 3, 3, 1, 1); // p(w0) = 3/4 in both
        HeldOut texts = HeldOut.read(Corpus.of(List.of("w0 w1 w0 w0", "x", "w1 y w0")), model);
        assertThat(texts.texts()).isEqualTo(2);
        assertThat(texts.emptyTexts()).isEqualTo(1);
        assertThat(texts.words()).isEqualTo(6);
        assertThat(texts.unknownWords()).isEqualTo(2);
        // at odd places: w1, w0 and w0
        assertThat(texts.completionPerplexity(model)).isCloseTo(Math.exp(-(Math.log(0.25) + 2 * Math.log(0.75)) / 3), within(1e-6));
        assertThat(texts.leftToRightPerplexity(model, 3, 1))
                .isCloseTo(Math.exp(-(2 * Math.log(0.25) + 4 * Math.log(0.75)) / 6), within(1e-6));
    }

    /** p(w0 w0) = Σ over both topics of both words: E[(θ₁ φ₁ + θ₂ φ₂)²]. */
    @Test
    void leftToRightIsTheLikelihood() throws IOException {
        TopicModel model = model(1, 9, 2, 1, 8); // p(w0) = .9 and .2
        HeldOut texts = HeldOut.read(Corpus.of(List.of("w0 w0")), model);
        double exact = (0.9 * 0.9 + 0.2 * 0.2) * (1.0 / 3) + 2 * 0.9 * 0.2 * (1.0 / 6);
        assertThat(texts.leftToRightPerplexity(model, 200_000, 1)).isCloseTo(Math.exp(-Math.log(exact) / 2), within(2e-3));
    }

    @Test
    void trainingHelps() throws IOException {
        Documents documents = SyntheticTopics.of(5, 300, 30, 1);
        Corpus unseen = Corpus.of(List.of("w1 w2 w3 w4 w5 w6 w7 w8", "w31 w32 w33 w41 w34 w45", "w20"));
        LdaConfig config = LdaConfig.DEFAULT.withTopics(5);
        TopicModel early = Lda.train(documents, Tokenizer.whitespace(), config.withIterations(1), 1, TopicProgress.Listener.NONE);
        TopicModel late = Lda.train(documents, Tokenizer.whitespace(), config.withIterations(80), 1, TopicProgress.Listener.NONE);
        assertThat(HeldOut.read(unseen, early).completionPerplexity(early)).isBetween(35.0, 60.0);
        assertThat(HeldOut.read(unseen, late).completionPerplexity(late)).isLessThan(30);
        assertThat(HeldOut.read(unseen, late).leftToRightPerplexity(late, 10, 3))
                .isLessThan(HeldOut.read(unseen, early).leftToRightPerplexity(early, 10, 3))
                .isEqualTo(HeldOut.read(unseen, late).leftToRightPerplexity(late, 10, 3));
        assertThatThrownBy(() -> HeldOut.read(Corpus.of(List.of("zzz")), late)).hasMessageContaining("has no word that the model knows");
    }
}
