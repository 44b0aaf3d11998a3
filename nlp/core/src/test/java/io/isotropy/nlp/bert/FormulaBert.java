package io.isotropy.nlp.bert;

import io.isotropy.autograd.nn.Parameter;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Tensor;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A BERT of two layers and 8 dims with both heads of pre-training, whose weights a formula gives that is easily repeated elsewhere. */
public final class FormulaBert {

    /** [PAD] is 0. */
    private static final String VOCABULARY = "[PAD] [UNK] [CLS] [SEP] [MASK] a man is playing the guitar ##s cat dog runs red blue one two three "
            + "four five six .";

    private static final BertConfig CONFIG = new BertConfig(24, 8, 2, 2, 12, Activation.GELU, 16, 2, 1e-12f);

    private FormulaBert() {}

    /** Writes a folder as BertForPreTraining does; it has no dropout. */
    public static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("vocab.txt"), VOCABULARY.replace(' ', '\n') + "\n");
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "bert", "vocab_size": 24, "hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2,
                 "intermediate_size": 12, "max_position_embeddings": 16, "hidden_dropout_prob": 0, "attention_probs_dropout_prob": 0}
                """);
        TrainableBert bert = TrainableBert.create(CONFIG, BertDropout.NONE, Backends.byName("cpu"), 1);
        MaskedLanguageHead head = MaskedLanguageHead.create(bert);
        NextSentenceHead.create(bert);
        fill(bert.parameters());
        SafetensorsWriter.write(folder.resolve("model.safetensors"), head.entries(), Map.of("format", "pt"));
        return folder;
    }

    /** Element i of a parameter is 0.4·sin(1.3·i + h + 0.01·i²), h = Σ (j+1)·name[j] mod 1000; 1 more for γ of a normalization. */
    private static void fill(Parameters parameters) {
        fill(parameters, "");
    }

    /** Sets the parameters whose names contain {@code part} by the formula. */
    public static void fill(Parameters parameters, String part) {
        for (Parameter parameter : parameters.all()) {
            String name = parameter.name();
            if (!name.contains(part)) {
                continue;
            }
            int h = 0;
            for (int j = 0; j < name.length(); j++) {
                h += name.charAt(j) * (j + 1);
            }
            float[] values = new float[parameter.variable().shape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.4 * Math.sin(1.3 * i + h % 1000 + 0.01 * i * i)) + (name.endsWith("LayerNorm.weight") ? 1 : 0);
            }
            Tensor value = parameter.variable().value();
            value.assign(Tensor.of(value.backend(), value.shape(), values));
        }
    }
}
