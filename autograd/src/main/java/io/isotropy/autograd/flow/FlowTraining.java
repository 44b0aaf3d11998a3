package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.train.Batch;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;

/**
 * Maximum likelihood on the rows of a matrix. The loss is in nats per column, so that its size, and with it a learning rate, does not grow with
 * the vectors.
 *
 * @param parameters those of the model
 * @param data (rows, D)
 */
public record FlowTraining(FlowModel model, Parameters parameters, Tensor data) implements Trainable {

    /** Checks. */
    public FlowTraining {
        require(data.rank() == 2 && data.shape().dim(1) == model.size(), "flowTraining", "data must be (rows, size of the flow)",
                "data", data.shape(), "size", model.size());
    }

    @Override
    public Var loss(Batch batch, Mode mode) {
        Tensor x = data.gather(IntTensor.of(data.backend(), Shape.of(batch.size()), batch.examples()));
        return model.negativeLogLikelihood(Var.constant(x)).times(1f / model.size());
    }
}
