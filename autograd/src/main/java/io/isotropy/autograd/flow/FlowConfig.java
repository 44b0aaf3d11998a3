package io.isotropy.autograd.flow;

import io.isotropy.autograd.nn.Parameters;

/** The architectures of the papers. Their convolutional networks are dense ones here, for a vector has no neighbourhood. */
public sealed interface FlowConfig permits Nice, RealNvp, Glow {

    /** A flow of vectors of {@code size} numbers, 2 or more, with parameters from that scope. */
    FlowModel create(Parameters parameters, int size);
}
