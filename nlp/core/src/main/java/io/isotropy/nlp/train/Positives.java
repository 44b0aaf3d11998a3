package io.isotropy.nlp.train;

import io.isotropy.nlp.data.Augmentation;

/** How the positive of an unsupervised pair is made of its text: what Gao et al. 2021, §3, Table 1 compare. Dropout comes on top of it. */
public sealed interface Positives {

    /** The text itself: dropout alone makes the difference. */
    record Same() implements Positives {}

    /** A changed text, another in every epoch. */
    record Changed(Augmentation augmentation) implements Positives {}

    /** The text with a part of its embeddings cut. */
    record Cut(Cutoff cutoff) implements Positives {}
}
