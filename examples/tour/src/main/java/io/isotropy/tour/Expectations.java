package io.isotropy.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the literature says of which system is better, held against what was seen. */
final class Expectations {

    /**
     * A claim, about Spearman's correlation with how alike people or a taxonomy find two texts.
     *
     * @param source where it is made
     * @param unless why it need not hold for models as small, and as little trained, as the tour's
     */
    record Expectation(String better, String worse, String source, String unless) {}

    /** A claim and the two figures. */
    record Seen(Expectation expectation, Result better, Result worse) {

        boolean holds() {
            return better.scores().spearman() > worse.scores().spearman();
        }
    }

    private static final String SMALL_BERT = "the tour's BERT sees a thousandth of the text that BERT did, and has hardly left the words' frequencies behind";
    private static final String REPAIRED = "a repair spreads what the vectors hold, and those of so small a BERT hold little";

    static final List<Expectation> ALL = List.of(
            new Expectation("tf-idf", "bag-of-words", "Sparck Jones 1972", "frequent words tell little in definitions, too"),
            new Expectation("lsa", "tf-idf", "Deerwester et al. 1990", "short texts share so few words that directions of whole texts are blurred"),
            new Expectation("lda", "plsa", "Blei et al. 2003, §7", "pLSA stops before it overfits: it is tempered"),
            new Expectation("fasttext", "skip-gram", "Bojanowski et al. 2017, §5", "means of raw word vectors are ruled by what all texts share"),
            new Expectation("sif", "mean", "Arora et al. 2017, table 1", "the first component must be what all texts share"),
            new Expectation("usif", "sif", "Ethayarajh 2018, table 1", "five components less are many for vectors this short"),
            new Expectation("glove", "bert-cls", "Reimers and Gurevych 2019, table 1", "[CLS] would have to be trained for it"),
            new Expectation("bert-mean", "bert-cls", "Reimers and Gurevych 2019, table 1", SMALL_BERT),
            new Expectation("bert-first-last", "bert-mean", "Gao et al. 2021, table 5", SMALL_BERT),
            new Expectation("bert-flow", "bert-first-last", "Li et al. 2020, table 2", REPAIRED),
            new Expectation("bert-whitening", "bert-first-last", "Su et al. 2021, table 1", REPAIRED),
            new Expectation("sbert-classification", "infersent", "Reimers and Gurevych 2019, table 1",
                    "InferSent here starts from GloVe, which knows more of words than the tour's BERT"),
            new Expectation("sbert-classification", "bert-mean", "Reimers and Gurevych 2019, table 1", "the labels here are of kinds and opposites"),
            new Expectation("simcse", "bert-whitening", "Gao et al. 2021, table 5", SMALL_BERT),
            new Expectation("simcse-supervised", "simcse", "Gao et al. 2021, table 5",
                    "the positives here are of a wider kind than the anchor, which a paraphrase is not"),
            new Expectation("tsdae", "bert-mean", "Wang et al. 2021, table 1", "TSDAE takes tens of thousands of steps, here some hundred"),
            new Expectation("published", "simcse-supervised", "Reimers and Gurevych 2019; Wang et al. 2020", "nothing here was trained as long"));

    private Expectations() {}

    /** Those both of whose systems were shown. */
    static List<Seen> seen(List<Result> results) {
        Map<String, Result> byId = new TreeMap<>();
        results.forEach(result -> byId.put(result.card().id(), result));
        List<Seen> seen = new ArrayList<>();
        for (Expectation expectation : ALL) {
            Result better = byId.get(expectation.better);
            Result worse = byId.get(expectation.worse);
            if (better != null && worse != null) {
                seen.add(new Seen(expectation, better, worse));
            }
        }
        return seen;
    }
}
