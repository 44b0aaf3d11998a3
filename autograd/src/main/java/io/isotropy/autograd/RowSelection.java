package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Pooling.Mode;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a packed batch, in the batch's order: those whose states are read. Where a head reads a few tokens of a text, a last layer
 * computes no others, though these see all of the text.
 *
 * @param batch the segments they are chosen from
 * @param rows their numbers, ascending, on the batch's device
 * @param segments which of the chosen rows are of which segment; as many segments as the batch has
 */
public record RowSelection(Segments batch, IntTensor rows, Segments segments) {

    /**
     * Rows by their numbers; on a device as long as the scope in which they were chosen.
     *
     * @param rows 0 to the batch's rows less 1, ascending
     */
    public static RowSelection of(Segments batch, int... rows) {
        int[] lengths = new int[batch.count()];
        int segment = 0;
        for (int i = 0; i < rows.length; i++) {
            require(rows[i] >= 0 && rows[i] < batch.rows() && (i == 0 || rows[i] > rows[i - 1]), "rowSelection",
                    "rows must be of the batch and ascend", "rows", rows, "rows of the batch", batch.rows());
            while (rows[i] >= batch.offset(segment + 1)) {
                segment++;
            }
            lengths[segment]++;
        }
        Backend backend = batch.offsets().backend();
        return new RowSelection(batch, IntTensor.of(backend, Shape.of(rows.length), rows), Segments.ofLengths(backend, lengths));
    }

    /** The rows that a pooling reads, where it reads one of each segment that has any; null where it reads all. */
    public static @Nullable RowSelection readBy(Mode pooling, Segments batch) {
        return switch (pooling) {
            case FIRST -> firsts(batch);
            case LAST -> lasts(batch);
            case SUM, MEAN, MEAN_SQRT_LEN, MAX, WEIGHTED_MEAN -> null;
        };
    }

    /** The first row of each segment that has one. */
    public static RowSelection firsts(Segments batch) {
        return of(batch, filled(batch).map(batch::offset).toArray());
    }

    /** The last row of each segment that has one. */
    public static RowSelection lasts(Segments batch) {
        return of(batch, filled(batch).map(segment -> batch.offset(segment + 1) - 1).toArray());
    }

    private static IntStream filled(Segments batch) {
        return IntStream.range(0, batch.count()).filter(segment -> batch.length(segment) > 0);
    }
}
