package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;

/** Look-up of rows in tables. */
public final class Embedding {

    private Embedding() {}

    /** y[i, …] = table[index[i], …]. table: (V, …); y: (shape of index, …). */
    public static Var gather(Var table, IntTensor index) {
        return Var.of("gather", table.value().gather(index), List.of(table), (dy, pass) -> scatter(table, index, dy, pass))
                .valueUnused();
    }

    /**
     * The sum of rows of several tables: word, position and segment embeddings (Devlin et al. 2019, figure 2).
     *
     * @param tables (Vᵢ, D) each
     * @param indices one per table, of one shape
     * @return (shape of the indices, D)
     */
    public static Var sum(List<Var> tables, List<IntTensor> indices) {
        require(!tables.isEmpty() && tables.size() == indices.size(), "embeddingSum", "there must be one index per table",
                "tables", tables.size(), "indices", indices.size());
        Tensor y = tables.getFirst().value().gather(indices.getFirst());
        for (int i = 1; i < tables.size(); i++) {
            Tensor table = tables.get(i).value();
            IntTensor index = indices.get(i);
            require(y.shape().equals(index.shape().append(table.shape().slice(1, table.rank()).toArray())), "embeddingSum",
                    "all indices must have one shape, all tables one width",
                    "sum", y.shape(), "index", index.shape(), "table", table.shape());
            if (y.shape().size() > 0) {
                y.kernels().embedding().gatherAdd(
                        table.contiguous().buffer(), index.buffer(), y.buffer(), index.shape().size(), width(table.shape()));
            }
        }
        return Var.of("embeddingSum", y, List.copyOf(tables), (dy, pass) -> {
                    for (int i = 0; i < tables.size(); i++) {
                        scatter(tables.get(i), indices.get(i), dy, pass);
                    }
                })
                .valueUnused();
    }

    private static void scatter(Var table, IntTensor index, Tensor dy, Backward pass) {
        Tensor rows = dy.contiguous();
        pass.into(table, (gradient, add) -> {
            if (!add) {
                gradient.fill(0);
            }
            if (rows.shape().size() > 0) {
                gradient.kernels().embedding().scatterAdd(
                        rows.buffer(), index.buffer(), gradient.buffer(), index.shape().size(), width(table.shape()));
            }
        });
    }

    private static int width(Shape table) {
        return table.slice(1, table.rank()).size();
    }
}
