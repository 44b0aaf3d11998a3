package io.isotropy.nlp.eval;

import io.isotropy.nlp.EmbeddingModel;

/** Data, and a way to judge a model's vectors by them. */
public sealed interface Task permits StsTask, TransferTask, RetrievalTask, ClusterTask {

    /** The name of the data. */
    String name();

    /** What is measured. */
    TaskKind kind();

    /** Judges a model. The result is the same for any number of threads. */
    TaskResult evaluate(EmbeddingModel model, TaskProgress progress);
}
