package io.isotropy.benchmarks.peers;

import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import io.isotropy.benchmarks.FirstVector;

/** The first vector by LangChain4j's model in a jar. */
final class FirstVectorLangchain4j {

    private FirstVectorLangchain4j() {}

    public static void main(String[] args) {
        FirstVector.report(new AllMiniLmL6V2EmbeddingModel().embed(FirstVector.TEXT).content().vector(), System.out);
        System.exit(0); // its threads would keep the process alive for a minute
    }
}
