package io.isotropy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.autograd.Var;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The numbers of docs/internals.md are those that its examples compute. */
class InternalsExamplesTest {

    private static String page = "";

    @BeforeAll
    static void readPage() throws IOException {
        page = String.join("\n", DocPage.read(DocPage.ROOT.resolve("docs/internals.md")).lines());
    }

    /** Four decimals of each number, the rows of a matrix in brackets of their own. */
    private static String written(Tensor figures) {
        if (figures.rank() == 2) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < figures.shape().dim(0); i++) {
                rows.add(written(figures.select(0, i)));
            }
            return rows.toString();
        }
        List<String> numbers = new ArrayList<>();
        for (float figure : figures.toArray()) {
            BigDecimal number = new BigDecimal(figure).setScale(4, RoundingMode.HALF_EVEN).stripTrailingZeros();
            numbers.add(number.toPlainString().replace('-', '−'));
        }
        return numbers.size() == 1 ? numbers.getFirst() : numbers.toString();
    }

    private static void says(String text, Tensor figures) {
        assertThat(written(figures)).isEqualTo(text);
        assertThat(page).contains(text);
    }

    @Test
    void product() {
        List<Tensor> products = InternalsExamples.product();
        says("[[4, 5], [10, 11]]", products.get(0));
        says("[[4, 10], [5, 11]]", products.get(1));
        String error = "[matmul] inner sizes must be equal: got a (2, 3), b (2, 2)";
        assertThatThrownBy(() -> Tensor.zeros(Shape.of(2, 3)).matmul(Tensor.zeros(Shape.of(2, 2)))).hasMessage(error);
        assertThat(page).contains(error);
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
        says("18", figures.get(0).value());
        says("[5, 7]", figures.get(1).value());
    }

    @Test
    void packedBatch() {
        List<Tensor> figures = InternalsExamples.packedBatch();
        says("[2, 2.5, 6, 6, 6]", figures.get(0));
        says("[1, 2.5, 4, 4.5, 6]", figures.get(1));
        says("[2.25, 6]", figures.get(2));
    }

    @Test
    void coupling() {
        List<Tensor> figures = InternalsExamples.coupling();
        says("[[1, 13]]", figures.get(0));
        says("0.6931", figures.get(1));
        says("[[1, 5]]", figures.get(2));
        says("−86.1447", figures.get(3));
    }

    @Test
    void scope() {
        assertThat(InternalsExamples.scope(Tensor.of(3, 4)).item()).isEqualTo(5);
    }
}
