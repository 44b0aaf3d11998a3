package io.isotropy.nlp.eval;

import java.util.List;

/** What a task measures. */
public enum TaskKind {
    /** Semantic Textual Similarity: does the cosine follow what people say? */
    STS("cosine_spearman"),
    /** Classes of texts, by logistic regression on vectors that do not change. */
    TRANSFER("accuracy"),
    /** What holds between premise and hypothesis, likewise. */
    NLI("accuracy"),
    /** Texts that answer a query. */
    RETRIEVAL("ndcg_at_10"),
    /** Groups that nobody named. */
    CLUSTER("v_measure");

    private final String main;

    TaskKind(String main) {
        this.main = main;
    }

    /** The figure that counts, by MTEB's name (Muennighoff et al. 2023, §3.1). */
    public String main() {
        return main;
    }

    /** The figures that a table shows, the one that counts first. */
    public List<String> shown() {
        return switch (this) {
            case STS -> List.of(main, "cosine_pearson");
            case TRANSFER, NLI -> List.of(main, "f1");
            case RETRIEVAL -> List.of(main, "mrr_at_10", "recall_at_1", "recall_at_5", "recall_at_10", "recall_at_100", "map");
            case CLUSTER -> List.of(main, "adjusted_rand");
        };
    }
}
