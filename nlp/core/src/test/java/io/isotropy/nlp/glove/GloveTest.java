package io.isotropy.nlp.glove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.tensor.Philox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

class GloveTest {

    private final Backend backend = Backends.byName("cpu");

    /** Texts about one of two things each, with words that all use. */
    private static List<String> texts() {
        Philox random = Philox.of(11);
        List<String> texts = new ArrayList<>();
        int draw = 0;
        for (int text = 0; text < 600; text++) {
            StringJoiner words = new StringJoiner(" ");
            for (int i = 0; i < 12; i++) {
                boolean common = random.integer(draw++, 3) == 0;
                words.add((common ? "of" : text % 2 == 0 ? "sea" : "sky") + random.integer(draw++, 10));
            }
            texts.add(words.toString());
        }
        return texts;
    }

    private static GloveConfig config(int iterations, float learningRate, GloveConfig.Vectors vectors) {
        return new GloveConfig(20, 5, true, Vocabulary.Limits.ofMinCount(2), 10, 0.75f, learningRate, iterations, vectors, 3);
    }

    private Glove train(int threads, GloveConfig config, List<String> texts) throws IOException {
        int before = backend.threads();
        backend.setThreads(threads);
        try {
            return Glove.train(backend, Corpus.of(texts), Tokenizer.whitespace(), config, Glove.Listener.none());
        } finally {
            backend.setThreads(before);
        }
    }

    @Test
    void findsWordsOfTheSameTexts() throws IOException {
        List<Double> losses = new ArrayList<>();
        Glove.Listener listener = new Glove.Listener() {
            @Override
            public void counted(long tokens, long total) {
                assertThat(tokens).isEqualTo(total).isEqualTo(600 * 12);
            }

            @Override
            public void trained(long pairs, long total, double loss) {
                losses.add(loss);
            }
        };
        Glove glove = Glove.train(
                backend, Corpus.of(texts()), Tokenizer.whitespace(), config(40, 0.05f, GloveConfig.Vectors.SUM), listener);
        assertThat(losses.getLast()).isEqualTo(glove.loss()).isLessThan(losses.getFirst() / 3);
        double same = 0;
        double other = 0;
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < i; j++) {
                same += glove.vectors().similarity("sea" + i, "sea" + j) / 45;
                other += glove.vectors().similarity("sea" + i, "sky" + j) / 45;
            }
        }
        assertThat(same).isGreaterThan(other + 0.2);
    }

    @Test
    void threadsChangeNoBit() throws IOException {
        List<String> texts = new ArrayList<>(texts());
        for (int i = 0; i < 3000; i++) { // so many words that there are several parts
            texts.add("w" + i + " w" + (i + 1) + " sea1 w" + i / 2);
        }
        GloveConfig config = config(3, 0.05f, GloveConfig.Vectors.CONCATENATION);
        Glove one = train(1, config, texts);
        Glove three = train(3, config, texts);
        assertThat(Partition.of(one.vocabulary().size()).parts()).isGreaterThan(1);
        assertThat(one.vectors().dimension()).isEqualTo(40);
        assertThat(three.vectors().matrix().toArray()).isEqualTo(one.vectors().matrix().toArray());
        assertThat(three.loss()).isEqualTo(one.loss());
    }

    @Test
    void wordVectorsAreTheFirstHalfOfConcatenations() throws IOException {
        Glove words = train(1, config(1, 0.05f, GloveConfig.Vectors.WORD), texts());
        Glove both = train(1, config(1, 0.05f, GloveConfig.Vectors.CONCATENATION), texts());
        Glove sum = train(1, config(1, 0.05f, GloveConfig.Vectors.SUM), texts());
        float[] word = words.vectors().vector("sea3");
        float[] pair = both.vectors().vector("sea3");
        float[] added = sum.vectors().vector("sea3");
        for (int i = 0; i < 20; i++) {
            assertThat(pair[i]).isEqualTo(word[i]);
            assertThat(added[i]).isEqualTo(word[i] + pair[20 + i]);
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> train(1, config(1, 0.05f, GloveConfig.Vectors.SUM), List.of())).hasMessageContaining("the texts");
        assertThatThrownBy(() -> train(1, config(1, 0.05f, GloveConfig.Vectors.SUM), List.of("once only words")))
                .hasMessageContaining("the texts");
        assertThatThrownBy(() -> train(1, config(1, 0.05f, GloveConfig.Vectors.SUM), List.of("word", "word", "other", "other")))
                .hasMessageContaining("no two known words");
        assertThatThrownBy(() -> train(1, config(30, 1e30f, GloveConfig.Vectors.SUM), texts()))
                .hasMessageContaining("became no number in epoch").hasMessageContaining("learning rate 1.0E30 is too high");
        assertThatThrownBy(() -> config(0, 1, GloveConfig.Vectors.SUM)).hasMessageContaining("iterations must be 1 or more: got");
    }
}
