package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Layout;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Long short-term memory on packed batches: Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000, as PyTorch's
 * LSTM. The segments are sorted by length, and the rows by step, so that each step is one product of all segments that are still
 * running, on rows that lie together.
 */
public final class Recurrence {

    private static final int INPUT = 0;
    private static final int FORGET = 1;
    private static final int CELL = 2;
    private static final int OUTPUT = 3;

    private Recurrence() {}

    /**
     * hₜ = o∘tanh(cₜ), cₜ = f∘cₜ₋₁ + i∘g, with i, f, o the sigmoids and g the hyperbolic tangent of gatesₜ + W·hₜ₋₁, from h = c = 0 in
     * every segment.
     *
     * @param gates the inputs' part of i, f, g, o side by side, with all biases: (N, 4H)
     * @param weight W, (4H, H)
     * @param backwards whether a segment is read from its last row to its first
     * @return h of every row, (N, H)
     */
    public static Var lstm(Var gates, Var weight, Segments segments, boolean backwards) {
        int size = weight.shape().rank() == 2 ? weight.shape().dim(1) : 0;
        require(weight.shape().equals(Shape.of(4 * size, size)) && gates.shape().equals(Shape.of(segments.rows(), 4 * size)),
                "lstm", "weight must be (4H, H), gates (rows of the segments, 4H)",
                "weight", weight.shape(), "gates", gates.shape(), "rows of segments", segments.rows());
        Cells cells = Cells.run(Steps.of(segments, backwards), gates.value(), weight.value());
        Tensor y = cells.states().gather(cells.steps().back(gates.backend()));
        return Var.of("lstm", y, List.of(gates, weight), (dy, pass) -> {
                    cells.backward(gates, weight, dy, pass);
                    cells.release();
                })
                .valueUnused();
    }

    /**
     * In which order the rows are computed.
     *
     * @param starts the first place of each step, and the end
     * @param rows the row that is computed at each place
     */
    private record Steps(int[] starts, int[] rows) {

        static Steps of(Segments segments, boolean backwards) {
            int[] order = IntStream.range(0, segments.count()).boxed()
                    .sorted(Comparator.comparingInt((Integer s) -> -segments.length(s)))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int longest = order.length == 0 ? 0 : segments.length(order[0]);
            int[] starts = new int[longest + 1];
            int[] rows = new int[segments.rows()];
            int place = 0;
            for (int t = 0; t < longest; t++) {
                starts[t] = place;
                for (int b = 0; b < order.length && segments.length(order[b]) > t; b++) {
                    int s = order[b];
                    rows[place++] = backwards ? segments.offset(s + 1) - 1 - t : segments.offset(s) + t;
                }
            }
            starts[longest] = place;
            return new Steps(starts, rows);
        }

        int count() {
            return starts.length - 1;
        }

        int start(int t) {
            return starts[t];
        }

        /** The segments that are still running. */
        int width(int t) {
            return t < count() ? starts[t + 1] - starts[t] : 0;
        }

        /** The rows by place. */
        IntTensor forth(Backend backend) {
            return IntTensor.of(backend, Shape.of(rows.length), rows);
        }

        /** The places by row. */
        IntTensor back(Backend backend) {
            return IntTensor.of(backend, Shape.of(rows.length), inverse(rows));
        }

        /** Of a matrix (4N, H) whose row 4r + g is gate g of row r: the rows by gate and place. */
        int[] gateRows() {
            int n = rows.length;
            int[] index = new int[4 * n];
            for (int gate = 0; gate < 4; gate++) {
                for (int place = 0; place < n; place++) {
                    index[gate * n + place] = 4 * rows[place] + gate;
                }
            }
            return index;
        }

        static int[] inverse(int[] index) {
            int[] inverse = new int[index.length];
            for (int i = 0; i < index.length; i++) {
                inverse[index[i]] = i;
            }
            return inverse;
        }
    }

    /**
     * What the forward pass leaves for the backward pass, rows by place.
     *
     * @param gates i, f, g, o after their functions, (4N, H)
     * @param cells c, (N, H)
     * @param squashed tanh(c), (N, H)
     * @param states h, (N, H)
     */
    private record Cells(Steps steps, Tensor gates, Tensor cells, Tensor squashed, Tensor states) {

        static Cells run(Steps steps, Tensor input, Tensor weight) {
            int n = input.shape().dim(0);
            int size = weight.shape().dim(1);
            try (Scope scope = Scope.open()) {
                IntTensor order = IntTensor.of(input.backend(), Shape.of(4 * n), steps.gateRows());
                Tensor gates = scope.keep(input.reshape(4 * n, size).gather(order));
                Cells all = new Cells(
                        steps, gates, scope.keep(gates.like(Shape.of(n, size))), scope.keep(gates.like(Shape.of(n, size))),
                        scope.keep(gates.like(Shape.of(n, size))));
                Buffer scratch = gates.like(Shape.of(steps.width(0), size)).buffer();
                Buffer matrix = weight.contiguous().buffer();
                for (int t = 0; t < steps.count(); t++) {
                    all.step(t, matrix, scratch);
                }
                return all;
            }
        }

        private int size() {
            return cells.shape().last();
        }

        private int places() {
            return cells.shape().dim(0);
        }

        private Buffer rows(Tensor x, int from, int count) {
            return x.buffer().slice((long) from * size(), (long) count * size());
        }

        private Buffer gate(Tensor all, int gate, int t) {
            return rows(all, gate * places() + steps.start(t), steps.width(t));
        }

        /** From a step's first row in the first gate to its last row in the fourth. */
        private Buffer allGates(Tensor all, int t) {
            return rows(all, steps.start(t), 3 * places() + steps.width(t));
        }

        private void step(int t, Buffer weight, Buffer scratch) {
            int width = steps.width(t);
            int size = size();
            int count = width * size;
            if (t > 0) {
                gates.kernels().blas().gemmBatched(
                        false, true, width, size, size, 1, rows(states, steps.start(t - 1), width), size, 0,
                        weight, size, (long) size * size, 1, allGates(gates, t), size, (long) places() * size, 4);
            }
            Buffer c = rows(cells, steps.start(t), width);
            Buffer squash = rows(squashed, steps.start(t), width);
            for (int gate = 0; gate < 4; gate++) {
                Buffer x = gate(gates, gate, t);
                gates.kernels().elementwise().unary(gate == CELL ? Unary.TANH : Unary.SIGMOID, x, x, count);
            }
            multiply(gate(gates, INPUT, t), gate(gates, CELL, t), c, count);
            if (t > 0) {
                multiply(gate(gates, FORGET, t), rows(cells, steps.start(t - 1), width), scratch, count);
                add(c, scratch, count);
            }
            gates.kernels().elementwise().unary(Unary.TANH, c, squash, count);
            multiply(gate(gates, OUTPUT, t), squash, rows(states, steps.start(t), width), count);
        }

        void backward(Var input, Var weight, Tensor dy, Backward pass) {
            int n = places();
            int size = size();
            Tensor dStates = dy.gather(steps.forth(dy.backend()));
            Tensor dGates = gates.like();
            Buffer dCell = dy.like(Shape.of(steps.width(0), size)).buffer();
            Buffer dNext = dy.like(Shape.of(steps.width(0), size)).buffer();
            Tensor matrix = weight.value().contiguous();
            for (int t = steps.count() - 1; t >= 0; t--) {
                stepBack(t, dStates, dGates, dCell, dNext);
                if (t > 0) {
                    for (int gate = 0; gate < 4; gate++) {
                        Buffer block = rows(matrix, gate * size, size);
                        gates.kernels().blas().gemm(
                                false, false, steps.width(t), size, size, 1, gate(dGates, gate, t), size, block, size,
                                1, rows(dStates, steps.start(t - 1), steps.width(t)), size);
                    }
                }
            }
            weightGradient(weight, dGates, pass);
            IntTensor order = IntTensor.of(dy.backend(), Shape.of(4 * n), Steps.inverse(steps.gateRows()));
            pass.add(input, dGates.gather(order).reshape(n, 4 * size));
        }

        /** One step's gradients before the functions of the gates; dNext is that of c, from the next step and for the one before. */
        private void stepBack(int t, Tensor dStates, Tensor dGates, Buffer dCell, Buffer dNext) {
            int width = steps.width(t);
            int count = width * size();
            Buffer dh = rows(dStates, steps.start(t), width);
            Buffer c = rows(cells, steps.start(t), width);
            Buffer squash = rows(squashed, steps.start(t), width);
            multiply(dh, squash, gate(dGates, OUTPUT, t), count);
            multiply(dh, gate(gates, OUTPUT, t), dCell, count);
            gates.kernels().elementwise().unaryGradient(Unary.TANH, c, squash, dCell, dCell, count);
            add(dCell, dNext, steps.width(t + 1) * size());
            multiply(dCell, gate(gates, CELL, t), gate(dGates, INPUT, t), count);
            multiply(dCell, gate(gates, INPUT, t), gate(dGates, CELL, t), count);
            if (t > 0) {
                multiply(dCell, rows(cells, steps.start(t - 1), width), gate(dGates, FORGET, t), count);
            } else {
                gates.kernels().elementwise().fill(0, gate(dGates, FORGET, t), count);
            }
            multiply(dCell, gate(gates, FORGET, t), dNext, count);
            for (int gate = 0; gate < 4; gate++) {
                Buffer y = gate(gates, gate, t);
                Buffer d = gate(dGates, gate, t);
                gates.kernels().elementwise().unaryGradient(gate == CELL ? Unary.TANH : Unary.SIGMOID, y, y, d, d, count);
            }
        }

        /** dW = Σ dgatesₜᵀ·hₜ₋₁ over all steps but the first, as one product per gate. */
        private void weightGradient(Var weight, Tensor dGates, Backward pass) {
            int size = size();
            int first = steps.width(0);
            int later = places() - first;
            if (later == 0 || size == 0) {
                pass.add(weight, Tensor.zeros(dGates.backend(), weight.shape()));
                return;
            }
            Tensor before = dGates.like(Shape.of(later, size));
            for (int t = 1; t < steps.count(); t++) {
                Buffer h = rows(states, steps.start(t - 1), steps.width(t));
                dGates.kernels().elementwise().affine(
                        1, -0f, h, rows(before, steps.start(t) - first, steps.width(t)), (long) steps.width(t) * size);
            }
            Buffer blocks = rows(dGates, first, 4 * places() - first);
            pass.into(weight, (dw, add) -> dw.kernels().blas().gemmBatched(
                    true, false, size, size, later, 1, blocks, size, (long) places() * size, before.buffer(), size, 0,
                    add ? 1 : 0, dw.buffer(), size, (long) size * size, 4));
        }

        private void multiply(Buffer x, Buffer y, Buffer z, int count) {
            gates.kernels().elementwise().binary(Binary.MULTIPLY, x, Layout.MATRIX, y, Layout.MATRIX, z, 1, count);
        }

        private void add(Buffer y, Buffer x, int count) {
            gates.kernels().elementwise().binary(Binary.ADD, y, Layout.MATRIX, x, Layout.MATRIX, y, 1, count);
        }

        void release() {
            gates.release();
            cells.release();
            squashed.release();
            states.release();
        }
    }
}
