package io.isotropy.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Pooling.Mode;
import org.junit.jupiter.api.Test;

class RowSelectionTest {

    private static final Segments BATCH = Segments.ofLengths(Backends.reference(), 2, 0, 3, 1);

    @Test
    void knowsTheSegmentOfEachRow() {
        assertSelected(RowSelection.of(BATCH, 1, 2, 4, 5), new int[] {1, 2, 4, 5}, 0, 1, 1, 3, 4);
        assertSelected(RowSelection.of(BATCH), new int[0], 0, 0, 0, 0, 0);
        assertSelected(RowSelection.firsts(BATCH), new int[] {0, 2, 5}, 0, 1, 1, 2, 3);
        assertSelected(RowSelection.lasts(BATCH), new int[] {1, 4, 5}, 0, 1, 1, 2, 3);
    }

    @Test
    void isOfOneRowASegmentWhereAPoolingReadsOne() {
        assertThat(RowSelection.readBy(Mode.FIRST, BATCH)).isNotNull().satisfies(first -> assertSelected(first, new int[] {0, 2, 5}, 0, 1, 1, 2, 3));
        assertThat(RowSelection.readBy(Mode.LAST, BATCH)).isNotNull().satisfies(last -> assertSelected(last, new int[] {1, 4, 5}, 0, 1, 1, 2, 3));
        assertThat(RowSelection.readBy(Mode.MEAN, BATCH)).isNull();
    }

    private static void assertSelected(RowSelection selection, int[] rows, int... offsets) {
        assertThat(selection.rows().toArray()).containsExactly(rows);
        assertThat(selection.segments().offsets().toArray()).containsExactly(offsets);
        assertThat(selection.batch()).isSameAs(BATCH);
    }

    @Test
    void refusesRowsOutOfOrderOrOutside() {
        assertThatThrownBy(() -> RowSelection.of(BATCH, 2, 1)).hasMessageContaining("[rowSelection] rows must be of the batch and ascend: got rows [2, 1]");
        assertThatThrownBy(() -> RowSelection.of(BATCH, 3, 3)).hasMessageContaining("ascend");
        assertThatThrownBy(() -> RowSelection.of(BATCH, -1)).hasMessageContaining("ascend");
        assertThatThrownBy(() -> RowSelection.of(BATCH, 6)).hasMessageContaining("rows of the batch 6");
    }
}
