package io.isotropy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.Var;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The numbers of docs/internals.md, computed. */
class InternalsExamplesTest {

    private static void are(Tensor actual, double... expected) {
        float[] values = actual.toArray();
        assertThat(values).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) values[i]).isCloseTo(expected[i], within(1e-4));
        }
    }

    @Test
    void product() {
        List<Tensor> products = InternalsExamples.product();
        are(products.get(0), 4, 5, 10, 11);
        are(products.get(1), 4, 10, 5, 11);
    }

    @Test
    void threads() {
        Backend backend = Backends.preferred();
        int before = backend.threads();
        try {
            Tensor a = Tensor.normal(backend, Shape.of(70, 900), Philox.of(1), 0, 1);
            Tensor b = Tensor.normal(backend, Shape.of(900, 65), Philox.of(2), 0, 1);
            List<float[]> products = InternalsExamples.threads(a, b);
            assertThat(products.get(1)).isEqualTo(products.get(0));
        } finally {
            backend.setThreads(before);
        }
    }

    @Test
    void gradient() {
        List<Var> figures = InternalsExamples.gradient();
        are(figures.get(0).value(), 18);
        are(figures.get(1).value(), 5, 7);
    }

    @Test
    void packedBatch() {
        List<Tensor> figures = InternalsExamples.packedBatch();
        are(figures.get(0), 2, 2.5, 6, 6, 6);
        are(figures.get(1), 1, 2.5, 4, 4.5, 6);
        are(figures.get(2), 2.25, 6);
    }

    @Test
    void coupling() {
        List<Tensor> figures = InternalsExamples.coupling();
        are(figures.get(0), 1, 13);
        are(figures.get(1), 0.6931);
        are(figures.get(2), 1, 5);
        are(figures.get(3), -86.1447);
    }

    @Test
    void scope() {
        are(InternalsExamples.scope(Tensor.of(3, 4)), 5);
    }
}
