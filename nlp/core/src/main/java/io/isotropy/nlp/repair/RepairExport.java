package io.isotropy.nlp.repair;

import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.sentence.DenseExport;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.tensor.linalg.Matrix;
import java.io.IOException;
import java.nio.file.Path;

/** Repaired encoders as folders of sentence-transformers, the repair as a dense layer. */
public final class RepairExport {

    private RepairExport() {}

    /**
     * Writes a folder, whole or not at all. Its vectors are those of the model but for rounding: the layer computes in float32.
     *
     * @param base the folder that the model's base was loaded from
     * @throws IOException if the base is no encoder, or has a pooling that sentence-transformers does not know
     */
    public static void write(RepairedModel model, Path base, Path folder) throws IOException {
        if (!(model.base() instanceof SentenceEncoder encoder)) {
            throw new ModelFolderException(base, "holds no encoder, so sentence-transformers cannot load it");
        }
        Affine affine = switch (model.repair()) {
            case Whitening whitening -> whitening.affine();
            case AllButTheTop top -> top.affine();
            case SentenceFlow _ -> throw new ModelFolderException(base, "can be exported with repairs that are one dense layer, which a flow is not");
        };
        Matrix weight = affine.weight().transposed(); // (k, D)
        new DenseExport(weight.cols(), weight.rows(), floats(weight.values()), floats(affine.bias()), model.normalize())
                .write(base, encoder.settings(), folder);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
