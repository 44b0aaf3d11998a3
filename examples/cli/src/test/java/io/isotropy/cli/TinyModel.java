package io.isotropy.cli;

import io.isotropy.nlp.bert.TinyBert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A sentence encoder of 24 dimensions with random weights that reads 12 tokens. */
final class TinyModel {

    static final int DIMENSION = 24;
    static final int MAX_LENGTH = 12;

    private TinyModel() {}

    static Path write(Path folder) throws IOException {
        TinyBert.write(folder);
        Files.writeString(folder.resolve("modules.json"),
                """
                [{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"},
                 {"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"},
                 {"idx":2,"name":"2","path":"2_Normalize","type":"sentence_transformers.models.Normalize"}]
                """);
        Files.createDirectories(folder.resolve("1_Pooling"));
        Files.writeString(folder.resolve("1_Pooling/config.json"),
                "{\"word_embedding_dimension\":24,\"pooling_mode_mean_tokens\":true}");
        Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 12, \"do_lower_case\": false}");
        return folder;
    }
}
