package io.isotropy.nlp.topic;

import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.tensor.Philox;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A corpus drawn from topics that are known: topic k has {@value #WORDS} words of its own, k·10 … k·10+9, in equal parts. */
final class SyntheticTopics {

    static final int WORDS = 10;

    private SyntheticTopics() {}

    /** Texts of two topics each, the first with two thirds of the words; every twentieth word is any. */
    static Documents of(int topics, int texts, int length, long seed) {
        Philox random = Philox.of(seed);
        int[] words = new int[texts * length];
        int[] offsets = IntStream.rangeClosed(0, texts).map(text -> text * length).toArray();
        for (int text = 0; text < texts; text++) {
            for (int i = 0; i < length; i++) {
                int place = text * length + i;
                int topic = i % 3 < 2 ? text % topics : (text / topics + text + 1) % topics;
                int word = random.integer(2L * place, WORDS);
                words[place] = i % 20 == 19 ? random.integer(2L * place + 1, WORDS * topics) : topic * WORDS + word;
            }
            Arrays.sort(words, text * length, (text + 1) * length);
        }
        return new Documents(vocabulary(topics * WORDS), words, offsets);
    }

    /** Words w0, w1, … */
    static Vocabulary vocabulary(int size) {
        long[] counts = new long[size];
        Arrays.fill(counts, 1);
        return Vocabulary.ofOrdered(IntStream.range(0, size).mapToObj(word -> "w" + word).toList(), counts);
    }

    /** Whether each of the true topics is a topic of the model, its words being the most probable ones. */
    static boolean recovered(TopicModel model) {
        long found = IntStream.range(0, model.topics())
                .map(k -> {
                    int[] groups = Arrays.stream(model.topIds(k, WORDS)).map(word -> word / WORDS).distinct().toArray();
                    return groups.length == 1 ? groups[0] : -1;
                })
                .filter(group -> group >= 0).distinct().count();
        return found == model.topics();
    }
}
