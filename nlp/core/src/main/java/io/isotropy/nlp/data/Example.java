package io.isotropy.nlp.data;

import java.util.List;

/** What one step of training sees of a file: one to three texts, and what is known about them. */
public sealed interface Example {

    /** All texts, in the order of the components. */
    List<String> texts();

    /** One text: unsupervised SimCSE, TSDAE, masked language models. */
    record Text(String text) implements Example {
        @Override
        public List<String> texts() {
            return List.of(text);
        }
    }

    /** One text and its class. */
    record LabelledText(String text, int label) implements Example {
        @Override
        public List<String> texts() {
            return List.of(text);
        }
    }

    /** Two texts that mean the same: a question and its answer, two captions of one picture, a text and its back-translation. */
    record Pair(String first, String second) implements Example {
        @Override
        public List<String> texts() {
            return List.of(first, second);
        }
    }

    /**
     * Two texts and how alike people found them.
     *
     * @param score from 0 to 1
     */
    record ScoredPair(String first, String second, double score) implements Example {
        @Override
        public List<String> texts() {
            return List.of(first, second);
        }
    }

    /** Two texts and the class of what holds between them, as premise and hypothesis; or 1 for alike and 0 for unlike. */
    record LabelledPair(String first, String second, int label) implements Example {
        @Override
        public List<String> texts() {
            return List.of(first, second);
        }
    }

    /** A text, one that is close to it and one that is not. */
    record Triplet(String anchor, String positive, String negative) implements Example {
        @Override
        public List<String> texts() {
            return List.of(anchor, positive, negative);
        }
    }
}
