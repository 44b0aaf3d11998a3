package io.isotropy.nlp.data;

import io.isotropy.tensor.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pairs of text for BERT's next-sentence prediction (Devlin et al. 2019, §3.1): the second half of a pair goes on where the first ends, or
 * comes from another document, half of the time each. As BERT's {@code create_pretraining_data.py}: sentences of a document are collected
 * until they fill the length, a random number of them are the first half; where the rest is not used, the next pair begins with it; what
 * is too long loses tokens at random ends, the longer half first; one in ten pairs is made shorter, to be like short texts.
 *
 */
public final class NextSentence {

    private static final float SHORTER = 0.1f;

    private final List<List<int[]>> documents;
    private final int room;

    /**
     * Over documents of sentences, which are the ids of their tokens without special ones.
     *
     * @param maxLength the most tokens of a pair, with [CLS] and two [SEP]
     */
    public NextSentence(List<List<int[]>> documents, int maxLength) {
        this.documents = documents.stream()
                .map(document -> document.stream().filter(sentence -> sentence.length > 0).toList())
                .filter(document -> !document.isEmpty())
                .toList();
        this.room = maxLength - 3;
        if (room < 2) {
            throw new IllegalArgumentException("[nextSentence] the length must be 5 or more: got " + maxLength);
        }
        if (this.documents.size() < 2) {
            throw new IllegalArgumentException(
                    "[nextSentence] two documents are needed, an empty line between them: got " + this.documents.size());
        }
    }

    /**
     * Two stretches of text, without special tokens.
     *
     * @param isNext whether the second follows the first in its document
     */
    public record SentencePair(int[] first, int[] second, boolean isNext) {}

    /** All pairs of one pass over the documents, in their order; other pairs for another generator. */
    public List<SentencePair> pairs(Philox random) {
        return IntStream.range(0, documents.size())
                .mapToObj(document -> pairs(document, new Draws(random.child(document))))
                .flatMap(List::stream)
                .toList();
    }

    /** Draws one after the other from a document's generator. */
    private static final class Draws {

        private final Philox random;
        private long count;

        Draws(Philox random) {
            this.random = random;
        }

        float uniform() {
            return random.uniform(4 * count++); // a block each, as integers take one
        }

        int integer(int from, int to) {
            return from + random.integer(count++, to - from);
        }
    }

    private List<SentencePair> pairs(int documentIndex, Draws draws) {
        List<int[]> document = documents.get(documentIndex);
        List<SentencePair> pairs = new ArrayList<>();
        int target = target(draws);
        List<int[]> chunk = new ArrayList<>();
        for (int i = 0; i < document.size(); i++) {
            chunk.add(document.get(i));
            boolean last = i == document.size() - 1;
            if (!last && length(chunk) < target) {
                continue;
            }
            int firstEnd = chunk.size() > 1 ? draws.integer(1, chunk.size()) : 1;
            List<int[]> first = chunk.subList(0, firstEnd);
            boolean other = chunk.size() == 1 || draws.uniform() < 0.5f;
            List<int[]> second = chunk.subList(firstEnd, chunk.size());
            if (other) {
                second = elsewhere(documentIndex, target - length(first), draws);
                i -= chunk.size() - firstEnd; // the sentences that were not used begin the next pair
            }
            pairs.add(cut(joined(first), joined(second), !other, draws));
            chunk.clear();
            target = target(draws);
        }
        return pairs;
    }

    private int target(Draws draws) {
        return draws.uniform() < SHORTER ? draws.integer(2, room + 1) : room;
    }

    private List<int[]> elsewhere(int documentIndex, int wanted, Draws draws) {
        int index = draws.integer(0, documents.size() - 1);
        List<int[]> document = documents.get(index >= documentIndex ? index + 1 : index);
        int start = draws.integer(0, document.size());
        int end = start;
        int length = 0;
        while (end < document.size() && (end == start || length < wanted)) {
            length += document.get(end++).length;
        }
        return document.subList(start, end);
    }

    private SentencePair cut(int[] first, int[] second, boolean isNext, Draws draws) {
        int[] from = {0, 0};
        int[] to = {first.length, second.length};
        while (to[0] - from[0] + to[1] - from[1] > room) {
            int longer = to[0] - from[0] > to[1] - from[1] ? 0 : 1;
            if (draws.uniform() < 0.5f) {
                from[longer]++;
            } else {
                to[longer]--;
            }
        }
        return new SentencePair(
                Arrays.copyOfRange(first, from[0], to[0]), Arrays.copyOfRange(second, from[1], to[1]), isNext);
    }

    private static int length(List<int[]> sentences) {
        return sentences.stream().mapToInt(sentence -> sentence.length).sum();
    }

    private static int[] joined(List<int[]> sentences) {
        return sentences.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
