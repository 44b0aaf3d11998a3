package io.isotropy.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backends;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TensorTest {

    private final Tensor x = Tensor.arange(0, 6, 1).reshape(2, 3);

    @Test
    void viewsShareMemory() {
        Tensor row = x.select(0, 1);
        x.slice(1, 1, 2).fill(-1);
        assertThat(row.toArray()).containsExactly(3, -1, 5);
        x.transpose().select(0, 2).assign(Tensor.of(8, 9));
        assertThat(x.flatten().toArray()).containsExactly(0, -1, 8, 3, -1, 9);
        assertThat(x.transpose().contiguous().get(2, 1)).isEqualTo(9);
        assertThat(x.contiguous()).isSameAs(x);
        x.transpose().contiguous().fill(5);
        assertThat(x.get(0, 2)).isEqualTo(8);
        // Source and target overlap.
        x.slice(1, 1, 3).assign(x.slice(1, 0, 2));
        assertThat(x.toArray()).containsExactly(0, 0, -1, 3, 3, -1);
    }

    @Test
    void errorsNameTheOperationAndTheShapes() {
        check(() -> x.plus(Tensor.of(1, 2)),
                "[plus] sizes must be equal or 1, from the last dim on: got x (2, 3), y (2)");
        check(() -> x.matmul(x), "[matmul] inner sizes must be equal: got a (2, 3), b (2, 3)");
        check(() -> x.reshape(4, -1),
                "[reshape] the other sizes must divide the number of elements: got x (2, 3), target [4, -1]");
        check(() -> x.reshape(4), "[reshape] the number of elements must stay: got x (2, 3), target (4)");
        check(() -> x.slice(1, 2, 4), "[slice] bounds must ascend within the axis: got from 2, to 4, axis 1, x (2, 3)");
        check(() -> x.select(2, 0), "[select] axis must be one of the dims: got axis 2, x (2, 3)");
        check(() -> x.select(0, 2), "[select] index must lie within the axis: got index 2, axis 0, x (2, 3)");
        check(() -> x.permute(0, 0), "[permute] every dim must be named once: got axes [0, 0], x (2, 3)");
        check(() -> x.expand(4, 3),
                "[expand] sizes must be equal, or 1 in x, from the last dim on: got x (2, 3), target (4, 3)");
        check(() -> x.squeeze(0), "[squeeze] the axis must have size 1: got axis 0, x (2, 3)");
        check(() -> x.item(), "[item] there must be one element: got x (2, 3)");
        check(() -> x.get(1), "[get] there must be one index per dim: got index [1], x (2, 3)");
        check(() -> Tensor.concat(0, List.of(x, x.transpose())),
                "[concat] all sizes but that of axis 0 must be equal: got first (2, 3), other (3, 2)");
        check(() -> Tensor.of(Shape.of(2, 2), 1, 2, 3),
                "[of] there must be as many values as the shape has elements: got values 3, shape (2, 2)");
        check(() -> Tensor.zeros(Shape.of(0, 3)).max(0), "[max] the axis must not be empty: got axis 0, x (0, 3)");
        check(() -> Tensor.of(1).expand(3).assign(x.select(0, 0)),
                "[assign] an expanded view cannot be written: got x (3)");
        check(() -> Shape.of(2, -1), "[shape] sizes must be 0 or more: got (2, -1)");
        check(() -> Shape.of(1 << 16, 1 << 16), "[shape] a tensor has at most 2147483647 elements: got (65536, 65536)");
        check(() -> x.scatter(IntTensor.of(0), x), "[scatter] rows must be (shape of index, one row of the table):"
                + " got table (2, 3), index (1), rows (2, 3)");
        assertThatThrownBy(() -> x.get(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> x.gather(IntTensor.of(2))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> x.scatterAdd(IntTensor.of(-1, 0), x)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> x.transpose().buffer()).isInstanceOf(IllegalStateException.class)
                .hasMessage("[buffer] the tensor must be contiguous: got x (3, 2) with strides [1, 3]");
    }

    @Test
    void timesKeepsTheSignOfZero() {
        assertThat(Tensor.of(-0.0f, 0.0f).times(2).toArray()).containsExactly(-0.0f, 0.0f);
    }

    @Test
    void allCloseFollowsNumPy() {
        float inf = Float.POSITIVE_INFINITY;
        assertThat(Tensor.of(1, inf).allClose(Tensor.of(1, inf), 0, 0)).isTrue();
        assertThat(Tensor.of(1, inf).allClose(Tensor.of(1, -inf), 1, 1)).isFalse();
        assertThat(Tensor.of(Float.NaN).allClose(Tensor.of(Float.NaN), 1, 1)).isFalse();
        assertThat(Tensor.of(1).allClose(Tensor.of(inf), 1, 1)).isFalse();
        assertThat(Tensor.of(1.25f).allClose(Tensor.of(1), 0.25, 0)).isTrue();
        assertThat(Tensor.of(1.25f).allClose(Tensor.of(1), 0.125, 0)).isFalse();
        assertThat(Tensor.of(1, 1).allClose(Tensor.of(1), 1, 1)).isFalse();
    }

    @Test
    void randomTensorsAreTheGeneratorsNumbers() {
        Philox random = new Philox(3, 4);
        Shape shape = Shape.of(3, 30_001);
        Tensor uniform = Tensor.uniform(Backends.preferred(), shape, random, -1, 1);
        Tensor normal = Tensor.normal(Backends.preferred(), shape, random, 2, 0.5f);
        for (int i : new int[] {0, 1, 65_535, 65_536, 90_002}) {
            assertThat(uniform.flatten().get(i)).isEqualTo(-1 + 2 * random.uniform(i));
            assertThat(normal.flatten().get(i)).isEqualTo(2 + 0.5f * random.normal(i));
        }
    }

    @Test
    void theReferenceKeepsDoubles() {
        Tensor third = Tensor.of(Backends.reference(), Shape.of(1), new double[] {1 / 3.0});
        assertThat(third.toDoubles()).containsExactly(1 / 3.0);
        assertThat(third.where(third, third).toDoubles()).containsExactly(1 / 3.0);
    }

    /** Chains of random views against plain index arithmetic on the host. */
    @Test
    void randomViewsReadTheRightElements() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            View view = View.of(Shape.of(2 + random.nextInt(3), 1 + random.nextInt(4), 3));
            float[] values = new float[view.shape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            Tensor tensor = Tensor.of(view.shape(), values);
            for (int step = 0; step < 4; step++) {
                float[] before = tensor.toArray();
                int axis = random.nextInt(tensor.rank());
                switch (random.nextInt(4)) {
                    case 0 -> tensor = tensor.transpose(axis, random.nextInt(tensor.rank()));
                    case 1 -> {
                        int dim = tensor.shape().dim(axis);
                        int from = random.nextInt(dim + 1);
                        tensor = tensor.slice(axis, from, dim, 1 + random.nextInt(2));
                    }
                    case 2 -> {
                        tensor = tensor.unsqueeze(axis);
                        int[] dims = tensor.shape().with(axis, 2).toArray();
                        tensor = tensor.expand(dims);
                    }
                    default -> {
                        Tensor flat = tensor.reshape(tensor.shape().dim(0), -1 * (tensor.shape().size() > 0 ? 1 : 0));
                        assertThat(flat.toArray()).as("seed %d round %d", seed, round).containsExactly(before);
                    }
                }
                float[] read = tensor.toArray();
                int i = 0;
                int[] index = new int[tensor.rank()];
                while (i < read.length) {
                    assertThat(read[i]).as("seed %d round %d", seed, round).isEqualTo(tensor.get(index));
                    i++;
                    for (int d = index.length - 1; d >= 0 && ++index[d] == tensor.shape().dim(d); d--) {
                        index[d] = 0;
                    }
                }
            }
        }
    }

    private static void check(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
