package io.isotropy.nlp.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of a BERT encoder (Devlin et al. 2019), as its weights and its graph show it.
 *
 * @param eps what the layer norms add to the variance
 * @param pooler whether the file has the dense layer over [CLS] of the pre-training task
 * @param quantized whether the weights were stored in 8 bits
 */
public record BertFacts(
        int hidden,
        int layers,
        int heads,
        int intermediate,
        int vocab,
        int positions,
        int types,
        double eps,
        boolean pooler,
        boolean quantized) {

    /** A tensor that a checkpoint of this configuration has. */
    record Expected(String name, List<Integer> shape) {}

    /** All of them, in the order of the published checkpoints. */
    List<Expected> expected() {
        List<Expected> all = new ArrayList<>();
        all.add(new Expected("embeddings.word_embeddings.weight", List.of(vocab, hidden)));
        all.add(new Expected("embeddings.position_embeddings.weight", List.of(positions, hidden)));
        all.add(new Expected("embeddings.token_type_embeddings.weight", List.of(types, hidden)));
        norm(all, "embeddings.LayerNorm");
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "encoder.layer." + layer + ".";
            dense(all, prefix + "attention.self.query", hidden, hidden);
            dense(all, prefix + "attention.self.key", hidden, hidden);
            dense(all, prefix + "attention.self.value", hidden, hidden);
            dense(all, prefix + "attention.output.dense", hidden, hidden);
            norm(all, prefix + "attention.output.LayerNorm");
            dense(all, prefix + "intermediate.dense", intermediate, hidden);
            dense(all, prefix + "output.dense", hidden, intermediate);
            norm(all, prefix + "output.LayerNorm");
        }
        if (pooler) {
            dense(all, "pooler.dense", hidden, hidden);
        }
        return all;
    }

    private static void dense(List<Expected> all, String name, int out, int in) {
        all.add(new Expected(name + ".weight", List.of(out, in)));
        all.add(new Expected(name + ".bias", List.of(out)));
    }

    private void norm(List<Expected> all, String name) {
        all.add(new Expected(name + ".weight", List.of(hidden)));
        all.add(new Expected(name + ".bias", List.of(hidden)));
    }
}
